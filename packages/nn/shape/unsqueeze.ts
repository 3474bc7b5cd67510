import { checkDim, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import { sizeError } from "../any_dtype.ts";
import type { ModuleOptions } from "../options.ts";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Adds a dimension of size 1.
 *
 * Input of any size and dtype. Torch7: `Unsqueeze.lua`.
 *
 * @example Usage
 * ```ts
 * import { Unsqueeze } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Unsqueeze(1).forward(rand([3, 4])).size(), [3, 1, 4]);
 * assertEquals(new Unsqueeze(0, 1).forward(rand([3, 4])).size(), [3, 1, 4]);
 * ```
 */
export class Unsqueeze extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("pos"), "numInputDims"] };

  /** Where the dimension is put; negative places count from the end of the output. */
  readonly pos: number;
  /** How many dimensions a sample has; not known if `null`. */
  numInputDims: number | null = null;

  /**
   * Creates the layer.
   *
   * @param pos Where the dimension is put; negative places count from the end of the output.
   * @param numInputDims How many dimensions a sample has: `pos` then does not count those before.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(pos: number, numInputDims: number | null = null, options?: ModuleOptions) {
    super(options);
    checkInteger("Unsqueeze", "pos", pos, -16, 15);
    this.pos = pos;
    if (numInputDims !== null) this.setNumInputDims(numInputDims);
  }

  /** Says how many dimensions a sample of the input has. */
  setNumInputDims(numInputDims: number): this {
    checkInteger("Unsqueeze.setNumInputDims", "numInputDims", numInputDims, 1, 15);
    this.numInputDims = numInputDims;
    this._to = [];
    return this;
  }

  /** Returns the sizes with another 1. */
  override sizeFor(input: Tensor): readonly number[] {
    const { shape } = input, dims = shape.length, lead = dims - (this.numInputDims ?? dims);
    if (dims === 0 || lead < 0) {
      throw sizeError(this, "forward", "input", input, new Array<string>(this.numInputDims ?? 1).fill("any"));
    }
    const pos = checkDim("Unsqueeze.forward", "pos", this.pos < 0 ? this.pos : this.pos + lead, dims + 1);
    return shape.toSpliced(pos, 0, 1);
  }

  /** Returns `nn.Unsqueeze(dim pos)`. */
  override toString(): string {
    return `${super.toString()}(dim ${this.pos})`;
  }
}
