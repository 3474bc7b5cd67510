import type { ModuleOptions } from "../options.ts";
import { Padder } from "./padder.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Mirror images around images; the border itself is not repeated. Negative paddings crop.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with top + height + bottom rows and
 * left + width + right columns. Torch7: `SpatialReflectionPadding.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialReflectionPadding } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[[1, 2, 3]]]);
 * assertEquals(new SpatialReflectionPadding(1, 1, 0, 0).forward(x).toArray(), [[[2, 1, 2, 3, 2]]]);
 * ```
 */
export class SpatialReflectionPadding extends Padder {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["pad_l", "pad_r", "pad_t", "pad_b"],
    derive: ({ before: [pad_l, pad_t], after: [pad_r, pad_b] }: SpatialReflectionPadding) => ({
      pad_l,
      pad_r,
      pad_t,
      pad_b,
    }),
  };

  /**
   * Creates the layer.
   *
   * @param left Columns added on the left.
   * @param right Columns added on the right.
   * @param top Rows added above.
   * @param bottom Rows added below.
   * @throws {RangeError} If a number is no integer.
   */
  constructor(
    left: number,
    right: number = left,
    top: number = left,
    bottom: number = left,
    options?: ModuleOptions,
  ) {
    super({ left, right, top, bottom }, options);
  }

  /** Returns the smallest size: the paddings are narrower than the input. */
  override least(axis: number): number {
    return Math.max(super.least(axis), 1 + this.before[axis]!, 1 + this.after[axis]!);
  }

  /** Returns the element that stands in a place. */
  override source(place: number, size: number): number {
    return place < 0 ? -place : place < size ? place : 2 * (size - 1) - place;
  }
}
