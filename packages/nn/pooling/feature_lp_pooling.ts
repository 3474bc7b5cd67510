import { checkInteger, sameSize, type Tensor } from "@taimatsu/tensor";
import { fresh, renamed } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions, SizeForms } from "../options.ts";
import { checkPower, normGrad, normPool } from "./lp.ts";
import { type PlaneSizes, windowDown } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * p-norm of each group of `width` neighbouring features: (Σ x^p)^(1/p).
 *
 * Input [features], [features, n] or [features, n, m]; in batch mode with the batch in front. Output the same with
 * ⌊(features − width) / stride⌋ + 1 features. With an odd power negative elements count negative, and the root of a negative sum is
 * NaN. The gradient is 0 where the output is. Torch7: `FeatureLPPooling.lua`, which limits the width to 16 and the stride to 4.
 *
 * @example Usage
 * ```ts
 * import { FeatureLPPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new FeatureLPPooling(2, 1, 2).forward(tensor([3, -4, 3])), [5, 5]);
 * assertClose(new FeatureLPPooling(2, 2, 2, true).forward(tensor([[3, 4], [6, 8]])), [[5], [10]]);
 * ```
 */
export class FeatureLPPooling extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["width", "stride", "power", renamed("batchMode", "batch_mode")],
  };

  /** Features of a group. */
  readonly width: number;
  /** Features from the start of a group to that of the next. */
  readonly stride: number;
  /** The power p. */
  readonly power: number;
  /** Whether the first dimension is the batch. */
  readonly batchMode: boolean;
  /** Powers of the input. */
  _powers: Tensor;
  /** Sums of the powers. */
  _sums: Tensor;
  /** Gradient with respect to the sums, divided by p. */
  _slopes: Tensor;

  /**
   * Creates the layer.
   *
   * @param width Features of a group.
   * @param stride Features from the start of a group to that of the next.
   * @param power The power p.
   * @param batchMode Whether the first dimension is the batch.
   * @throws {RangeError} If the power is below 1, the width no integer from 2, or the stride none from 1.
   */
  constructor(width: number, stride: number, power: number, batchMode = false, options?: ModuleOptions) {
    super(options);
    checkInteger(new.target.name, "width", width, 2, 2 ** 31 - 1);
    checkInteger(new.target.name, "stride", stride, 1, 2 ** 31 - 1);
    this.width = width;
    this.stride = stride;
    this.power = checkPower(new.target.name, "power", power);
    this.batchMode = batchMode;
    this._powers = fresh(this.code, [], this.device);
    this._sums = fresh(this.code, [], this.device);
    this._slopes = fresh(this.code, [], this.device);
  }

  /** Takes the norm of each group. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { shape } = input, size = shape.slice(), dim = this.batchMode ? 1 : 0;
    size[dim] = Math.floor((shape[dim]! - this.width) / this.stride) + 1;
    normPool(
      this,
      input,
      sizesAlong(dim, shape, fitLike(this.output, size).shape),
      windowDown(this.width, this.stride),
    );
    return this.output;
  }

  /** Spreads each gradient over its group. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { output, _powers } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    if (input?.store?.code !== this.code || !sameSize(input.shape, _powers.shape)) {
      throw this.refusal("backward", "input", input, [_powers.shape]);
    }
    const gradInput = fitLike(this.gradInput, input.shape), dim = this.batchMode ? 1 : 0;
    normGrad(
      this,
      gradInput,
      gradOutput,
      input,
      sizesAlong(dim, input.shape, output.shape),
      windowDown(this.width, this.stride),
    );
    return gradInput;
  }

  /** Returns the width, the stride, the power and whether there is a batch. */
  override toString(): string {
    const { width, stride, power, batchMode } = this;
    return `${super.toString()}(w${width} s${stride} power ${power} batch ${batchMode ? 1 : 0})`;
  }

  /** Throws unless the input has features enough. */
  checkInput(method: string, input: Tensor): void {
    if (input?.store?.code === this.code) {
      const { shape } = input, dim = this.batchMode ? 1 : 0, rest = shape.length - dim;
      if (rest >= 1 && rest <= 3 && shape[dim]! >= this.width) return;
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const first = [...(this.batchMode ? ["batch"] : []), `features >= ${this.width}`];
    return [first, [...first, "n"], [...first, "n", "m"]];
  }
}

/** Returns the sizes of planes that have the features as rows: [batch, features, n m]. */
function sizesAlong(dim: number, input: readonly number[], output: readonly number[]): PlaneSizes {
  let width = 1;
  for (let d = dim + 1; d < input.length; d++) width *= input[d]!;
  return { planes: dim === 1 ? input[0]! : 1, height: input[dim]!, width, outHeight: output[dim]!, outWidth: width };
}
