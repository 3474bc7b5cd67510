import { checkInteger, cmin, cmul, dot, sum, type Tensor } from "@taimatsu/tensor";
import { freshZero, op, unaryGradInto, unaryInto } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { checkGradient } from "../math/check_gradient.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

const LEAKY = op("unary", "leakyRelu"), RELU = op("unary", "relu"), MIN = op("unary", "minScalar");

/**
 * Rectifier whose slope for negative inputs is learned: y = x for x > 0, else w · x, with one w or one for each plane.
 *
 * Any size with one w, else [planes], [batch, planes] or [batch, planes, …]. The slopes start at 0.25; weight decay would
 * bend them towards `ReLU`.
 *
 * He et al., "Delving Deep into Rectifiers", 2015. Torch7: `PReLU.lua`.
 *
 * @example Usage
 * ```ts
 * import { PReLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new PReLU(2);
 * layer.weight.copy(tensor([0.5, 0.25]));
 * assertEquals(layer.forward(tensor([[-4, -4], [1, 2]])).toArray(), [[-2, -1], [1, 2]]);
 * ```
 */
export class PReLU extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["nOutputPlane"] };

  /** Slopes for negative inputs, [nOutputPlane] or [1]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Number of planes that have a slope of their own; 0 if all share one. */
  readonly nOutputPlane: number;
  /** What the slopes multiply: negative inputs, their gradients, or the products of both; 0 elsewhere. */
  _negative: Tensor | null = null;
  /** Sums over each plane of each sample. */
  _planes: Tensor | null = null;
  /** Sums over each plane. */
  _sums: Tensor | null = null;

  /**
   * Starts with slopes of 0.25.
   *
   * @param nOutputPlane Number of planes that have a slope of their own; 0 if all share one.
   * @throws {RangeError} If it is no integer from 0.
   */
  constructor(nOutputPlane = 0, options?: ModuleOptions) {
    super(options);
    checkInteger("PReLU", "nOutputPlane", nOutputPlane, 0, 2 ** 31 - 1);
    this.nOutputPlane = nOutputPlane;
    const size = [nOutputPlane || 1];
    this.weight = freshZero(this.code, size, this.device).fill(0.25);
    this.gradWeight = freshZero(this.code, size, this.device);
  }

  /** y = x for x > 0, else w · x */
  override updateOutput(input: Tensor): Tensor {
    this.checkPlanes("forward", "input", input);
    const output = fitLike(this.output, input.shape);
    if (this.nOutputPlane === 0) return unaryInto(LEAKY, output, input, this.weight.get(0));
    this._negative = kept(this._negative, this.code, input.shape, this.device);
    cmin(input, 0, { out: this._negative });
    return unaryInto(RELU, output, input).addcmul(this.slopes(input), this._negative);
  }

  /** ∂loss/∂x = ∂loss/∂y for x > 0, else w · ∂loss/∂y */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape);
    if (this.nOutputPlane === 0) {
      return unaryGradInto(LEAKY, gradInput, gradOutput, input, input, this.weight.get(0));
    }
    this._negative = kept(this._negative, this.code, input.shape, this.device);
    unaryGradInto(MIN, this._negative, gradOutput, input, input);
    return unaryGradInto(RELU, gradInput, gradOutput, input, input).addcmul(this.slopes(input), this._negative);
  }

  /** ∂loss/∂w += scale · Σ x · ∂loss/∂y over x ≤ 0 */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.checkBackward(input, gradOutput);
    const negative = this._negative = kept(this._negative, this.code, input.shape, this.device);
    cmin(input, 0, { out: negative });
    const { nOutputPlane, gradWeight } = this;
    if (nOutputPlane === 0) {
      gradWeight.add(scale * dot(negative, gradOutput));
      return;
    }
    const batch = input.shape.length === 1 ? 1 : input.shape[0]!;
    if (input.count === 0) return;
    cmul(negative, gradOutput, { out: negative });
    this._planes = kept(this._planes, this.code, [batch, nOutputPlane, 1], this.device);
    this._sums = kept(this._sums, this.code, [1, nOutputPlane, 1], this.device);
    sum(negative.view(batch, nOutputPlane, -1), 2, { out: this._planes });
    gradWeight.add(scale, sum(this._planes, 0, { out: this._sums }).view(nOutputPlane));
  }

  /** Returns the slopes in a size that stretches to that of `x`. */
  slopes(x: Tensor): Tensor {
    let { weight } = this;
    for (let d = x.shape.length; d > 2; d--) weight = weight.unsqueeze(-1);
    return weight;
  }

  /** Checks that `x` has as many planes as there are slopes. */
  checkPlanes(method: string, name: string, x: Tensor): void {
    const { nOutputPlane: n } = this;
    if (x?.store?.code === this.code) {
      const { shape } = x;
      if (n === 0 || (shape.length === 1 ? shape[0] === n : shape[1] === n)) return;
    }
    throw this.refusal(method, name, x, [[n], ["batch", n], ["batch", n, "…"]]);
  }

  /** Checks the arguments of `backward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): void {
    this.checkPlanes("backward", "input", input);
    checkGradient(this, input, gradOutput);
  }
}
