import {
  checkFinite,
  checkInteger,
  checkRange,
  cmul,
  csub,
  empty,
  mean,
  sum,
  type Tensor,
  zerosLike,
} from "@taimatsu/tensor";
import { fitLike, kept } from "../kernels.ts";
import { checkLike, rowsOf } from "../linear/rows.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { layerNormalizationForm } from "../files/layer_normalization_form.ts";

/**
 * Torch7's layer normalization: y = c √n / √(Σ c² + eps) · weight + bias, row by row, where c = x − mean.
 *
 * Input [n] or [batch, n], n = nOutput; output sized like it. For one row the mean is that of the row. In a batch Torch7 subtracts
 * means of other rows too: element k of the batch, counted row by row, loses the mean of row k mod batch. So does this class, so
 * that nets which were trained with it compute what they did; {@linkcode LayerNorm} is the one for new nets.
 *
 * Ba et al., "Layer Normalization", 2016. Torch7: `LayerNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { LayerNormalization } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new LayerNormalization(2).forward(tensor([1, 3])), [-1, 1]);
 * ```
 */
export class LayerNormalization extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = layerNormalizationForm((...args) => new LayerNormalization(...args));

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
  /** The input less the means, normalized: [batch, n]. */
  _normalized: Tensor | null = null;
  /** √n / √(Σ c² + eps) of each row, [batch, 1]. */
  _factor: Tensor | null = null;
  /** Means of the rows and what belongs to them, [batch, 1]. */
  _means: Tensor | null = null;
  /** The means where they are subtracted, and other numbers on the way, [batch, n]. */
  _spread: Tensor | null = null;
  /** Sums of the gradients of weights and biases, [n]. */
  _sums: Tensor | null = null;

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
    if (affine) {
      this.weight = empty([nOutput], this.tensorOptions());
      this.bias = empty([nOutput], this.tensorOptions());
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
    const x = this.contiguousInput(input).view(rows, nOutput), output = fitLike(this.output, input.shape);
    const means = mean(x, 1, { out: this._means = kept(this._means, code, [rows, 1], this.device) });
    const spread = this._spread = kept(this._spread, code, [rows, nOutput], this.device);
    spread.view(nOutput, rows).copy(means.view(1, rows).expand([nOutput, rows]));
    const centred = csub(x, spread, {
      out: this._normalized = kept(this._normalized, code, [rows, nOutput], this.device),
    });
    const factor = sum(cmul(centred, centred, { out: spread }), 1, {
      out: this._factor = kept(this._factor, code, [rows, 1], this.device),
    });
    centred.cmul(factor.add(this.eps).rsqrt().mul(Math.sqrt(nOutput)));
    const y = output.view(rows, nOutput);
    if (weight === null) y.copy(centred);
    else cmul(centred, weight, { out: y });
    if (bias !== null) y.add(bias);
    return output;
  }

  /** Computes the gradient with respect to the input, also through mean and norm. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { weight, nOutput } = this, rows = this.checkBackward(input, gradOutput), normalized = this._normalized!;
    const g = this.contiguousGradOutput(gradOutput).view(rows, nOutput), spread = this._spread!, means = this._means!;
    const gradInput = fitLike(this.gradInput, input.shape), gx = gradInput.view(rows, nOutput);
    if (weight === null) gx.copy(g);
    else cmul(g, weight, { out: gx });
    // Through the norm: factor (g − y Σ g y / n), then the rows that each mean was taken from.
    sum(cmul(gx, normalized, { out: spread }), 1, { out: means });
    gx.csub(cmul(normalized, means.mul(1 / nOutput), { out: spread })).cmul(this._factor!);
    sum(gx.view(nOutput, rows), 0, { out: means.view(1, rows) });
    gx.csub(means.mul(1 / nOutput));
    return gradInput;
  }

  /** Adds to the gradients of weights and biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias, nOutput, code } = this, rows = this.checkBackward(input, gradOutput);
    if (gradWeight === null || gradBias === null) return;
    const g = this.contiguousGradOutput(gradOutput).view(rows, nOutput),
      sums = this._sums = kept(this._sums, code, [1, nOutput], this.device);
    const flat = sums.view(nOutput);
    sum(cmul(g, this._normalized!, { out: this._spread! }), 0, { out: sums });
    gradWeight.add(scale, flat);
    sum(g, 0, { out: sums });
    gradBias.add(scale, flat);
  }

  /** Returns the number of rows; throws if the arguments of `backward` do not fit each other or the last `forward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): number {
    const rows = rowsOf(this, "backward", "input", input, this.nOutput);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    if (this._normalized?.count !== input.count) {
      throw new TypeError("Cannot run LayerNormalization.backward: forward must be called before");
    }
    return rows;
  }

  /** Returns `nn.LayerNormalization(n)`. */
  override toString(): string {
    return `${super.toString()}(${this.nOutput})`;
  }
}
