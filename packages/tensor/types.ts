// Types that functions and methods share.
import type { Device } from "./device.ts";
import type { Dtype } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";

/** Where a function writes its result. */
export interface OutOption {
  /** Receives the result and is resized to fit; a new tensor by default. */
  out?: Tensor;
}

/** Where a tensor is to be, and in which dtype. */
export interface PlaceOptions {
  /** The device; that of the tensor by default. */
  device?: Device;
  /** The element type; that of the tensor by default. */
  dtype?: Dtype;
}

/** Options of `copy`. */
export interface CopyOptions {
  /**
   * Whether a copy between pinned memory of the CPU and a GPU is only queued (Torch7's `copyAsync`): neither tensor may be changed,
   * nor the target read, before the GPU was synchronized. Other copies are done when `copy` returns; so are all by default.
   */
  async?: boolean;
}

/** Options of a reduction along a dimension. */
export interface ReduceOptions extends OutOption {
  /** Whether the dimension stays, with size 1, as in Torch7; true by default. */
  keepDim?: boolean;
}

/** Options of variance and standard deviation. */
export interface VarianceOptions extends ReduceOptions {
  /** Divides by n instead of n − 1; false by default. */
  biased?: boolean;
}

/** Where a function that orders writes its results. */
export interface OrderOptions extends OutOption {
  /** Receives the positions (int64) and is resized to fit; a new tensor by default. */
  indices?: Tensor;
}

/** Sizes as a list or as arguments: `x.view([2, 3])` or `x.view(2, 3)`. */
export type Sizes = readonly (number | readonly number[])[];

/**
 * What to take of a dimension: an index, a half-open range `[start, end]` or `[start, end, step]`, `null` for all, positions (an
 * int64 tensor), or a mask (uint8 or bool), which takes as many dimensions as it has.
 */
export type Index = number | readonly [number, number] | readonly [number, number, number] | null | Tensor;

/** The elements of a tensor as nested lists. */
export type NestedArray = number | NestedArray[];

/** Numbers, nested in lists of equal lengths. */
export type NestedNumbers = readonly (number | bigint | boolean | NestedNumbers)[];

/** Positions: an int64 tensor or a list of integers. */
export type Positions = Tensor | readonly number[];
