import { empty, type Generator, mul, type Tensor, zerosLike } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { drawUniform } from "./drawing.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Multiplies all elements by one weight. Any size. Torch7: `Mul.lua`.
 *
 * @example Usage
 * ```ts
 * import { Mul } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Mul();
 * layer.weight.fill(3);
 * assertEquals(layer.forward(tensor([1, 2])).toArray(), [3, 6]);
 * ```
 */
export class Mul extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** The weight, [1]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Source of the weight. */
  readonly generator: Generator | undefined;

  /** Draws the weight: see {@linkcode reset}. */
  constructor(options?: RandomModuleOptions) {
    super(options);
    this.generator = options?.generator;
    this.weight = empty([1], this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the weight from U(−1, 1), or from a distribution like it with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.weight, 1, stdv, this.generator);
  }

  /** Multiplies by the weight. */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    return mul(input, this.weight.get(0), { out: fitLike(this.output, input.shape) });
  }

  /** Multiplies the gradient by the weight. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    return mul(gradOutput, this.weight.get(0), { out: fitLike(this.gradInput, input.shape) });
  }

  /** ∂loss/∂w += scale · Σ x ∂loss/∂y */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.checkBackward(input, gradOutput);
    this.gradWeight.add(scale * input.dot(gradOutput));
  }

  /** Throws unless the arguments of `backward` are of one size. */
  checkBackward(input: Tensor, gradOutput: Tensor): void {
    if (input?.store?.code !== this.code) throw this.refusal("backward", "input", input, []);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
  }
}
