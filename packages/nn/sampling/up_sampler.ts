import { checkInteger } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { Resampler, type ResamplingRow } from "./resampler.ts";

/** Sizes of the output of up-sampling. */
export interface UpSamplingSize {
  /** Frames, for volumes. */
  odepth?: number;
  /** Columns. */
  owidth: number;
  /** Rows. */
  oheight: number;
}

/** How elements between those of the input are made. */
export type UpSamplingMode = "nearest" | "linear";

/**
 * Up-sampling by a factor or to a given size: the base of `UpSampling`, `SpatialUpSamplingNearest` and `SpatialUpSamplingBilinear`.
 */
export abstract class UpSampler extends Resampler {
  /** The factor of all sizes; `null` if they are given. */
  readonly scaleFactor: number | null;
  /** Sizes of the output along the width, the height and, if it is given, the time; empty with a factor. */
  readonly sizes: readonly number[];
  /** How elements between those of the input are made. */
  readonly mode: UpSamplingMode;

  /**
   * Creates the layer.
   *
   * @param spaces How many dimensions are those of space.
   * @param scale The factor of all sizes, or the sizes of the output.
   * @param mode How elements between those of the input are made.
   * @throws {RangeError} If the factor or a size is no integer from 1.
   */
  constructor(spaces: number, scale: number | UpSamplingSize, mode: UpSamplingMode, options?: ModuleOptions) {
    super(spaces, options);
    const caller = new.target.name;
    this.mode = mode;
    if (typeof scale === "object" && scale !== null) {
      const { owidth, oheight, odepth } = scale, sizes = { owidth, oheight, ...(odepth !== undefined && { odepth }) };
      for (const [name, size] of Object.entries(sizes)) checkInteger(caller, name, size, 1, 2 ** 31 - 1);
      this.scaleFactor = null;
      this.sizes = Object.values(sizes);
    } else {
      checkInteger(caller, "scale", scale, 1, 2 ** 31 - 1);
      this.scaleFactor = scale;
      this.sizes = [];
    }
  }

  /** Returns the size times the factor, or the size that was asked for. */
  override outputSize(axis: number, size: number): number {
    return this.scaleFactor === null ? this.sizes[axis]! : size * this.scaleFactor;
  }

  /** Returns the element that is copied, or the two that are mixed. */
  override row(_axis: number, i: number, size: number, out: number): ResamplingRow {
    return this.mode === "nearest"
      ? { first: Math.floor(i * size / out), count: 1, weight: 1 }
      : linearRow(i, size, out);
  }
}

/**
 * First and last elements of input and output stand in the same place. As Torch7 does, the place among the elements of the input is
 * worked out in float32, whatever the dtype.
 */
function linearRow(i: number, size: number, out: number): ResamplingRow {
  const ratio = out > 1 ? Math.fround(Math.fround(size - 1) / Math.fround(out - 1)) : 0, at = Math.fround(ratio * i);
  const first = Math.min(Math.floor(at), size - 1), more = at - first;
  return first === size - 1 || more === 0
    ? { first, count: 1, weight: 1 }
    : { first, count: 2, weight: 1 - more, more };
}
