import { checkInteger, stack, type Tensor } from "@taimatsu/tensor";
import { counted, fresh } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { dimWithin } from "../shape/dims.ts";
import { showStrided } from "../shape/show.ts";
import { joinInto } from "../containers/joining.ts";
import { checkList, keptList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns the slices of its input along a dimension, as a list of views without that dimension.
 *
 * Input of any size and dtype; a tensor of one dimension gives slices [1]. Torch7: `SplitTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { SplitTable } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SplitTable(1).forward(rand([2, 3, 4])).map((y) => y.size()), [[2, 4], [2, 4], [2, 4]]);
 * assertEquals(new SplitTable(0, 2).forward(rand([2, 3, 4])).length, 3);
 * ```
 */
export class SplitTable extends Module<Tensor, readonly Tensor[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension"), "nInputDims"] };

  /** The dimension whose slices are returned. */
  readonly dimension: number;
  /** How many dimensions a sample has; not known if `null`. */
  readonly nInputDims: number | null;

  /**
   * Creates the layer.
   *
   * @param dimension Whose slices are returned; negative ones count from the end.
   * @param nInputDims How many dimensions a sample has: `dimension` then does not count the batch.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension: number, nInputDims: number | null = null, options?: ModuleOptions) {
    super(options);
    checkInteger("SplitTable", "dimension", dimension, -16, 15);
    if (nInputDims !== null) checkInteger("SplitTable", "nInputDims", nInputDims, 1, 16);
    this.dimension = dimension;
    this.nInputDims = nInputDims;
    this.output = [];
  }

  /** Makes views of the slices. */
  override updateOutput(input: Tensor): readonly Tensor[] {
    const dim = this.dimIn("forward", input), { code } = input.store, { shape, strides, offset } = input;
    const n = shape[dim]!, output = keptList(this.output, n) as Tensor[];
    const single = shape.length === 1, size = single ? [1] : shape.toSpliced(dim, 1);
    const steps = single ? [1] : strides.toSpliced(dim, 1);
    for (let i = 0; i < n; i++) {
      showStrided(output[i] ??= fresh(code, [], input.store.device), input, size, steps, offset + i * strides[dim]!);
    }
    return this.output = output;
  }

  /** Joins the gradients of the slices. */
  override updateGradInput(input: Tensor, gradOutput: readonly Tensor[]): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.dimIn("backward", input), { shape } = input, n = shape[dim]!;
    checkList(this, "backward", "gradOutput", gradOutput, n);
    const single = shape.length === 1, size = single ? [1] : shape.toSpliced(dim, 1);
    for (let i = 0; i < n; i++) checkGradOutput(this, `gradOutput[${i}]`, gradOutput[i], input, "input", size);
    if (n === 0) return this.gradInput = keptLike(this.gradInput, input.store.code, shape, input.store.device);
    if (single) return this.gradInput = joinInto(this.gradInput, gradOutput, 0);
    return this.gradInput = stack(gradOutput, dim, {
      out: keptLike(this.gradInput, input.store.code, shape, input.store.device),
    });
  }

  /** Returns the dimension from 0, or throws if the input has none such. */
  dimIn(method: string, input: Tensor): number {
    checkAnyTensor(this, method, "input", input);
    return dimWithin(`SplitTable.${method}`, "dimension", this.dimension, input.shape.length, this.nInputDims);
  }
}
