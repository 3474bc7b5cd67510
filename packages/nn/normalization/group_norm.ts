import {
  addcmul,
  checkFinite,
  checkInteger,
  checkRange,
  mul,
  ones,
  sameSize,
  sum,
  type Tensor,
  zeros,
} from "@taimatsu/tensor";
import { fresh, viewAt } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { normalizeRows, normalizeRowsGrad } from "./normalized_rows.ts";

/**
 * Group normalization: y = (x − mean) / √(variance + eps) · weight + bias, where mean and (biased) variance are those of a group
 * of channels in one sample, and each channel has a weight and a bias; the same in training and evaluation.
 *
 * Input [batch, numChannels, …]; the output is sized like it.
 *
 * Wu and He, "Group Normalization", 2018. Not in Torch7; PyTorch: `torch.nn.GroupNorm`.
 *
 * @example Usage
 * ```ts
 * import { GroupNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new GroupNorm(2, 4, 0).forward(tensor([[1, 3, 10, 4]])), [[-1, 1, 1, -1]]);
 * ```
 */
export class GroupNorm extends Module {
  /** Number of groups. */
  readonly numGroups: number;
  /** Number of channels. */
  readonly numChannels: number;
  /** Added to the variance. */
  eps: number;
  /** Whether there are weights and biases. */
  readonly affine: boolean;
  /** Factors of the channels, [numChannels]; `null` without. */
  override weight: Tensor | null = null;
  /** Biases of the channels, [numChannels]; `null` without. */
  override bias: Tensor | null = null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor | null = null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null = null;
  /** Means of the last input, [batch · numGroups]. */
  _mean: Tensor;
  /** 1 / √(variance + eps) of the last input, [batch · numGroups]. */
  _istd: Tensor;
  /** The last input, normalized but not yet multiplied by the weights. */
  _normalized: Tensor;
  /** A product as large as the input. */
  _product: Tensor;
  /** Sums over the elements of the channels, [batch, numChannels, 1]. */
  _sums: Tensor;
  /** Sums over the batch, too. */
  _total: Tensor;

  /**
   * Sets the weights to 1 and the biases to 0.
   *
   * @param numGroups Number of groups.
   * @param numChannels Number of channels, a multiple of `numGroups`.
   * @param eps Added to the variance.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a number is no integer from 1, the channels cannot be divided into groups, or `eps` is negative.
   */
  constructor(numGroups: number, numChannels: number, eps = 1e-5, affine = true, options?: ModuleOptions) {
    super(options);
    const caller = new.target.name;
    checkInteger(caller, "numGroups", numGroups, 1);
    checkInteger(caller, "numChannels", numChannels, 1);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `Cannot run ${caller}: numGroups must divide the ${numChannels} channels but is ${numGroups}`,
      );
    }
    checkRange(caller, "eps", eps, 0, Infinity);
    checkFinite(caller, "eps", eps);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this._mean = fresh(this.code, []);
    this._istd = fresh(this.code, []);
    this._normalized = fresh(this.code, []);
    this._product = fresh(this.code, []);
    this._sums = fresh(this.code, []);
    this._total = fresh(this.code, []);
    if (affine) {
      const dtype = this.type();
      this.weight = ones([numChannels], { dtype });
      this.bias = zeros([numChannels], { dtype });
      this.gradWeight = zeros([numChannels], { dtype });
      this.gradBias = zeros([numChannels], { dtype });
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
    const { weight, bias } = this, x = this.contiguousInput(input), output = fitLike(this.output, input.shape);
    const rows = [x.shape[0]! * this.numGroups], mean = fitLike(this._mean, rows), istd = fitLike(this._istd, rows);
    const normalized = weight === null ? output : fitLike(this._normalized, input.shape);
    normalizeRows(normalized, x, x.count / rows[0]!, null, null, mean, istd, this.eps);
    if (weight !== null && bias !== null) {
      addcmul(perChannel(bias), channels(normalized), perChannel(weight), { out: channels(output) });
    }
    return output;
  }

  /** Computes the gradient with respect to the input, also through mean and variance. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { weight, _mean: mean } = this, g = this.checkBackward(input, gradOutput), x = this.contiguousInput(input);
    const gradInput = fitLike(this.gradInput, input.shape);
    let gy = g;
    if (weight !== null) {
      gy = fitLike(this._product, input.shape);
      mul(channels(g), perChannel(weight), { out: channels(gy) });
    }
    normalizeRowsGrad(gradInput, null, null, x, gy, x.count / mean.count, null, mean, this._istd, 1);
    return gradInput;
  }

  /** Adds to the gradients of weights and biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias, _normalized: normalized } = this;
    if (gradWeight === null || gradBias === null) return;
    const g = this.checkBackward(input, gradOutput), product = fitLike(this._product, input.shape);
    mul(g, normalized, { out: product });
    this.addSums(gradWeight, product, scale);
    this.addSums(gradBias, g, scale);
  }

  /** Adds `scale` times the sums over batch and elements of `x` to a tensor of [numChannels]. */
  addSums(total: Tensor, x: Tensor, scale: number): void {
    const sums = sum(channels(x), 2, { out: this._sums });
    total.add(scale, sum(sums, 0, { out: this._total }).view(this.numChannels));
  }

  /** Returns `nn.GroupNorm(numGroups, numChannels)`. */
  override toString(): string {
    return `${super.toString()}(${this.numGroups}, ${this.numChannels})`;
  }

  /** Throws unless an input has the channels. */
  checkInput(method: string, input: Tensor): void {
    const fits = input?.store?.code === this.code && input.count > 0 && input.shape.length > 1 &&
      input.shape[1] === this.numChannels;
    if (!fits) throw this.refusal(method, "input", input, [["batch", this.numChannels, "…"]]);
  }

  /** Checks the arguments of `backward` and returns a contiguous `gradOutput`. */
  checkBackward(input: Tensor, gradOutput: Tensor): Tensor {
    this.checkInput("backward", input);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, input.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    }
    if (!sameSize(this.output.shape, input.shape)) {
      throw new Error(`Cannot run ${this.constructor.name}.backward: forward must be called before`);
    }
    return this.contiguousGradOutput(gradOutput);
  }
}

/** Views [batch, channels, …] as [batch, channels, elements]. */
function channels(x: Tensor): Tensor {
  const [batch, n] = x.shape as [number, number], elements = x.count / (batch * n);
  return viewAt(x, [batch, n, elements], [n * elements, elements, 1], x.offset);
}

/** Views a vector of [channels] as [1, channels, 1]. */
function perChannel(x: Tensor): Tensor {
  return x.view(1, x.count, 1);
}
