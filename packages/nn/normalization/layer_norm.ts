import { checkFinite, checkInteger, checkRange, describe, ones, sameSize, type Tensor, zeros } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { normalizeRows, normalizeRowsGrad } from "./normalized_rows.ts";

/**
 * Layer normalization: y = (x − mean) / √(variance + eps) · weight + bias, where mean and (biased) variance are those of the last
 * dimensions of each sample; the same in training and evaluation.
 *
 * Input of any size whose last sizes are `normalizedShape`; the output is sized like it.
 *
 * Ba, Kiros and Hinton, "Layer Normalization", 2016. Not in Torch7; PyTorch: `torch.nn.LayerNorm`.
 *
 * @example Usage
 * ```ts
 * import { LayerNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new LayerNorm(2, 0).forward(tensor([[1, 3], [10, 4]])), [[-1, 1], [1, -1]]);
 * ```
 */
export class LayerNorm extends Module {
  /** Sizes of the last dimensions, over which mean and variance are taken. */
  readonly normalizedShape: readonly number[];
  /** Added to the variance. */
  eps: number;
  /** Whether there are weights and biases. */
  readonly affine: boolean;
  /** Factors, sized `normalizedShape`; `null` without. */
  override weight: Tensor | null = null;
  /** Biases, sized `normalizedShape`; `null` without. */
  override bias: Tensor | null = null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor | null = null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null = null;
  /** Elements over which mean and variance are taken. */
  readonly nElements: number;
  /** Means of the last input. */
  _mean: Tensor;
  /** 1 / √(variance + eps) of the last input. */
  _istd: Tensor;

  /**
   * Sets the weights to 1 and the biases to 0.
   *
   * @param normalizedShape Sizes of the last dimensions, or the size of the last one.
   * @param eps Added to the variance.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a size is no integer from 1, or `eps` is negative.
   */
  constructor(normalizedShape: number | readonly number[], eps = 1e-5, affine = true, options?: ModuleOptions) {
    super(options);
    const shape = Array.isArray(normalizedShape) ? [...normalizedShape] : [normalizedShape];
    if (shape.length === 0) {
      throw new RangeError(`Cannot run LayerNorm: normalizedShape must have a size but is ${describe(shape)}`);
    }
    for (const size of shape) checkInteger("LayerNorm", "normalizedShape", size, 1);
    checkRange("LayerNorm", "eps", eps, 0, Infinity);
    checkFinite("LayerNorm", "eps", eps);
    this.normalizedShape = shape;
    this.nElements = shape.reduce((n, size) => n * size, 1);
    this.eps = eps;
    this.affine = affine;
    this._mean = fresh(this.code, []);
    this._istd = fresh(this.code, []);
    if (affine) {
      const dtype = this.type();
      this.weight = ones(shape, { dtype });
      this.bias = zeros(shape, { dtype });
      this.gradWeight = zeros(shape, { dtype });
      this.gradBias = zeros(shape, { dtype });
    }
  }

  /** Sets the weights to 1 and the biases to 0. */
  override reset(_stdv?: number): void {
    this.weight?.fill(1);
    this.bias?.zero();
  }

  /** Normalizes. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const x = this.contiguousInput(input),
      output = fitLike(this.output, input.shape),
      { nElements, weight, bias } = this;
    const rows = [x.count / nElements], mean = fitLike(this._mean, rows), istd = fitLike(this._istd, rows);
    normalizeRows(output, x, nElements, weight, bias, mean, istd, this.eps);
    return output;
  }

  /** Computes the gradient with respect to the input, also through mean and variance. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.propagate(input, gradOutput, fitLike(this.gradInput, input.shape), null, null, 1);
    return this.gradInput;
  }

  /** Adds to the gradients of weights and biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    if (this.gradWeight !== null) this.propagate(input, gradOutput, null, this.gradWeight, this.gradBias, scale);
  }

  /** Computes all gradients in one pass. */
  override backward(input: Tensor, gradOutput: Tensor, scale = 1): Tensor {
    const { gradInput, gradWeight, gradBias } = this;
    if (gradInput === null || gradWeight === null) return super.backward(input, gradOutput, scale);
    if (!Number.isFinite(scale)) checkFinite("LayerNorm.backward", "scale", scale);
    this.propagate(input, gradOutput, fitLike(gradInput, input.shape), gradWeight, gradBias, scale);
    return gradInput;
  }

  /** Computes those gradients that are not `null`. */
  propagate(
    input: Tensor,
    gradOutput: Tensor,
    gradInput: Tensor | null,
    gradWeight: Tensor | null,
    gradBias: Tensor | null,
    scale: number,
  ): void {
    this.checkInput("backward", input);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, input.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    }
    const { nElements, weight, _mean: mean, _istd: istd } = this;
    if (mean.count * nElements !== input.count) {
      throw new Error("Cannot run LayerNorm.backward: forward must be called before");
    }
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput);
    normalizeRowsGrad(gradInput, gradWeight, gradBias, x, g, nElements, weight, mean, istd, scale);
  }

  /** Returns `nn.LayerNorm(2x3)`. */
  override toString(): string {
    return `${super.toString()}(${this.normalizedShape.join("x")})`;
  }

  /** Throws unless the last sizes of an input are those that are normalized. */
  checkInput(method: string, input: Tensor): void {
    const { normalizedShape } = this, n = normalizedShape.length;
    if (input?.store?.code === this.code && input.count > 0) {
      const { shape } = input, first = shape.length - n;
      let fits = first >= 0;
      for (let d = 0; fits && d < n; d++) fits = shape[first + d] === normalizedShape[d];
      if (fits) return;
    }
    throw this.refusal(method, "input", input, [["…", ...normalizedShape]]);
  }
}
