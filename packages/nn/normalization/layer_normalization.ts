import { checkFinite, checkInteger, checkRange, empty, type Tensor, zerosLike } from "@taimatsu/tensor";
import { frame, fresh, put, skip } from "@taimatsu/tensor/native";
import { fitRows, kept, kernelsOf, putRows } from "../kernels.ts";
import { checkLike, rowsOf } from "../linear/rows.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/**
 * Layer normalization: y = (x − mean) √n / √(Σ (x − mean)² + eps) · weight + bias, row by row.
 *
 * Input [n] or [batch, n], n = nOutput; output sized like it. As eps is added to the sum, it is n times that of implementations
 * that add it to the variance.
 *
 * Ba et al., "Layer Normalization", 2016. Torch7: `LayerNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { LayerNormalization } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new LayerNormalization(2).forward(tensor([[1, 3], [7, 5]])), [[-1, 1], [1, -1]]);
 * ```
 */
export class LayerNormalization extends Module {
  /** Factors (Torch7's gain), [n]; `null` without. */
  override weight: Tensor | null = null;
  /** Biases, [n]; `null` without. */
  override bias: Tensor | null = null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor | null = null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null = null;
  /** Length of a row. */
  readonly nOutput: number;
  /** Added to the sum of squares. */
  readonly eps: number;
  /** What the biases are at first. */
  readonly initialBias: number;
  /** Mean of each row of the last input. */
  _mean: Tensor;
  /** 1 / √(variance + eps / n) of each row of the last input. */
  _istd: Tensor;

  /**
   * Sets the parameters: see {@linkcode reset}.
   *
   * @param nOutput Length of a row.
   * @param bias What the biases are at first.
   * @param eps Added to the sum of squares.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(nOutput: number, bias = 0, eps = 1e-10, affine = true, options?: ModuleOptions) {
    super(options);
    checkInteger("LayerNormalization", "nOutput", nOutput, 1);
    checkFinite("LayerNormalization", "bias", bias);
    checkFinite("LayerNormalization", "eps", eps);
    checkRange("LayerNormalization", "eps", eps, 0, Infinity);
    this.nOutput = nOutput;
    this.eps = eps;
    this.initialBias = bias;
    this._mean = fresh(this.code, []);
    this._istd = fresh(this.code, []);
    if (affine) {
      this.weight = empty([nOutput], { dtype: this.type() });
      this.bias = empty([nOutput], { dtype: this.type() });
      this.gradWeight = zerosLike(this.weight);
      this.gradBias = zerosLike(this.bias);
    }
    this.reset();
  }

  /** Sets weights to 1, biases to what they are at first. */
  override reset(_stdv?: number): void {
    this.weight?.fill(1);
    this.bias?.fill(this.initialBias);
  }

  /** Normalizes. */
  override updateOutput(input: Tensor): Tensor {
    const { weight, bias, nOutput, code } = this, rows = rowsOf(this, "forward", "input", input, nOutput);
    const x = this.contiguousInput(input), { device } = x.store;
    const output = fitRows(this.output, input.dim() === 1, rows, nOutput);
    const mean = this._mean = kept(this._mean, code, [rows]), istd = this._istd = kept(this._istd, code, [rows]);
    putRows(0, output, rows, nOutput);
    putRows(1, x, rows, nOutput);
    if (weight === null) skip(2);
    else put(2, weight);
    if (bias === null) skip(3);
    else put(3, bias);
    put(4, mean);
    put(5, istd);
    const status = kernelsOf(device).tm_layer_norm(
      output.store.block.arg,
      x.store.block.arg,
      weight === null ? null : weight.store.block.arg,
      bias === null ? null : bias.store.block.arg,
      mean.store.block.arg,
      istd.store.block.arg,
      frame,
      this.eps / nOutput,
    );
    if (status !== 0) throw device.error(status);
    return output;
  }

  /** Computes the gradient with respect to the input, also through mean and norm. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.propagate(input, gradOutput, this.gradInput, null, null, 1);
    return this.gradInput;
  }

  /** Adds to the gradients of weights and biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias } = this;
    if (gradWeight !== null && gradBias !== null) this.propagate(input, gradOutput, null, gradWeight, gradBias, scale);
  }

  /** Computes all gradients in one pass. */
  override backward(input: Tensor, gradOutput: Tensor, scale = 1): Tensor {
    const { gradInput, gradWeight, gradBias } = this;
    if (!Number.isFinite(scale)) checkFinite("LayerNormalization.backward", "scale", scale);
    if (gradInput === null || gradWeight === null) return super.backward(input, gradOutput, scale);
    this.propagate(input, gradOutput, gradInput, gradWeight, gradBias, scale);
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
    const { nOutput, weight, _mean, _istd } = this, rows = rowsOf(this, "backward", "input", input, nOutput);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    if (_mean.count !== rows || _istd.count !== rows) {
      throw new Error("Cannot run LayerNormalization.backward: forward must be called before");
    }
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput), { device } = x.store;
    if (gradInput === null) skip(0);
    else putRows(0, fitRows(gradInput, input.dim() === 1, rows, nOutput), rows, nOutput);
    if (gradWeight === null) skip(1);
    else put(1, gradWeight);
    if (gradBias === null) skip(2);
    else put(2, gradBias);
    putRows(3, x, rows, nOutput);
    putRows(4, g, rows, nOutput);
    if (weight === null) skip(5);
    else put(5, weight);
    put(6, _mean);
    put(7, _istd);
    const status = kernelsOf(device).tm_layer_norm_grad(
      gradInput === null ? null : gradInput.store.block.arg,
      gradWeight === null ? null : gradWeight.store.block.arg,
      gradBias === null ? null : gradBias.store.block.arg,
      x.store.block.arg,
      g.store.block.arg,
      weight === null ? null : weight.store.block.arg,
      _mean.store.block.arg,
      _istd.store.block.arg,
      frame,
      scale,
    );
    if (status !== 0) throw device.error(status);
  }

  /** Returns `nn.LayerNormalization(n)`. */
  override toString(): string {
    return `${super.toString()}(${this.nOutput})`;
  }
}
