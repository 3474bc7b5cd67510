import type { ModuleOptions } from "../options.ts";
import { adaptiveWindow, checkSizes } from "./adaptive_windows.ts";
import { ListedMaxPooling } from "./listed_max_pooling.ts";

/** Max pooling to a given size: the base of `SpatialAdaptiveMaxPooling` and `VolumetricAdaptiveMaxPooling`. */
export abstract class AdaptiveMaxPooling extends ListedMaxPooling {
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

  /** Returns `null`: one list serves all planes. */
  override drawn(): null {
    return null;
  }

  /** Writes where each window begins and ends. */
  override listWindows(list: Int32Array, _axis: number, size: number, out: number): void {
    for (let i = 0; i < out; i++) [list[2 * i], list[2 * i + 1]] = adaptiveWindow(i, size, out);
  }
}
