import type { Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { MapModule } from "../maps.ts";
import type { ModuleOptions } from "../options.ts";
import { checkPads, leastPadded, padsText } from "./pads.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Zeros around images. Negative paddings crop.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with top + height + bottom rows and
 * left + width + right columns. Torch7: `SpatialZeroPadding.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialZeroPadding } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[[1, 2]]]);
 * assertEquals(new SpatialZeroPadding(1).forward(x).toArray(), [[[0, 0, 0, 0], [0, 1, 2, 0], [0, 0, 0, 0]]]);
 * assertEquals(new SpatialZeroPadding(-1, 2, 0, 0).forward(x).toArray(), [[[2, 0, 0]]]);
 * ```
 */
export class SpatialZeroPadding extends MapModule {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["pad_l", "pad_r", "pad_t", "pad_b"],
    derive: ({ before: [pad_l, pad_t], after: [pad_r, pad_b] }: SpatialZeroPadding) => ({ pad_l, pad_r, pad_t, pad_b }),
  };

  /** Columns added on the left, rows added above. */
  readonly before: readonly number[];
  /** Columns added on the right, rows added below. */
  readonly after: readonly number[];

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
    super(2, options);
    const { before, after } = checkPads(new.target.name, { left, right, top, bottom });
    this.before = before;
    this.after = after;
  }

  /** Returns the smallest size of which something is left. */
  override least(axis: number): number {
    return leastPadded(this, axis);
  }

  /** Copies what is left of the input among zeros. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { before: [left, top], after: [right, bottom] } = this, { shape } = input, n = shape.length;
    const size = [top! + shape[n - 2]! + bottom!, left! + shape[n - 1]! + right!];
    const output = this.fitSpace(this.output, input, size).zero();
    this.inside(output)?.copy(this.left(input)!);
    this._from = shape;
    return output;
  }

  /** Copies the gradients of what was left of the input. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape).zero();
    this.left(gradInput)?.copy(this.inside(gradOutput)!);
    return gradInput;
  }

  /** Returns the paddings as Torch7 prints them. */
  override toString(): string {
    return super.toString() + padsText(this);
  }

  /** Returns the part of an input that is not cropped; `null` if there is none. */
  left(x: Tensor): Tensor | null {
    return this.part(x, (axis) => -Math.min(0, this.before[axis]!), (axis) => -Math.min(0, this.after[axis]!));
  }

  /** Returns the part of an output that comes from the input; `null` if there is none. */
  inside(y: Tensor): Tensor | null {
    return this.part(y, (axis) => Math.max(0, this.before[axis]!), (axis) => Math.max(0, this.after[axis]!));
  }

  /** Returns images without their first and last columns and rows; `null` if nothing is left. */
  part(x: Tensor, first: (axis: number) => number, last: (axis: number) => number): Tensor | null {
    for (let axis = 0; axis < 2; axis++) {
      const d = x.shape.length - 1 - axis, start = first(axis), length = x.shape[d]! - start - last(axis);
      if (length < 1) return null;
      x = x.narrow(d, start, length);
    }
    return x.count > 0 ? x : null;
  }
}
