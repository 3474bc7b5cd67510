// From an image to the bytes of a file.
import {
  checkInteger,
  checkOneOf,
  checkTensor,
  cpu,
  describe,
  dtypeCode,
  formatSize,
  type Tensor,
} from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { checkFlag } from "../check_options.ts";
import { Call } from "./call.ts";
import { FORMATS, type ImageFormat } from "./format.ts";
import { codecs } from "./library.ts";

/** What every format may be told. */
export interface EncodeOptions {
  /**
   * Whether float values far outside 0 to 1 are cut without complaint; false by default, because they mostly come from an image
   * that runs from 0 to 255 or was normalized, which would be saved as almost all white.
   */
  clamp?: boolean;
}

/** How a JPEG file is written. */
export interface JPGOptions extends EncodeOptions {
  /** From 1, small, to 100, good; 75 by default. */
  quality?: number;
  /** Whether the file shows all of the picture early while it is read; false by default. */
  progressive?: boolean;
  /** Colours at half the resolution of brightness, or at the full one; `"4:2:0"` by default. */
  subsampling?: "4:2:0" | "4:4:4";
}

/** How a WebP file is written. */
export interface WebPOptions extends EncodeOptions {
  /** From 1, small, to 100, good, 75 by default; if `lossless`, from fast to small. */
  quality?: number;
  /** Whether bytes are kept exactly; false by default. */
  lossless?: boolean;
}

/** How a PPM or PGM file is written. */
export interface PPMOptions extends EncodeOptions {
  /** Bits a sample, 8 or 16; 8 by default. */
  bits?: 8 | 16;
}

/** How a PNG file is written. */
export interface PNGOptions extends PPMOptions {
  /** From 0, fast and large, to 9, slow and small; 6 by default. */
  compression?: number;
}

/** Beyond these values a float image is not one from 0 to 1 with a little overshoot. */
const LOWEST = -1, HIGHEST = 2;

function checkValues(caller: string, image: Tensor): void {
  if (image.dtype === "uint8") return;
  const low = image.min(), high = image.max();
  if (!(low < LOWEST || high > HIGHEST)) return;
  throw new RangeError(
    `Cannot run ${caller}: image must have values from 0 to 1 but has some from ${low} to ${high} (scale it, make it uint8, or ` +
      "cut them with { clamp: true })",
  );
}

function checkSavable(caller: string, image: unknown, channels: readonly number[]): asserts image is Tensor {
  checkTensor(caller, "image", image);
  const { shape, dtype } = image, n = shape.length;
  if (!["uint8", "float32", "float64"].includes(dtype)) {
    throw new TypeError(`Cannot run ${caller}: image must be uint8, float32 or float64 but is ${dtype}`);
  }
  const fits = n === 2 ? channels.includes(1) : n === 3 && channels.includes(shape[0]!);
  if (fits && image.count > 0) return;
  const wanted = [formatSize([channels.join(" or "), "height", "width"])];
  if (channels.includes(1)) wanted.unshift(formatSize(["height", "width"]));
  throw new TypeError(
    `Cannot run ${caller}: image must be ${wanted.join(" or ")} but is ${
      n === 0 ? describe(image) : formatSize(shape)
    }`,
  );
}

/** Encodes an image. `channels` are those that the format takes. */
export function encode(
  caller: string,
  format: ImageFormat,
  image: Tensor,
  options: JPGOptions & PNGOptions & WebPOptions,
  channels: readonly number[],
): Uint8Array<ArrayBuffer> {
  const { clamp = false, quality = 75, compression = 6, bits = 8, subsampling = "4:2:0" } = options;
  const { progressive = false, lossless = false } = options;
  checkSavable(caller, image, channels);
  checkInteger(caller, "quality", quality, 1, 100);
  checkInteger(caller, "compression", compression, 0, 9);
  if (bits !== 8 && bits !== 16) {
    throw new RangeError(`Cannot run ${caller}: bits must be 8 or 16 but is ${describe(bits)}`);
  }
  checkOneOf(caller, "subsampling", subsampling, ["4:2:0", "4:4:4"]);
  for (const [name, value] of Object.entries({ progressive, lossless, clamp })) checkFlag(caller, name, value);
  if (!clamp) checkValues(caller, image);
  const dense = image.cpu().contiguous(), { block, base, extent, code } = dense.store;
  const [height, width] = dense.shape.slice(-2) as [number, number], maps = dense.count / (height * width);
  const call = new Call({
    format: FORMATS.indexOf(format),
    width,
    height,
    channels: maps,
    max: (format === "PNG" || format === "PNM") && bits === 16 ? 65535 : 255,
    quality: format === "PNG" ? compression : quality,
    progressive: +progressive,
    fullColour: +(subsampling === "4:4:4"),
    lossless: +lossless,
  });
  // More than any format needs: JPEG works on blocks of 16 × 16, PNG adds a byte a row, WebP has no gray. Powers of two, so that images of all
  // sizes take turns in the same memory; the system gives what is written to.
  const most =
    (height + 15) * (width + 15) * maps * (bits === 16 ? 2.3 : format === "JPEG" || format === "WebP" ? 3.1 : 1.2) +
    65536;
  using room = fresh(dtypeCode("uint8"), [2 ** Math.ceil(Math.log2(most))], cpu);
  const { arg } = room.store.block, capacity = room.store.extent;
  const symbols = codecs();
  const status = symbols.tm_codec_encode(arg, capacity, block.arg, base + dense.offset, extent, code, call.arg);
  if (status !== 0) throw new Error(`Cannot run ${caller}: ${call.message}`);
  return new Uint8Array(room.store.block.buffer.slice(0, call.get("bytes")));
}
