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
import { fit } from "./buffers.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

/** How the samples of a loss over labelled classes count. */
export interface LabelledLossSettings {
  /** A factor for each class, [classes]; all 1 if left out. */
  weights: Tensor | undefined;
  /** Whether the sum over the samples is divided by the sum of their weights. */
  sizeAverage: boolean;
  /** Samples of this label count for nothing. */
  ignoreIndex: number;
}

const ONE: readonly number[] = [1];
const sizes = [0, 0];

/**
 * The negative log-likelihood of labels, which several criterions share: −Σ w[y] x[y] over samples, divided by Σ w[y] for the
 * average. It keeps what their forward pass leaves for the backward pass.
 */
export class LabelledLoss {
  /** The loss on the device. */
  protected loss: Tensor | undefined;
  /** Σ w[y] of the samples that counted. */
  protected total: Tensor | undefined;
  /** Labels as int64, where they are given as something else. */
  protected labels: Tensor | undefined;
  /** Those labels in the dtype that they came in. */
  protected restored: Tensor | undefined;

  /**
   * Computes the loss of contiguous log-probabilities `x`, [samples][classes].
   *
   * @param caller The method that was called, for messages.
   */
  forward(
    caller: string,
    x: Tensor,
    samples: number,
    classes: number,
    target: Tensor | number,
    settings: LabelledLossSettings,
  ): Tensor {
    const { code, device } = x.store, labels = this.labelsFrom(caller, target, samples), { weights } = settings;
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
      labels.store.block.arg, weights === undefined ? null : weights.store.block.arg, frame, +settings.sizeAverage, settings.ignoreIndex);
    if (status !== 0) throw named(device.error(status), caller);
    return loss;
  }

  /**
   * Computes the gradient with respect to the log-probabilities in the contiguous `gx`, [samples][classes].
   *
   * @param caller The method that was called, for messages.
   */
  backward(
    caller: string,
    gx: Tensor,
    samples: number,
    classes: number,
    target: Tensor | number,
    settings: LabelledLossSettings,
  ): Tensor {
    const { device } = gx.store, { total } = this, { weights } = settings;
    if (total === undefined) throw new Error(`Cannot run ${caller}: forward must run before it`);
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
      weights === undefined ? null : weights.store.block.arg, total.store.block.arg, frame, +settings.sizeAverage, settings.ignoreIndex);
    if (status !== 0) throw named(device.error(status), caller);
    return gx;
  }

  /** Returns the labels as a contiguous int64 tensor. */
  protected labelsFrom(caller: string, target: Tensor | number, samples: number): Tensor {
    if (typeof target === "number") {
      checkInteger(caller, "target", target, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      if (samples !== 1) throw new TypeError(`Cannot run ${caller}: target must be [${samples}] but is the number ${target}`);
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
function named(error: NativeError, caller: string): NativeError {
  return new NativeError(error.message.replace(/^Cannot run \w+\.\w+/, `Cannot run ${caller}`), error.status);
}

function checkWeights(caller: string, weights: Tensor, input: Tensor, classes: number): void {
  if (weights.shape.length !== 1 || weights.shape[0] !== classes) checkSize(caller, "weights", weights, [classes]);
  if (weights.store.code !== input.store.code || weights.store.device !== input.store.device) {
    checkSameType(caller, { input, weights });
  }
}

/**
 * Checks scores of classes.
 *
 * @throws {TypeError} If `input` is no floating-point tensor.
 */
export function checkScores(caller: string, input: Tensor): void {
  checkTensor(caller, "input", input);
  if (!isFloat(input.store.code)) checkFloat(caller, "input", input);
}

/** Returns the class weights as criterions keep them. */
export function keepWeights(caller: string, weights: Tensor | null | undefined): Tensor | undefined {
  if (weights === undefined || weights === null) return undefined;
  checkTensor(caller, "weights", weights);
  checkFloat(caller, "weights", weights);
  checkSize(caller, "weights", weights, ["classes"]);
  return weights.contiguous();
}

