import {
  checkFloat,
  checkInteger,
  checkSameType,
  checkSize,
  checkTensor,
  INT64,
  isFloat,
  NativeError,
  type Tensor,
} from "@taimatsu/tensor";
import { frame, putSize, skip } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { Criterion } from "./criterion.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

const sizes = [0, 0];

/**
 * What criterions have in common whose target is one class for each sample: the negative log-likelihood of the labels,
 * −Σ w[y] x[y] over the samples, divided by Σ w[y] for the average.
 *
 * The target is a number for one sample, or a tensor [samples] of labels that count from 0: int64, or another dtype that is
 * converted at each call. Torch7's labels count from 1.
 */
export abstract class LabelledCriterion extends Criterion<Tensor, Tensor | number> {
  /** A factor for each class, [classes]; all 1 if `undefined`. */
  weights: Tensor | undefined;
  /** Whether the sum over the samples is divided by the sum of their weights. */
  sizeAverage: boolean;
  /** Samples of this label count for nothing. */
  ignoreIndex: number;
  /** The loss on the device. */
  protected loss: Tensor | undefined;
  /** Σ w[y] of the samples that counted, which the backward pass needs. */
  protected total: Tensor | undefined;
  /** Labels as int64, where they are given as something else. */
  protected labels: Tensor | undefined;
  /** Those labels in the dtype that they came in. */
  protected restored: Tensor | undefined;
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;

  /**
   * Keeps the settings.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @param ignoreIndex Samples of this label count for nothing.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights: Tensor | null | undefined, sizeAverage: boolean, ignoreIndex: number) {
    super();
    if (weights !== undefined && weights !== null) {
      checkTensor(new.target.name, "weights", weights);
      checkFloat(new.target.name, "weights", weights);
      checkSize(new.target.name, "weights", weights, ["classes"]);
      this.weights = weights.contiguous();
    }
    this.sizeAverage = sizeAverage;
    this.ignoreIndex = ignoreIndex;
  }

  /** Returns the loss as a number. */
  override updateOutput(input: Tensor, target: Tensor | number): number {
    return this.lossTensor(input, target).item();
  }

  /** Returns `input`, or a contiguous copy that the next call overwrites. */
  protected denseInput(input: Tensor): Tensor {
    return input.dense ? input : this.inputCopy = fit(this.inputCopy, input.store.code, input.shape).copy(input);
  }

  /**
   * Computes the loss of contiguous log-probabilities `x`, [samples][classes].
   *
   * @param caller The method that was called, for messages.
   */
  protected forwardLabels(
    caller: string,
    x: Tensor,
    samples: number,
    classes: number,
    target: Tensor | number,
  ): Tensor {
    const { code, device } = x.store, labels = this.labelsFrom(caller, target, samples), { weights } = this;
    if (weights !== undefined) checkWeights(caller, weights, x, classes);
    const loss = this.loss = fit(this.loss, code, ONE), total = this.total = fit(this.total, code, ONE);
    sizes[0] = samples;
    sizes[1] = classes;
    putSize(0, loss, ONE);
    putSize(1, total, ONE);
    putSize(2, x, sizes);
    putSize(3, labels, labels.shape);
    if (weights === undefined) skip(4);
    else putSize(4, weights, weights.shape);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_nll(loss.store.block.arg, total.store.block.arg, x.store.block.arg,
      labels.store.block.arg, weights === undefined ? null : weights.store.block.arg, frame, +this.sizeAverage, this.ignoreIndex);
    if (status !== 0) throw named(device.error(status), caller);
    return loss;
  }

  /**
   * Computes the gradient with respect to the log-probabilities in the contiguous `gx`, [samples][classes].
   *
   * @param caller The method that was called, for messages.
   */
  protected backwardLabels(
    caller: string,
    gx: Tensor,
    samples: number,
    classes: number,
    target: Tensor | number,
  ): Tensor {
    const { device } = gx.store, { total, weights } = this;
    if (total === undefined) throw new TypeError(`Cannot run ${caller}: forward must run before it but has not`);
    const labels = this.labelsFrom(caller, target, samples);
    if (weights !== undefined) checkWeights(caller, weights, gx, classes);
    sizes[0] = samples;
    sizes[1] = classes;
    putSize(0, gx, sizes);
    putSize(1, labels, labels.shape);
    if (weights === undefined) skip(2);
    else putSize(2, weights, weights.shape);
    putSize(3, total, ONE);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_nll_grad(gx.store.block.arg, labels.store.block.arg,
      weights === undefined ? null : weights.store.block.arg, total.store.block.arg, frame, +this.sizeAverage, this.ignoreIndex);
    if (status !== 0) throw named(device.error(status), caller);
    return gx;
  }

  /** Returns the labels as a contiguous int64 tensor. */
  protected labelsFrom(caller: string, target: Tensor | number, samples: number): Tensor {
    if (typeof target === "number") {
      checkInteger(caller, "target", target, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      if (samples !== 1) {
        throw new TypeError(`Cannot run ${caller}: target must be [${samples}] but is the number ${target}`);
      }
      return this.labels = fit(this.labels, INT64, ONE).fill(target);
    }
    checkTensor(caller, "target", target);
    if (target.count !== samples || (samples > 1 && target.shape.length !== 1)) {
      checkSize(caller, "target", target, [samples]);
    }
    if (target.store.code === INT64 && target.dense) return target;
    const labels = this.labels = fit(this.labels, INT64, target.shape).copy(target);
    if (isFloat(target.store.code)) this.checkWhole(caller, target, labels);
    return labels;
  }

  /** Refuses labels that the conversion to integers changed. */
  protected checkWhole(caller: string, target: Tensor, labels: Tensor): void {
    const restored = this.restored = fit(this.restored, target.store.code, target.shape).copy(labels);
    if (restored.equal(target)) return;
    const given = target.contiguous().view(target.count).toArray(), whole = restored.view(target.count).toArray();
    const at = given.findIndex((label, i) => label !== whole[i]);
    throw new RangeError(`Cannot run ${caller}: target must hold integers but is ${given[at]} at position ${at}`);
  }
}

/** The library reports failures under the name of the criterion that the kernel was made for. */
function named(error: Error, caller: string): Error {
  if (!(error instanceof NativeError)) return error;
  return new NativeError(error.message.replace(/^Cannot run \w+\.\w+/, `Cannot run ${caller}`), error.status);
}

function checkWeights(caller: string, weights: Tensor, input: Tensor, classes: number): void {
  if (weights.shape.length !== 1 || weights.shape[0] !== classes) checkSize(caller, "weights", weights, [classes]);
  if (weights.store.code !== input.store.code || weights.store.device !== input.store.device) {
    checkSameType(caller, { input, weights });
  }
}
