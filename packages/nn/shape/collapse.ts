import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { sizeError } from "../any_dtype.ts";
import type { ModuleOptions } from "../options.ts";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Makes one dimension of all that a sample has.
 *
 * Input of `nInputDim` dimensions for a sample, or of one more for a batch; any dtype. Output [n] or [batch, n].
 * Torch7: `Collapse.lua`.
 *
 * @example Usage
 * ```ts
 * import { Collapse } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Collapse(3).forward(rand([10, 3, 4, 4])).size(), [10, 48]);
 * assertEquals(new Collapse(3).forward(rand([3, 4, 4])).size(), [48]);
 * ```
 */
export class Collapse extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["nInputDim"] };

  /** How many dimensions a sample has. */
  readonly nInputDim: number;

  /**
   * Creates the layer.
   *
   * @param nInputDim How many dimensions a sample has.
   * @throws {RangeError} If it is no integer from 1 to 15.
   */
  constructor(nInputDim: number, options?: ModuleOptions) {
    super(options);
    checkInteger("Collapse", "nInputDim", nInputDim, 1, 15);
    this.nInputDim = nInputDim;
  }

  /** Returns [n] or [batch, n]. */
  override sizeFor(input: Tensor): readonly number[] {
    const { shape } = input, product = (list: readonly number[]) => list.reduce((n, s) => n * s, 1);
    if (shape.length === 0) {
      throw sizeError(this, "forward", "input", input, new Array<string>(this.nInputDim).fill("any"));
    }
    return shape.length > this.nInputDim ? [shape[0]!, product(shape.slice(1))] : [product(shape)];
  }
}
