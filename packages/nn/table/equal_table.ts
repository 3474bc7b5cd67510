import { sameSize, type Tensor } from "@taimatsu/tensor";
import { checkGradOutput, keptLike } from "../any_dtype.ts";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";

/** Tensors of one size that become one of that size, element by element: the base of `CAddTable` and the like. */
export abstract class EqualTable extends Module<readonly Tensor[], Tensor> {
  /** The gradients with respect to the tensors, overwritten by the next call; `null` where nobody needs them. */
  override gradInput: Tensor[] | null = [];
  /** How many tensors there must be. */
  readonly least: number;
  /** How many there may be. */
  readonly most: number;

  /** Says how many tensors there may be. */
  constructor(least: number, most: number, options?: ModuleOptions) {
    super(options);
    this.least = least;
    this.most = most;
  }

  /** Computes the output, which has its size. */
  abstract combine(output: Tensor, input: readonly Tensor[]): void;

  /** Computes the gradients, which have their sizes. */
  abstract spread(gradInput: readonly Tensor[], input: readonly Tensor[], gradOutput: Tensor): void;

  /** Combines the tensors. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    this.checkInput("forward", input);
    this.combine(fitLike(this.output, input[0]!.shape), input);
    return this.output;
  }

  /** Computes the gradient with respect to each tensor. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    const { gradInput, code } = this;
    if (gradInput === null) return this.noGradient();
    this.checkInput("backward", input);
    this.checkGradient(input, gradOutput);
    gradInput.length = Math.min(gradInput.length, input.length);
    for (let i = 0; i < input.length; i++) gradInput[i] = keptLike(gradInput[i], code, input[i]!.shape, this.device);
    this.spread(gradInput, input, gradOutput);
    return gradInput;
  }

  /** Throws unless the input is a list of as many tensors as there may be, of one size. */
  checkInput(method: string, input: readonly Tensor[]): void {
    checkTensors(this, method, "input", input, this.least, this.most);
    const { shape } = input[0]!;
    for (let i = 1; i < input.length; i++) {
      if (!sameSize(input[i]!.shape, shape)) throw this.refusal(method, `input[${i}]`, input[i], [shape]);
    }
  }

  /** Throws unless the gradient has the size of the tensors. */
  checkGradient(input: readonly Tensor[], gradOutput: Tensor): void {
    checkGradOutput(this, "gradOutput", gradOutput, input[0]!, "input", input[0]!.shape);
  }
}
