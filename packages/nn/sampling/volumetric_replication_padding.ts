import type { ModuleOptions } from "../options.ts";
import { Padder } from "./padder.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * The border repeated around volumes. Negative paddings crop.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width]; output the same with front + time + back frames,
 * top + height + bottom rows and left + width + right columns. Torch7: `VolumetricReplicationPadding.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricReplicationPadding } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const padding = new VolumetricReplicationPadding(1, 0, 0, 0, 0, 1);
 * assertEquals(padding.forward(tensor([[[[1, 2]]]])).toArray(), [[[[1, 1, 2]], [[1, 1, 2]]]]);
 * ```
 */
export class VolumetricReplicationPadding extends Padder {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["pleft", "pright", "ptop", "pbottom", "pfront", "pback"],
    derive: ({ before: [pleft, ptop, pfront], after: [pright, pbottom, pback] }: VolumetricReplicationPadding) => ({
      pleft,
      pright,
      ptop,
      pbottom,
      pfront,
      pback,
    }),
  };

  /**
   * Creates the layer.
   *
   * @param left Columns added on the left.
   * @param right Columns added on the right.
   * @param top Rows added above.
   * @param bottom Rows added below.
   * @param front Frames added before the first.
   * @param back Frames added after the last.
   * @throws {RangeError} If a number is no integer.
   */
  constructor(
    left: number,
    right: number = left,
    top: number = left,
    bottom: number = left,
    front: number = left,
    back: number = left,
    options?: ModuleOptions,
  ) {
    super({ left, right, top, bottom, front, back }, options);
  }

  /** Returns the element that stands in a place. */
  override source(place: number, size: number): number {
    return Math.min(Math.max(place, 0), size - 1);
  }

  /** Returns the paddings as Torch7 prints them. */
  override toString(): string {
    const [left, top, front] = this.before, [right, bottom, back] = this.after;
    const pads = { left, right, top, bottom, front, back };
    return `nn.${this.constructor.name}(${Object.entries(pads).map(([name, n]) => `${name}=${n}`).join(", ")})`;
  }
}
