import { checkFinite, checkRange, ones, sameSize, type Tensor, zeros } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { normalizeRows, normalizeRowsGrad } from "./normalized_rows.ts";

/**
 * y = (x − mean) / √(variance + eps) · weight + bias, where mean and (biased) variance are those of rows of neighbours in a sample; the
 * same in training and evaluation. The base of {@linkcode LayerNorm} and {@linkcode GroupNorm}.
 */
export abstract class RowNormalization extends Module {
  /** Added to the variance. */
  eps: number;
  /** Whether there are weights and biases. */
  readonly affine: boolean;
  /** Factors; `null` without. */
  override weight: Tensor | null = null;
  /** Biases, as many as factors; `null` without. */
  override bias: Tensor | null = null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor | null = null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null = null;
  /** Rows of a sample that have weights of their own. */
  readonly groups: number;
  /** Means of the rows of the last input. */
  _mean: Tensor;
  /** 1 / √(variance + eps) of the rows of the last input. */
  _istd: Tensor;

  /** Sets the weights, of size `shape`, to 1 and the biases to 0. */
  constructor(shape: readonly number[], groups: number, eps: number, affine: boolean, options?: ModuleOptions) {
    super(options);
    checkRange(new.target.name, "eps", eps, 0, Infinity);
    checkFinite(new.target.name, "eps", eps);
    this.groups = groups;
    this.eps = eps;
    this.affine = affine;
    this._mean = fresh(this.code, [], this.device);
    this._istd = fresh(this.code, [], this.device);
    if (affine) {
      const own = this.tensorOptions();
      this.weight = ones(shape, own);
      this.bias = zeros(shape, own);
      this.gradWeight = zeros(shape, own);
      this.gradBias = zeros(shape, own);
    }
  }

  /** Throws unless an input fits, and returns how many rows it has. */
  abstract checkInput(method: string, input: Tensor): number;

  /** Sets the weights to 1 and the biases to 0. */
  override reset(_stdv?: number): void {
    this.weight?.fill(1);
    this.bias?.zero();
  }

  /** Normalizes. */
  override updateOutput(input: Tensor): Tensor {
    const rows = [this.checkInput("forward", input)], x = this.contiguousInput(input), { weight, bias, groups } = this;
    const output = fitLike(this.output, input.shape),
      mean = fitLike(this._mean, rows),
      istd = fitLike(this._istd, rows);
    normalizeRows(output, x, x.count / rows[0]!, weight, bias, mean, istd, groups, this.eps);
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
    if (!Number.isFinite(scale)) checkFinite(`${this.constructor.name}.backward`, "scale", scale);
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
    const rows = this.checkInput("backward", input), { weight, groups, _mean: mean, _istd: istd } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, input.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    }
    if (mean.count !== rows) {
      throw new Error(`Cannot run ${this.constructor.name}.backward: forward must be called before`);
    }
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput), n = x.count / rows;
    normalizeRowsGrad(gradInput, gradWeight, gradBias, x, g, n, weight, mean, istd, groups, scale);
  }
}
