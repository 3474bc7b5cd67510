import { checkInteger, type Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { Pooling } from "./pooling.ts";

/** Windows that move over images: the base of `SpatialMaxPooling`, `SpatialAveragePooling` and `SpatialLPPooling`. */
export abstract class SpatialPooling extends Pooling {
  /** Width of the window. */
  kW: number;
  /** Height of the window. */
  kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Padding on the left and on the right. */
  padW: number;
  /** Padding above and below. */
  padH: number;
  /** Step between neighbours in the window along the width. */
  dilationW = 1;
  /** Step between neighbours in the window along the height. */
  dilationH = 1;

  /**
   * Describes the window.
   *
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kW: number,
    kH: number,
    dW: number,
    dH: number,
    padW: number,
    padH: number,
    options?: ModuleOptions,
  ) {
    super(2, options);
    const caller = new.target.name;
    for (const [name, value] of Object.entries({ kW, kH, dW, dH })) checkInteger(caller, name, value, 1, 2 ** 31 - 1);
    checkInteger(caller, "padW", padW, 0, Math.floor(kW / 2));
    checkInteger(caller, "padH", padH, 0, Math.floor(kH / 2));
    this.kW = kW;
    this.kH = kH;
    this.dW = dW;
    this.dH = dH;
    this.padW = padW;
    this.padH = padH;
  }

  /** Returns the rows of the output for those of the input. */
  outputHeight(height: number): number {
    return this.windows(height, this.kH, this.dH, this.padH, this.dilationH);
  }

  /** Returns the columns of the output for those of the input. */
  outputWidth(width: number): number {
    return this.windows(width, this.kW, this.dW, this.padW, this.dilationW);
  }

  /** Returns the rows and columns of the output for an input. */
  outputSpace({ shape }: Tensor): [number, number] {
    const n = shape.length;
    return [this.outputHeight(shape[n - 2]!), this.outputWidth(shape[n - 1]!)];
  }

  /** Returns the smallest size along an axis in which a window has room. */
  override least(axis: number): number {
    return axis === 0
      ? this.leastFor(this.kW, this.dW, this.padW, this.dilationW)
      : this.leastFor(this.kH, this.dH, this.padH, this.dilationH);
  }

  /** Returns the window, its steps and, if there is any, the padding, as Torch7 prints them. */
  override toString(): string {
    const { kW, kH, dW, dH, padW, padH } = this, padding = padW !== 0 || padH !== 0 ? `, ${padW},${padH}` : "";
    return `${super.toString()}(${kW}x${kH}, ${dW},${dH}${padding})`;
  }
}
