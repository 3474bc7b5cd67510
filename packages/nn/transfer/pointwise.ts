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
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    if (this.inplace) this.output = input;
    else fitLike(this.output, input.shape);
    return unaryInto(this.op, this.output, input, this.a, this.b);
  }

  /** Multiplies by the derivative. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    if (input?.store?.code !== this.code || !sameSize(input.shape, output.shape)) {
      throw this.refusal("backward", "input", input, [output.shape]);
    }
    if (this.inplace) this.gradInput = gradOutput;
    else fitLike(this.gradInput, input.shape);
    return unaryGradInto(this.op, this.gradInput, gradOutput, input, output, this.a, this.b);
  }
}
