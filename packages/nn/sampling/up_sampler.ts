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

/** Options of up-sampling. */
export interface UpSamplingOptions extends ModuleOptions {
  /**
   * Whether the first and last elements of input and output stand in the same place, as in Torch7; else the borders of their cells
   * do, as in images. It matters for mode linear; `true` by default.
   */
  alignCorners?: boolean;
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
  /** Whether the first and last elements of input and output stand in the same place. */
  readonly alignCorners: boolean;

  /**
   * Creates the layer.
   *
   * @param spaces How many dimensions are those of space.
   * @param scale The factor of all sizes, or the sizes of the output.
   * @param mode How elements between those of the input are made.
   * @throws {RangeError} If the factor or a size is no integer from 1.
   */
  constructor(spaces: number, scale: number | UpSamplingSize, mode: UpSamplingMode, options: UpSamplingOptions = {}) {
    super(spaces, options);
    const caller = new.target.name;
    this.mode = mode;
    this.alignCorners = options.alignCorners ?? true;
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
      : linearRow(this.alignCorners ? placeOf(i, size, out) : Math.max(0, (i + 0.5) * size / out - 0.5), size);
  }
}

/**
 * Returns where an element stands among those of the input if the first and last ones of both stand in the same place. As Torch7
 * does, this is worked out in float32, whatever the dtype.
 */
function placeOf(i: number, size: number, out: number): number {
  return out > 1 ? Math.fround(Math.fround(Math.fround(size - 1) / Math.fround(out - 1)) * i) : 0;
}

/** Returns the elements that are mixed at a place. */
function linearRow(at: number, size: number): ResamplingRow {
  const first = Math.min(Math.floor(at), size - 1), more = at - first;
  return first === size - 1 || more === 0
    ? { first, count: 1, weight: 1 }
    : { first, count: 2, weight: 1 - more, more };
}
