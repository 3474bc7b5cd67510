import { checkFinite, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted, longs } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike, sizeError } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { dimWithin } from "./dims.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Puts entries of one value into a dimension.
 *
 * Input of any size and dtype. |pad| entries are put in front of entry `index` if `pad` is negative, and behind the `index`-th entry
 * from the end if it is positive: before the first, or behind the last, unless `index` is given. Torch7: `Padding.lua`.
 *
 * @example Usage
 * ```ts
 * import { Padding } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Padding(0, -2).forward(tensor([1, 2])).toArray(), [0, 0, 1, 2]);
 * assertEquals(new Padding(0, 1, 1, 9).forward(tensor([[1, 2], [3, 4]])).toArray(), [[1, 2, 9], [3, 4, 9]]);
 * assertEquals(new Padding(0, 1, 1, 9, 1).forward(tensor([1, 2])).toArray(), [1, 9, 2]);
 * ```
 */
export class Padding extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [counted("dim"), "pad", "nInputDim", "value", counted("index")],
    scratch: () => ({ outputSize: longs() }),
  };

  /** The dimension; negative ones count from the end. */
  readonly dim: number;
  /** How many entries, negative in front. */
  readonly pad: number;
  /** How many dimensions a sample has; not known if `null`. */
  readonly nInputDim: number | null;
  /** The value. */
  readonly value: number;
  /** How many entries lie between the border and those that are put in. */
  readonly index: number;

  /**
   * Creates the layer.
   *
   * @param dim The dimension; negative ones count from the end.
   * @param pad How many entries: in front if negative, behind if positive.
   * @param nInputDim How many dimensions a sample has: `dim` then does not count the batch.
   * @param value The value.
   * @param index How many entries lie between the border and those that are put in.
   * @throws {RangeError} If a number is no integer in its range, or `value` is not finite.
   */
  constructor(
    dim: number,
    pad: number,
    nInputDim: number | null = null,
    value = 0,
    index = 0,
    options?: ModuleOptions,
  ) {
    super(options);
    checkInteger("Padding", "dim", dim, -16, 15);
    checkInteger("Padding", "pad", pad, -(2 ** 31), 2 ** 31);
    if (nInputDim !== null) checkInteger("Padding", "nInputDim", nInputDim, 1, 16);
    checkFinite("Padding", "value", value);
    checkInteger("Padding", "index", index, 0);
    this.dim = dim;
    this.pad = pad;
    this.nInputDim = nInputDim;
    this.value = value;
    this.index = index;
  }

  /** Copies the input around the value. */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimIn("forward", input), { shape } = input, count = Math.abs(this.pad);
    const at = this.place(shape[dim]!), rest = shape[dim]! - at;
    const output = keptLike(this.output, input.store.code, shape.with(dim, shape[dim]! + count), input.store.device);
    if (at > 0) output.narrow(dim, 0, at).copy(input.narrow(dim, 0, at));
    if (count > 0) output.narrow(dim, at, count).fill(this.value);
    if (rest > 0) output.narrow(dim, at + count, rest).copy(input.narrow(dim, at, rest));
    return this.output = output;
  }

  /** Leaves the gradient of the value out. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.dimIn("backward", input), { shape } = input, count = Math.abs(this.pad);
    const at = this.place(shape[dim]!), rest = shape[dim]! - at;
    checkGradOutput(this, "gradOutput", gradOutput, input, "input", shape.with(dim, shape[dim]! + count));
    const gradInput = keptLike(this.gradInput, input.store.code, shape, input.store.device);
    if (at > 0) gradInput.narrow(dim, 0, at).copy(gradOutput.narrow(dim, 0, at));
    if (rest > 0) gradInput.narrow(dim, at, rest).copy(gradOutput.narrow(dim, at + count, rest));
    return this.gradInput = gradInput;
  }

  /** Returns the entry in front of which the value is put, in a dimension of `size` entries. */
  place(size: number): number {
    return this.pad > 0 ? size - this.index : this.index;
  }

  /** Returns the dimension from 0, or throws if it is missing or too short. */
  dimIn(method: string, input: Tensor): number {
    checkAnyTensor(this, method, "input", input);
    const { shape } = input, dim = dimWithin(`Padding.${method}`, "dim", this.dim, shape.length, this.nInputDim);
    if (shape[dim]! < this.index) {
      throw sizeError(this, method, "input", input, shape.map((s, d) => d === dim ? `at least ${this.index}` : s));
    }
    return dim;
  }
}
