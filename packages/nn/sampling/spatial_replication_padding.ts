import type { ModuleOptions } from "../options.ts";
import { Padder } from "./padder.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * The border repeated around images. Negative paddings crop.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with top + height + bottom rows and
 * left + width + right columns. Torch7: `SpatialReplicationPadding.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialReplicationPadding } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[[1, 2]]]);
 * assertEquals(new SpatialReplicationPadding(1).forward(x).toArray(), [[[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 2, 2]]]);
 * ```
 */
export class SpatialReplicationPadding extends Padder {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["pad_l", "pad_r", "pad_t", "pad_b"],
    derive: ({ before: [pad_l, pad_t], after: [pad_r, pad_b] }: SpatialReplicationPadding) => ({
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

  /** Returns the element that stands in a place. */
  override source(place: number, size: number): number {
    return Math.min(Math.max(place, 0), size - 1);
  }
}
