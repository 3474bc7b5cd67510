import { sameSize, type Tensor } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { show } from "./show.ts";

/**
 * Other sizes for the same elements: the base of `View` and `Reshape`. Output and gradient are views, nothing is copied unless
 * the input or the gradient is not contiguous. Any dtype.
 */
export abstract class Viewing extends Module {
  /** Sizes of the last input. */
  _from: readonly number[] = [];
  /** Sizes of the last output. */
  _to: readonly number[] = [];

  /** Starts with an empty output. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** Returns the sizes of the output for an input, or throws. */
  abstract sizeFor(input: Tensor): readonly number[];

  /** Views the input in its other sizes. */
  override updateOutput(input: Tensor): Tensor {
    if (!input?.store) throw this.refusal("forward", "input", input, []);
    if (this._to.length === 0 || !sameSize(input.shape, this._from)) {
      this._to = this.sizeFor(input);
      this._from = input.shape;
    }
    return show(this.output, this.contiguousInput(input), this._to);
  }

  /** Views the gradient in the sizes of the input. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    if (gradOutput?.count !== input.count || gradOutput.store.code !== input.store.code) {
      throw gradOutput?.store && gradOutput.store.code !== input.store.code
        ? new TypeError(
          `Cannot run ${this.constructor.name}.backward: gradOutput must be ${input.dtype} like the input but is ` +
            gradOutput.dtype,
        )
        : this.refusal("backward", "gradOutput", gradOutput, [this.sizeFor(input)]);
    }
    return show(this.gradInput, this.contiguousGradOutput(gradOutput), input.shape);
  }

  /** Drops the intermediate results. */
  override clearState(): this {
    this._from = this._to = [];
    return super.clearState();
  }
}
