import {
  checkFinite,
  checkInteger,
  checkRange,
  empty,
  type Generator,
  ones,
  sameSize,
  type Tensor,
  zeros,
} from "@taimatsu/tensor";
import { frame, fresh, put, putSize, skip } from "@taimatsu/tensor/native";
import { fitLike, kernelsOf } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions, SizeForms } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { normalizationForm } from "../files/normalization_form.ts";

/** What batch normalization sees: [batch, features, elements of a feature]. */
const layout = [0, 0, 0];

/**
 * Batch normalization: y = (x − mean) / √(variance + eps) · weight + bias, feature by feature.
 *
 * Input [batch, n]; further dimensions belong to the features; [n] when evaluating. In training, mean and (biased) variance are
 * those of the batch, and the running values move towards them by `momentum` (with the unbiased variance); when evaluating, and
 * for a batch of one as in Torch7, they are the running values.
 *
 * Ioffe and Szegedy, "Batch Normalization", 2015. Torch7: `BatchNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { BatchNormalization } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const normalization = new BatchNormalization(1, 0, 0.1, false);
 * assertClose(normalization.forward(tensor([[1], [3]])), [[-1], [1]]);
 * assertClose(normalization.runningMean, [0.2]);
 * ```
 */
export class BatchNormalization extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = normalizationForm((...args) => new BatchNormalization(...args));

  /** Dimensions of a batch. */
  readonly nDim: number = 2;
  /** Number of features. */
  readonly nOutput: number;
  /** Added to the variance. */
  eps: number;
  /** How far the running values move. */
  momentum: number;
  /** Whether there are weights and biases. */
  readonly affine: boolean;
  /** Factors of the features, [n]; `null` without. */
  override weight: Tensor | null = null;
  /** Biases of the features, [n]; `null` without. */
  override bias: Tensor | null = null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor | null = null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null = null;
  /** Running mean, [n]. */
  runningMean: Tensor;
  /** Running variance, [n]. */
  runningVar: Tensor;
  /** Mean that the last `forward` used, [n]. */
  saveMean: Tensor;
  /** 1 / √(variance + eps) that the last `forward` used, [n]. */
  saveStd: Tensor;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param nOutput Number of features.
   * @param eps Added to the variance.
   * @param momentum How far the running values move, from 0 to 1.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(nOutput: number, eps = 1e-5, momentum = 0.1, affine = true, options?: RandomModuleOptions) {
    super(options);
    const caller = new.target.name, own = this.tensorOptions();
    checkInteger(caller, "nOutput", nOutput, 1);
    checkRange(caller, "eps", eps, 0, Infinity);
    checkFinite(caller, "eps", eps);
    checkRange(caller, "momentum", momentum, 0, 1);
    this.nOutput = nOutput;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.generator = options?.generator;
    this.runningMean = zeros([nOutput], own);
    this.runningVar = ones([nOutput], own);
    this.saveMean = fresh(this.code, [], this.device);
    this.saveStd = fresh(this.code, [], this.device);
    if (affine) {
      this.weight = empty([nOutput], own);
      this.bias = empty([nOutput], own);
      this.gradWeight = zeros([nOutput], own);
      this.gradBias = zeros([nOutput], own);
    }
    this.reset();
  }

  /** Draws weights from U(0, 1), sets biases and running means to 0, running variances to 1. */
  override reset(_stdv?: number): void {
    this.weight?.uniform(0, 1, this.generator && { generator: this.generator });
    this.bias?.zero();
    this.runningMean.zero();
    this.runningVar.fill(1);
  }

  /** Normalizes. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { weight, bias, runningMean, runningVar, saveMean, saveStd } = this;
    const x = this.contiguousInput(input), output = fitLike(this.output, input.shape), { device } = x.store;
    fitLike(saveMean, runningMean.shape);
    fitLike(saveStd, runningVar.shape);
    const size = this.layoutOf(x);
    putSize(0, output, size);
    putSize(1, x, size);
    if (weight === null) skip(2);
    else put(2, weight);
    if (bias === null) skip(3);
    else put(3, bias);
    put(4, runningMean);
    put(5, runningVar);
    put(6, saveMean);
    put(7, saveStd);
    const status = kernelsOf(device).tm_batch_norm(
      output.store.block.arg,
      x.store.block.arg,
      weight === null ? null : weight.store.block.arg,
      bias === null ? null : bias.store.block.arg,
      runningMean.store.block.arg,
      runningVar.store.block.arg,
      saveMean.store.block.arg,
      saveStd.store.block.arg,
      frame,
      this.usesBatch(input) ? 1 : 0,
      this.momentum,
      this.eps,
    );
    if (status !== 0) throw device.error(status);
    return output;
  }

  /** Computes the gradient with respect to the input, in training also through mean and variance. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.propagate(input, gradOutput, fitLike(this.gradInput, input.shape), null, null, 1);
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
    if (!Number.isFinite(scale)) checkFinite(`${this.constructor.name}.backward`, "scale", scale);
    if (gradInput === null || gradWeight === null) return super.backward(input, gradOutput, scale);
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
    const { weight, saveMean, saveStd } = this;
    if (saveMean.count !== this.nOutput || saveStd.count !== this.nOutput) {
      throw new Error(`Cannot run ${this.constructor.name}.backward: forward must be called before`);
    }
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput), { device } = x.store;
    const size = this.layoutOf(x);
    if (gradInput === null) skip(0);
    else putSize(0, gradInput, size);
    if (gradWeight === null) skip(1);
    else put(1, gradWeight);
    if (gradBias === null) skip(2);
    else put(2, gradBias);
    putSize(3, x, size);
    putSize(4, g, size);
    if (weight === null) skip(5);
    else put(5, weight);
    put(6, saveMean);
    put(7, saveStd);
    const status = kernelsOf(device).tm_batch_norm_grad(
      gradInput === null ? null : gradInput.store.block.arg,
      gradWeight === null ? null : gradWeight.store.block.arg,
      gradBias === null ? null : gradBias.store.block.arg,
      x.store.block.arg,
      g.store.block.arg,
      weight === null ? null : weight.store.block.arg,
      saveMean.store.block.arg,
      saveStd.store.block.arg,
      frame,
      this.usesBatch(input) ? 1 : 0,
      scale,
    );
    if (status !== 0) throw device.error(status);
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "saveMean", "saveStd"];
  }

  /** Returns `nn.BatchNormalization (2D) (n)`. */
  override toString(): string {
    return `${super.toString()} (${this.nDim}D) (${this.nOutput})`;
  }

  /** Returns whether mean and variance are those of the batch. */
  usesBatch(input: Tensor): boolean {
    return this.train && input.shape[0]! > 1;
  }

  /** Returns the sizes [batch, features, elements of a feature] of an input, in a list that the next call overwrites. */
  layoutOf({ shape, count }: Tensor): readonly number[] {
    const batch = shape.length < this.nDim ? 1 : shape[0]!;
    layout[0] = batch;
    layout[1] = this.nOutput;
    layout[2] = count / (batch * this.nOutput);
    return layout;
  }

  /** Throws unless an input has as many features and dimensions as it should. */
  checkInput(method: string, input: Tensor): void {
    if (input?.store?.code === this.code) {
      const { shape } = input, n = shape.length;
      if (input.count > 0 && n >= this.nDim && shape[1] === this.nOutput) return;
      if (input.count > 0 && !this.train && n === this.nDim - 1 && shape[0] === this.nOutput) return;
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const sample: (number | string)[] = [this.nOutput, "height", "width"].slice(0, this.nDim - 1);
    return this.train ? [["batch", ...sample]] : [sample, ["batch", ...sample]];
  }
}
