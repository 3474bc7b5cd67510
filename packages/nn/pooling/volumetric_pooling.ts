import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pooling } from "./pooling.ts";

/** Windows that move over volumes: the base of `VolumetricMaxPooling` and `VolumetricAveragePooling`. */
export abstract class VolumetricPooling extends Pooling {
  /** Frames of the window. */
  kT: number;
  /** Width of the window. */
  kW: number;
  /** Height of the window. */
  kH: number;
  /** Step along the time. */
  dT: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Padding before the first and after the last frame. */
  padT: number;
  /** Padding on the left and on the right. */
  padW: number;
  /** Padding above and below. */
  padH: number;
  /** Step between neighbours in the window along the time. */
  dilationT = 1;
  /** Step between neighbours in the window along the width. */
  dilationW = 1;
  /** Step between neighbours in the window along the height. */
  dilationH = 1;
  /** What pooling of the frames gave, [planes of all samples, time, output height, output width]. */
  _frames: Tensor;

  /**
   * Describes the window.
   *
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT: number,
    dW: number,
    dH: number,
    padT: number,
    padW: number,
    padH: number,
    options?: ModuleOptions,
  ) {
    super(3, options);
    const caller = new.target.name;
    for (const [name, value] of Object.entries({ kT, kW, kH, dT, dW, dH })) {
      checkInteger(caller, name, value, 1, 2 ** 31 - 1);
    }
    checkInteger(caller, "padT", padT, 0, Math.floor(kT / 2));
    checkInteger(caller, "padW", padW, 0, Math.floor(kW / 2));
    checkInteger(caller, "padH", padH, 0, Math.floor(kH / 2));
    this.kT = kT;
    this.kW = kW;
    this.kH = kH;
    this.dT = dT;
    this.dW = dW;
    this.dH = dH;
    this.padT = padT;
    this.padW = padW;
    this.padH = padH;
    this._frames = fresh(this.code, [], this.device);
  }

  /** Returns the frames of the output for those of the input. */
  outputTime(time: number): number {
    return this.windows(time, this.kT, this.dT, this.padT, this.dilationT);
  }

  /** Returns the rows of the output for those of the input. */
  outputHeight(height: number): number {
    return this.windows(height, this.kH, this.dH, this.padH, this.dilationH);
  }

  /** Returns the columns of the output for those of the input. */
  outputWidth(width: number): number {
    return this.windows(width, this.kW, this.dW, this.padW, this.dilationW);
  }

  /** Returns the frames, rows and columns of the output for an input. */
  outputSpace({ shape }: Tensor): [number, number, number] {
    const n = shape.length;
    return [this.outputTime(shape[n - 3]!), this.outputHeight(shape[n - 2]!), this.outputWidth(shape[n - 1]!)];
  }

  /** Returns the smallest size along an axis in which a window has room. */
  override least(axis: number): number {
    if (axis === 0) return this.leastFor(this.kW, this.dW, this.padW, this.dilationW);
    if (axis === 1) return this.leastFor(this.kH, this.dH, this.padH, this.dilationH);
    return this.leastFor(this.kT, this.dT, this.padT, this.dilationT);
  }

  /** Returns the window, its steps and, if there is any, the padding, as Torch7 prints them. */
  override toString(): string {
    const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    const padding = padT !== 0 || padW !== 0 || padH !== 0 ? `, ${padT},${padW},${padH}` : "";
    return `${super.toString()}(${kT}x${kW}x${kH}, ${dT},${dW},${dH}${padding})`;
  }
}
