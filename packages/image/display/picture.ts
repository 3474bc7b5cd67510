import { checkFinite, checkInteger, type Dtype, type Tensor, tensor, type TypedArray } from "@taimatsu/tensor";
import { listImages, mosaic } from "./mosaic.ts";

/** How values become colours, and how several images lie beside each other. */
export interface PictureOptions {
  /** The value that becomes black; 0 by default. */
  min?: number;
  /** The value that becomes white; by default 255 for bytes, 1 for others. */
  max?: number;
  /** Stretches the smallest value to black and the largest to white, and says so in the title; false by default. */
  normalize?: boolean;
  /** Like `normalize`, for each image by itself; false by default. */
  scaleEach?: boolean;
  /** Like `normalize`, with 0 in the middle; false by default. */
  symmetric?: boolean;
  /** Pixels between images; 0 by default. */
  padding?: number;
  /** Images in a row; by default as many as make a square. */
  nrow?: number;
}

/** Pixels to be shown and the values behind them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 or 3. */
  readonly channels: number;
  readonly dtype: Dtype;
  /** Red, green and blue of each pixel, row by row. */
  readonly rgb: Uint8Array;
  /** The values as they came, channel by channel. */
  readonly values: TypedArray;
  /** How many images there are. */
  readonly count: number;
  /** Images in a row. */
  readonly columns: number;
  /** Width and height of an image with the padding behind it. */
  readonly cell: readonly [number, number];
  /** Pixels between images. */
  readonly padding: number;
  /** What the title has to say of the colours. */
  readonly note: string;
}

/** Returns the picture of an image, a batch, maps, or a list of them. */
export function pictureOf(caller: string, x: unknown, options: PictureOptions): Picture {
  const images = listImages(caller, x), { dtype } = images[0]!;
  const { padding = 0, nrow = Math.ceil(Math.sqrt(images.length)), min, max, scaleEach = false } = options;
  const { symmetric = false, normalize = false } = options, measured = normalize || scaleEach || symmetric;
  checkInteger(caller, "padding", padding, 0);
  checkInteger(caller, "nrow", nrow, 1);
  for (const [name, value] of [["min", min], ["max", max]] as const) {
    if (value !== undefined) checkFinite(caller, name, value);
  }
  const columns = Math.min(nrow, images.length);
  const ranges = measured ? images.map((image) => rangeOf([image])) : [];
  const whole: Range = measured ? join(ranges) : [0, dtype === "uint8" ? 255 : 1];
  const used = images.map((_, i) => {
    const [low, high] = scaleEach ? ranges[i]! : whole;
    const range: Range = symmetric ? [-Math.max(-low, high), Math.max(-low, high)] : [low, high];
    return [min ?? range[0], max ?? range[1]] as Range;
  });
  const [low, high] = used[0]!;
  if (min !== undefined || max !== undefined) {
    for (const [low, high] of used) {
      if (low > high) throw new RangeError(`Cannot run ${caller}: min must be at most max, ${high}, but is ${low}`);
    }
  }
  let note = measured || min !== undefined || max !== undefined ? `${show(low)} to ${show(high)}` : "";
  if (measured) note = scaleEach ? "normalized each by itself" : `normalized from ${note}`;
  const values = mosaic(images, columns, padding);
  const colors = mosaic(images.map((image, i) => bytesOf(image, used[i]!)), columns, padding);
  const [channels, height, width] = values.shape as [number, number, number];
  const rgb = interleave(colors.data, channels, width * height);
  const { shape } = images[0]!, cell = [shape[2]! + padding, shape[1]! + padding] as const;
  const { length: count } = images;
  return { width, height, channels, dtype, rgb, values: values.data, count, columns, cell, padding, note };
}

/** Joins a title and what has to be said of the values. */
export function joinTitle(title: string | undefined, note: string): string {
  return [title ?? "", note === "" ? "" : `(${note})`].filter((part) => part !== "").join(" ");
}

type Range = [low: number, high: number];

/** The finite values' range, [0, 0] if there are none. */
function rangeOf(images: readonly Tensor[]): Range {
  let low = Infinity, high = -Infinity;
  for (const image of images) {
    for (const value of image.contiguous().data as Float64Array) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 0];
}

const join = (ranges: readonly Range[]): Range => [
  Math.min(...ranges.map(([low]) => low)),
  Math.max(...ranges.map(([, high]) => high)),
];

const show = (value: number): string => String(Number(value.toPrecision(6)));

/** Maps [low, high] to 0 … 255, rounded and clamped; NaN becomes 0. */
function bytesOf(image: Tensor, [low, high]: Range): Tensor {
  if (image.dtype === "uint8" && low === 0 && high === 255) return image;
  const source = image.contiguous().data as Float64Array, bytes = new Uint8ClampedArray(source.length);
  const span = high > low ? high - low : Infinity;
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round((source[i]! - low) / span * 255);
  return tensor(new Uint8Array(bytes.buffer), { dtype: "uint8" }).view([...image.shape]);
}

function interleave(planes: TypedArray, channels: number, n: number): Uint8Array {
  const rgb = new Uint8Array(3 * n), step = channels === 1 ? 0 : n;
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = Number(planes[i + c * step]);
  }
  return rgb;
}
