import { checkInteger, scatter, type Tensor } from "@taimatsu/tensor";
import { dtypeCode } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Makes of every index a row of zeros with a 1 at that place.
 *
 * Input indices from 0 to outputSize − 1, of any size and dtype, or one as a number; output has another dimension at the end, of
 * size `outputSize`. The gradient is 0. Torch7: `OneHot.lua`.
 *
 * @example Usage
 * ```ts
 * import { OneHot } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new OneHot(3).forward(tensor([2, 0])).toArray(), [[0, 0, 1], [1, 0, 0]]);
 * assertEquals(new OneHot(3).forward(1).toArray(), [0, 1, 0]);
 * ```
 */
export class OneHot extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["outputSize"] };

  /** How many indices there are. */
  readonly outputSize: number;
  /** The indices, int64. */
  _index: Tensor | null = null;
  /** One 1. */
  _one: Tensor | null = null;
  /** An index that is given as a number. */
  _single: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param outputSize How many indices there are.
   * @throws {RangeError} If it is no integer from 1.
   */
  constructor(outputSize: number, options?: ModuleOptions) {
    super(options);
    checkInteger("OneHot", "outputSize", outputSize, 1);
    this.outputSize = outputSize;
  }

  /** Makes the rows; see {@linkcode updateOutput}. */
  override forward(input: Tensor): Tensor;
  /** Makes one row. */
  override forward(input: number): Tensor;
  override forward(input: Tensor | number): Tensor {
    return this.updateOutput(input as Tensor);
  }

  /**
   * Makes the rows.
   *
   * @throws {RangeError} If an index lies outside.
   */
  override updateOutput(input: Tensor): Tensor;
  /** Makes one row. */
  override updateOutput(input: number): Tensor;
  override updateOutput(input: Tensor | number): Tensor {
    const single = typeof input === "number", x = single ? this.fromNumber(input) : input, { outputSize } = this;
    checkAnyTensor(this, "forward", "input", x);
    const index = this._index = keptLike(this._index, dtypeCode("int64"), x.shape, this.device).copy(x);
    if (index.count > 0 && (index.min() < 0 || index.max() >= outputSize)) {
      throw new RangeError(
        `Cannot run OneHot.forward: indices must be from 0 to ${
          outputSize - 1
        } but are from ${index.min()} to ${index.max()}`,
      );
    }
    const output = keptLike(this.output, this.code, single ? [outputSize] : [...x.shape, outputSize], this.device)
      .zero();
    const one = this._one = keptLike(this._one, this.code, [1], this.device).fill(1),
      places = single ? index : index.unsqueeze(-1);
    if (index.count > 0) scatter(output, -1, places, one.expand(places.shape), { out: output });
    return this.output = output;
  }

  /** Returns zeros. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor;
  /** Returns an empty tensor. */
  override updateGradInput(input: number, gradOutput: Tensor): Tensor;
  override updateGradInput(input: Tensor | number, gradOutput: Tensor): Tensor {
    if (this.gradInput === null || typeof input === "number") return this.noGradient();
    checkAnyTensor(this, "backward", "input", input);
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", [...input.shape, this.outputSize]);
    return this.gradInput = keptLike(this.gradInput, input.store.code, input.shape, input.store.device).zero();
  }

  /** Returns a tensor of one index. */
  fromNumber(index: number): Tensor {
    checkInteger("OneHot.forward", "input", index, 0, this.outputSize - 1);
    return this._single = keptLike(this._single, dtypeCode("int64"), [1], this.device).fill(index);
  }
}
