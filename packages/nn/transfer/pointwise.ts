import { sameSize, type Tensor } from "@taimatsu/tensor";
import { type Op, unaryGradInto, unaryInto } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/**
 * A function of each element: the base of transfer functions. Any size; float32 or float64.
 *
 * In place, the input becomes the output and the gradient with respect to the output becomes that with respect to the input:
 * both hold their former values no more.
 */
export abstract class Pointwise extends Module {
  /** The op of the native library. */
  readonly op: Op;
  /** Its first argument. */
  readonly a: number;
  /** Its second argument. */
  readonly b: number;
  /** Whether input and gradient are overwritten. */
  readonly inplace: boolean;

  /** Names the op and its arguments. */
  constructor(op: Op, a = 0, b = 0, inplace = false, options?: ModuleOptions) {
    super(options);
    this.op = op;
    this.a = a;
    this.b = b;
    this.inplace = inplace;
  }

  /** Applies the function. */
  override updateOutput(input: Tensor): Tensor {
    return unaryInto(this.op, this.outputFor(input), input, this.a, this.b);
  }

  /** Multiplies by the derivative. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const gradInput = this.gradientFor(this.gradInput, input, gradOutput);
    return unaryGradInto(this.op, gradInput, gradOutput, input, this.output, this.a, this.b);
  }

  /** Checks the input and returns the tensor for the output: in place, the input itself. */
  outputFor(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    return this.inplace ? this.output = input : fitLike(this.output, input.shape);
  }

  /** Checks the arguments of `backward` and returns the tensor for the gradient, the kept one or in place `gradOutput`. */
  gradientFor(gradInput: Tensor, input: Tensor, gradOutput: Tensor): Tensor {
    const { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    if (input?.store?.code !== this.code || !sameSize(input.shape, output.shape)) {
      throw this.refusal("backward", "input", input, [output.shape]);
    }
    return this.inplace ? this.gradInput = gradOutput : fitLike(gradInput, input.shape);
  }
}
