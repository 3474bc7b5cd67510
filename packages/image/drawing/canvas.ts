import { checkInteger, checkRange, describe, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";

/** A colour: red, green and blue from 0 to 255, whatever the image holds. */
export type Color = readonly [number, number, number];

/** Options that all drawing functions share. */
export interface DrawOptions extends OutOption {
  /** The colour of lines and letters: red, `[255, 0, 0]`, unless given. */
  color?: Color;
}

/** Options of shapes. */
export interface ShapeOptions extends DrawOptions {
  /** Thickness of lines in pixels, 1 by default. */
  lineWidth?: number;
}

/** Options of shapes that have an inside. */
export interface FillOptions extends ShapeOptions {
  /** The colour of the inside; the inside stays as it is unless given. */
  fill?: Color;
}

/** What is drawn for a colour: a value for each channel. */
export type Paint = readonly number[];

/** A copy of an image, or the image itself where that receives the result, with the means to set its pixels. */
export class Canvas {
  /** Height in pixels. */
  readonly height: number;
  /** Width in pixels. */
  readonly width: number;
  readonly #caller: string;
  readonly #image: Tensor;
  readonly #out: Tensor | undefined;
  readonly #data: { fill(value: number, from: number, to: number): unknown };
  readonly #channels: number;

  /** Checks the image and copies it. */
  constructor(caller: string, src: Tensor, out: Tensor | undefined) {
    checkImage(caller, "src", src);
    this.#caller = caller;
    this.#out = out;
    this.#image = src === out && src.isContiguous() ? src : src.clone();
    this.#data = this.#image.data as Float64Array;
    const { shape } = src;
    this.#channels = shape.length === 2 ? 1 : shape[shape.length - 3]!;
    this.height = shape[shape.length - 2]!;
    this.width = shape[shape.length - 1]!;
  }

  /** Returns the values of a colour: itself in RGB, with full opacity in RGBA, its luma in any other number of channels. */
  paint(name: string, color: unknown): Paint {
    if (!Array.isArray(color) || color.length !== 3) {
      throw new TypeError(`Cannot run ${this.#caller}: ${name} must be [red, green, blue] but is ${describe(color)}`);
    }
    for (const value of color) checkRange(this.#caller, name, value, 0, 255);
    const [r, g, b] = color as [number, number, number], luma = 0.299 * r + 0.587 * g + 0.114 * b;
    const channels = this.#channels, bytes = this.#image.dtype === "uint8";
    const values = channels === 3 ? color : channels === 4 ? [r, g, b, 255] : new Array<number>(channels).fill(luma);
    // In float32 also where the image is float64, as in Torch7: a colour is the same in both.
    return values.map((value) => bytes ? Math.round(value) : Math.fround(value / 255));
  }

  /** Checks the thickness of lines. */
  checkLineWidth(lineWidth: number): void {
    checkInteger(this.#caller, "lineWidth", lineWidth, 1, 65535);
  }

  /** Sets the pixels from `left` to `right`, both included, of row `y` of the image; those outside are left out. */
  span(y: number, left: number, right: number, paint: Paint): void {
    const { width, height } = this, from = Math.max(0, left), to = Math.min(width - 1, right);
    if (from > to) return;
    const planes = this.#image.count / (width * height);
    for (let p = 0; p < planes; p++) {
      const row = (p * height + y) * width;
      this.#data.fill(paint[p % this.#channels]!, row + from, row + to + 1);
    }
  }

  /** Sets the pixels of a box, whose ends are included. */
  box(left: number, top: number, right: number, bottom: number, paint: Paint): void {
    const end = Math.min(bottom, this.height - 1);
    for (let y = Math.max(0, top); y <= end; y++) this.span(y, left, right, paint);
  }

  /** Sets the pixels of a line: squares of `lineWidth` pixels along the direction in which it is longer. */
  line(x1: number, y1: number, x2: number, y2: number, lineWidth: number, paint: Paint): void {
    const dx = x2 - x1, dy = y2 - y1, flat = Math.abs(dx) >= Math.abs(dy);
    const [start, length, other, rise] = flat ? [x1, dx, y1, dy] : [y1, dy, x1, dx];
    const first = Math.min(start, start + length), last = Math.max(start, start + length);
    const before = lineWidth >> 1,
      after = lineWidth - 1 - before,
      span = Math.abs(length),
      step = Math.sign(length) * rise;
    const across = (k: number): number =>
      other + (span === 0 ? 0 : Math.floor((2 * (k - start) * step + span) / (2 * span)));
    const count = flat ? this.width : this.height;
    for (let k = 0; k < count; k++) {
      // The squares that reach here; from one to the next they move across by a pixel at most.
      const from = Math.max(first, k - after), to = Math.min(last, k + before);
      if (from > to) continue;
      const low = Math.min(across(from), across(to)) - before, high = Math.max(across(from), across(to)) + after;
      if (flat) this.box(k, low, k, high, paint);
      else this.span(k, low, high, paint);
    }
  }

  /** Returns the image, or brings it to where the result is wanted. */
  finish(): Tensor {
    return this.#image === this.#out ? this.#image : deliver(this.#caller, this.#image, this.#out);
  }
}
