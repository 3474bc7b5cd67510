import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import { sizeError } from "../any_dtype.ts";
import type { ModuleOptions } from "../options.ts";
import { dimWithin } from "./dims.ts";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Drops a dimension if it has size 1, or all dimensions of size 1.
 *
 * Input of any size and dtype; if all dimensions would be dropped, [1] remains. With `numInputDims` a batch keeps its first
 * dimension, also where that has size 1. Torch7: `Squeeze.lua`.
 *
 * @example Usage
 * ```ts
 * import { Squeeze } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Squeeze().forward(rand([3, 1, 4, 1])).size(), [3, 4]);
 * assertEquals(new Squeeze(1, 3).forward(rand([2, 3, 1, 4])).size(), [2, 3, 4]);
 * assertEquals(new Squeeze(null, 2).forward(rand([1, 3, 1])).size(), [1, 3]);
 * ```
 */
export class Squeeze extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dim"), "numInputDims"] };

  /** The dimension that is dropped; all of size 1 if `null`. */
  readonly dim: number | null;
  /** How many dimensions a sample has; not known if `null`. */
  numInputDims: number | null = null;

  /**
   * Creates the layer.
   *
   * @param dim The dimension that is dropped, negative ones count from the end; all of size 1 unless given.
   * @param numInputDims How many dimensions a sample has: `dim` then does not count the batch.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dim: number | null = null, numInputDims: number | null = null, options?: ModuleOptions) {
    super(options);
    if (dim !== null) checkInteger("Squeeze", "dim", dim, -16, 15);
    this.dim = dim;
    if (numInputDims !== null) this.setNumInputDims(numInputDims);
  }

  /** Says how many dimensions a sample of the input has. */
  setNumInputDims(numInputDims: number): this {
    checkInteger("Squeeze.setNumInputDims", "numInputDims", numInputDims, 1, 16);
    this.numInputDims = numInputDims;
    this._to = [];
    return this;
  }

  /** Returns the sizes without those that are dropped. */
  override sizeFor(input: Tensor): readonly number[] {
    const { dim, numInputDims } = this, { shape } = input;
    if (shape.length === 0) throw sizeError(this, "forward", "input", input, ["size", "…"]);
    const dropped = dim === null ? null : dimWithin("Squeeze.forward", "dim", dim, shape.length, numInputDims);
    const batch = dropped === null && numInputDims !== null && shape.length > numInputDims;
    const size = shape.filter((s, d) => s !== 1 || (dropped === null ? batch && d === 0 : d !== dropped));
    return size.length === 0 ? [1] : size;
  }

  /** Returns `nn.Squeeze(dim)`. */
  override toString(): string {
    return this.dim === null ? super.toString() : `${super.toString()}(dim ${this.dim})`;
  }
}
