import type { Tensor } from "@taimatsu/tensor";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";

/**
 * A part of the input, or all of it in another order, as a contiguous copy: the base of `Narrow`, `Select` and `Transpose`. Any
 * dtype. The gradient with respect to what is left out is 0.
 */
export abstract class Copying extends Module {
  /** Returns the output's part of a tensor sized like the input, as a view, or throws. */
  abstract partOf(x: Tensor): Tensor;

  /** Copies the part. */
  override updateOutput(input: Tensor): Tensor {
    checkAnyTensor(this, "forward", "input", input);
    const part = this.partOf(input);
    return this.output = keptLike(this.output, input.store.code, part.shape, input.store.device).copy(part);
  }

  /** Puts the gradient to the part's place. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkAnyTensor(this, "backward", "input", input);
    const gradInput = this.gradInput = keptLike(this.gradInput, input.store.code, input.shape, input.store.device);
    const part = this.partOf(gradInput);
    checkGradOutput(this, "gradOutput", gradOutput, input, "input", part.shape);
    if (part.count < gradInput.count) gradInput.zero();
    part.copy(gradOutput);
    return gradInput;
  }
}
