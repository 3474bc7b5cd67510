import type { ModuleOptions } from "../options.ts";
import { Resampler, type ResamplingRow } from "../sampling/resampler.ts";
import { adaptiveWindow, checkSizes } from "./adaptive_windows.ts";

/** Average pooling to a given size: the base of `SpatialAdaptiveAveragePooling` and `VolumetricAdaptiveAveragePooling`. */
export abstract class AdaptiveAveragePooling extends Resampler {
  /** Sizes of the output along the width, the height and the time. */
  readonly sizes: readonly number[];

  /**
   * Notes the sizes.
   *
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(sizes: { W: number; H: number; T?: number }, options?: ModuleOptions) {
    super("T" in sizes ? 3 : 2, options);
    this.sizes = checkSizes(new.target.name, sizes);
  }

  /** Returns the size that was asked for. */
  override outputSize(axis: number, _size: number): number {
    return this.sizes[axis]!;
  }

  /** Returns the elements of a window with the same weight. */
  override row(_axis: number, i: number, size: number, out: number): ResamplingRow {
    const [first, end] = adaptiveWindow(i, size, out);
    return { first, count: end - first, weight: 1 / (end - first) };
  }
}
