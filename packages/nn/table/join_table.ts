import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted, longs } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { checkParts, joinInto } from "../containers/joining.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { dimWithin } from "../shape/dims.ts";
import { checkList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Joins tensors along a dimension.
 *
 * Input a list of at least one tensor, all of one dtype, whose sizes agree but in that dimension. Torch7: `JoinTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { JoinTable } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new JoinTable(1).forward([rand([3, 2]), rand([3, 4])]).size(), [3, 6]);
 * assertEquals(new JoinTable(0, 1).forward([rand([3, 2]), rand([3, 4])]).size(), [3, 6]);
 * ```
 */
export class JoinTable extends Module<readonly Tensor[], Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [counted("dimension"), "nInputDims"],
    scratch: () => ({ size: longs() }),
  };

  /** The gradients with respect to the tensors, overwritten by the next call; `null` where nobody needs them. */
  override gradInput: Tensor[] | null = [];
  /** The dimension along which tensors are joined. */
  readonly dimension: number;
  /** How many dimensions a sample has; not known if `null`. */
  readonly nInputDims: number | null;

  /**
   * Creates the layer.
   *
   * @param dimension Along which tensors are joined; negative ones count from the end.
   * @param nInputDims How many dimensions a sample has: `dimension` then does not count the batch.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension: number, nInputDims: number | null = null, options?: ModuleOptions) {
    super(options);
    checkInteger("JoinTable", "dimension", dimension, -16, 15);
    if (nInputDims !== null) checkInteger("JoinTable", "nInputDims", nInputDims, 1, 16);
    this.dimension = dimension;
    this.nInputDims = nInputDims;
  }

  /** Joins the tensors. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    return this.output = joinInto(this.output, input, this.checkInput("forward", input));
  }

  /** Cuts the gradient into those of the tensors. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    const { gradInput } = this;
    if (gradInput === null) return this.noGradient();
    const dim = this.checkInput("backward", input), { code } = input[0]!.store, shape = input[0]!.shape.slice();
    shape[dim] = input.reduce((sum, x) => sum + x.shape[dim]!, 0);
    checkGradOutput(this, "gradOutput", gradOutput, input[0]!, "input", shape);
    gradInput.length = Math.min(gradInput.length, input.length);
    for (let i = 0, start = 0; i < input.length; i++) {
      const size = input[i]!.shape;
      gradInput[i] = keptLike(gradInput[i], code, size, input[0]!.store.device).copy(
        gradOutput.narrow(dim, start, size[dim]!),
      );
      start += size[dim]!;
    }
    return gradInput;
  }

  /** Returns the dimension from 0, or throws unless the tensors can be joined along it. */
  checkInput(method: string, input: readonly Tensor[]): number {
    checkList(this, method, "input", input, 1, Infinity);
    checkAnyTensor(this, method, "input[0]", input[0]);
    const caller = `JoinTable.${method}`, { shape } = input[0]!;
    const dim = dimWithin(caller, "dimension", this.dimension, shape.length, this.nInputDims);
    checkParts(this, method, "input", input, dim);
    return dim;
  }
}
