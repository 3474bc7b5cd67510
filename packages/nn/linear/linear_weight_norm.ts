import { checkFinite, checkRange, norm, Tensor, zerosLike } from "@taimatsu/tensor";
import { fitLike, kept } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";
import { Linear } from "./linear.ts";
import { accumulateRows, weightsOf } from "./weight_rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";

/**
 * Linear map whose weights are lengths times directions: y = x Wᵀ + b, W[j] = g[j] v[j] / ‖v[j]‖.
 *
 * Input [inputSize] or [batch, inputSize], output [outputSize] or [batch, outputSize]. In training the weights are computed in
 * every `forward`; `evaluate()` computes them once, so that who changes the parameters afterwards calls
 * {@linkcode updateWeightMatrix}.
 *
 * Salimans and Kingma, "Weight Normalization", 2016. Torch7: `LinearWeightNorm.lua`.
 *
 * @example Usage
 * ```ts
 * import { LinearWeightNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const linear = new LinearWeightNorm(2, 1, false);
 * linear.v.copy(tensor([[3, 4]]));
 * linear.g.fill(10);
 * assertClose(linear.forward(tensor([1, 0])), [6]);
 * ```
 */
export class LinearWeightNorm extends Linear {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ v, bias, eps }, options) => {
      const [outputSize, inputSize] = matrixOf("v", v);
      return new LinearWeightNorm(inputSize, outputSize, !isMissing(bias), eps as number | undefined, options);
    },
    fields: ["eps", "inputSize", "outputSize", "v", "g", "gradV", "gradG"],
    finish: (module: LinearWeightNorm, { weight }) => {
      if (!(weight instanceof Tensor) || weight.count === 0) module.updateWeightMatrix();
    },
    derive: () => ({ gradWeight: undefined }),
    scratch: (module: LinearWeightNorm) => {
      const norm = module.rowNorms().clone();
      return { norm, scale: module.g.clone().cdiv(norm) };
    },
  };

  /** Directions, [outputSize, inputSize]. */
  declare v: Tensor;
  /** Lengths, [outputSize, 1]. */
  declare g: Tensor;
  /** Sum of ∂loss/∂v since the last `zeroGradParameters()`. */
  gradV: Tensor;
  /** Sum of ∂loss/∂g since the last `zeroGradParameters()`. */
  gradG: Tensor;
  /** Least norm that directions are divided by. */
  readonly eps: number;
  /** Norms of the directions. */
  _norm: Tensor | null = null;
  /** Lengths divided by the norms. */
  _scale: Tensor | null = null;
  /** Gradients with respect to the lengths. */
  _slope: Tensor | null = null;
  /** Products sized like the directions. */
  _product: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of outputs.
   * @param bias Whether to add biases.
   * @param eps Least norm that directions are divided by.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(inputSize: number, outputSize: number, bias = true, eps = 1e-16, options?: RandomModuleOptions) {
    super(inputSize, outputSize, bias, options);
    checkRange("LinearWeightNorm", "eps", eps, 0, Infinity);
    checkFinite("LinearWeightNorm", "eps", eps);
    this.eps = eps;
    this.v = this.weight.clone();
    this.g = norm(this.v, 2, 1);
    this.gradV = zerosLike(this.v);
    this.gradG = zerosLike(this.g);
  }

  /**
   * Returns a layer that computes the same as a linear one.
   *
   * @param linear The linear layer, which is left alone.
   */
  static fromLinear(linear: Linear): LinearWeightNorm {
    const { inputSize, outputSize, bias, generator } = linear, place = linear.tensorOptions();
    const options = generator === undefined ? place : { ...place, generator };
    const layer = new LinearWeightNorm(inputSize, outputSize, bias !== null, 1e-16, options);
    if (bias !== null) layer.bias!.copy(bias);
    return layer.initFromWeight(linear.weight);
  }

  /** Returns a linear layer that computes the same. */
  toLinear(): Linear {
    const { inputSize, outputSize, bias, generator } = this, place = this.tensorOptions();
    const options = generator === undefined ? place : { ...place, generator };
    const linear = new Linear(inputSize, outputSize, bias !== null, options);
    linear.weight.copy(this.updateWeightMatrix().weight);
    if (bias !== null) linear.bias!.copy(bias);
    return linear;
  }

  /** Returns directions, lengths and biases, and their gradients. */
  override parameters(): [Tensor[], Tensor[]] {
    const { v, g, bias, gradV, gradG, gradBias } = this;
    return bias === null || gradBias === null ? [[v, g], [gradV, gradG]] : [[v, g, bias], [gradV, gradG, gradBias]];
  }

  /**
   * Draws weights, then biases, from U(−s, s), s = 1 / √inputSize, or from one with standard deviation `stdv`; lengths are the
   * norms of the weights, directions the weights.
   */
  override reset(stdv?: number): void {
    super.reset(stdv);
    if (this.v) this.initFromWeight(); // the constructor of the base draws before there are any
  }

  /** Makes lengths and directions those of weights, of its own unless given. */
  initFromWeight(weight: Tensor = this.weight): this {
    this.v.copy(weight);
    norm(this.v, 2, 1, { out: this.g }).clamp(this.eps, Infinity);
    return this.updateWeightMatrix();
  }

  /** Computes the weights of lengths and directions. */
  updateWeightMatrix(): this {
    weightsOf(this, fitLike(this.weight, this.v.shape));
    return this;
  }

  /** Computes the weights, and uses them until `training()`. */
  override evaluate(): this {
    if (this.train) this.updateWeightMatrix();
    return super.evaluate();
  }

  /** y = x Wᵀ + b */
  override updateOutput(input: Tensor): Tensor {
    if (this.train) this.updateWeightMatrix();
    return super.updateOutput(input);
  }

  /** Adds `scale` times the gradients of directions, lengths and biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    fitLike(this.gradWeight, this.v.shape).zero();
    super.accGradParameters(input, gradOutput, scale);
    accumulateRows(this, this.gradWeight);
  }

  /** Accumulates straight into the parameters; their gradients are left alone. */
  override defaultAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    const { gradV, gradG, gradBias } = this;
    this.gradV = this.v;
    this.gradG = this.g;
    this.gradBias = this.bias;
    try {
      this.accGradParameters(input, gradOutput, -learningRate);
    } finally {
      this.gradV = gradV;
      this.gradG = gradG;
      this.gradBias = gradBias;
    }
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "gradWeight"];
  }

  /** Computes the norms of the directions, at least eps. */
  rowNorms(): Tensor {
    const out = this._norm = kept(this._norm, this.code, this.g.shape, this.device);
    return norm(this.v, 2, 1, { out }).clamp(this.eps, Infinity);
  }
}
