import type { Device, Tensor } from "@taimatsu/tensor";
import { denseIn } from "./buffers.ts";
import { type LabelBuffers, labelsFrom } from "./labels.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { weightsFrom } from "./weights.ts";

/**
 * What criterions have in common whose target is one class for each sample.
 *
 * The target is a number for one sample, or a tensor [samples] of labels that count from 0: int64, or another dtype
 * that is converted at each call. Torch7's labels count from 1.
 */
export abstract class LabelledCriterion extends ReducedCriterion<Tensor, Tensor | number> {
  /** A factor for each class, [classes]; all 1 if `undefined`. */
  override weights: Tensor | undefined;
  /** Labels in other forms than int64. */
  protected labels: LabelBuffers = {};
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;

  /**
   * Keeps the settings.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the loss is the mean over the samples, not the sum.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights: Tensor | null | undefined, sizeAverage: boolean, options?: ReductionOptions) {
    super(sizeAverage, options);
    this.weights = weightsFrom(new.target.name, weights, "classes");
  }

  /** Returns `input`, or a contiguous copy that the next call overwrites. */
  protected denseInput(input: Tensor): Tensor {
    return input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input);
  }

  /**
   * Returns the labels as a contiguous int64 tensor.
   *
   * @param caller The method that was called, for messages.
   * @param shape The size that the labels must have.
   */
  protected labelsFrom(caller: string, target: Tensor | number, shape: readonly number[], device: Device): Tensor {
    return labelsFrom(this.labels, caller, target, shape, device);
  }
}
