import { describe, NativeError, type Tensor } from "@taimatsu/tensor";
import { frame, putSize, skip } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { LabelledCriterion } from "./labelled_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";
import { checkWeights } from "./weights.ts";

/** Options of criterions that compare with labels of classes. */
export interface LabelOptions extends ReductionOptions {
  /** Samples of this label count for nothing; −100 by default. */
  ignoreIndex?: number;
}

const flat = [0, 0], deep = [0, 0, 0];

/** Sizes as the kernels take them: [batch][classes] or [batch][classes][inner]. */
function sizesOf(batch: number, classes: number, inner: number): number[] {
  const sizes = inner === 1 ? flat : deep;
  sizes[0] = batch;
  sizes[1] = classes;
  if (inner !== 1) sizes[2] = inner;
  return sizes;
}

/**
 * What criterions have in common that compute a negative log-likelihood: −Σ w[y] x[y] over the samples, divided by Σ
 * w[y] for the mean. The losses that the reduction `"none"` leaves are −w[y] x[y].
 */
export abstract class LikelihoodCriterion extends LabelledCriterion {
  /** Samples of this label count for nothing. */
  ignoreIndex: number;
  /** Σ w[y] of the samples that counted, which the backward pass needs. */
  protected total: Tensor | undefined;

  /**
   * Keeps the settings.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @param ignoreIndex Samples of this label count for nothing.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype, or `ignoreIndex` no number.
   */
  constructor(
    weights: Tensor | null | undefined,
    sizeAverage: boolean,
    ignoreIndex: number,
    options?: ReductionOptions,
  ) {
    super(weights, sizeAverage, options);
    if (typeof ignoreIndex !== "number") {
      throw new TypeError(
        `Cannot run ${new.target.name}: ignoreIndex must be a number but is ${describe(ignoreIndex)}`,
      );
    }
    this.ignoreIndex = ignoreIndex;
  }

  /**
   * Computes the loss of contiguous log-probabilities `x`, [batch][classes][inner].
   *
   * @param caller The method that was called, for messages.
   * @param shape The size that the labels must have.
   */
  protected forwardLabels(
    caller: string,
    x: Tensor,
    batch: number,
    classes: number,
    inner: number,
    target: Tensor | number,
    shape: readonly number[],
  ): Tensor {
    const { code, device } = x.store, labels = this.labelsFrom(caller, target, shape, device), { weights } = this;
    if (weights !== undefined) checkWeights(caller, weights, x, classes);
    const each = this.reduction === "none", total = this.total = fit(this.total, code, ONE, x.store.device);
    const loss = this.loss = fit(this.loss, code, each ? shape : ONE, x.store.device),
      sizes = sizesOf(batch, classes, inner);
    if (each && loss.count === 0) return loss;
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
    return each ? this.writeLosses(caller, loss, x, sizes, labels) : loss;
  }

  /** Writes −w[y] x[y] for each label. */
  protected writeLosses(caller: string, loss: Tensor, x: Tensor, sizes: readonly number[], labels: Tensor): Tensor {
    const { device } = x.store, { weights } = this;
    putSize(0, loss, loss.shape);
    putSize(1, x, sizes);
    putSize(2, labels, labels.shape);
    if (weights === undefined) skip(3);
    else putSize(3, weights, weights.shape);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_nll_each(loss.store.block.arg, x.store.block.arg, labels.store.block.arg,
      weights === undefined ? null : weights.store.block.arg, frame, this.ignoreIndex);
    if (status !== 0) throw named(device.error(status), caller);
    return loss;
  }

  /** Reads the loss, with which a GPU tells of wrong labels. */
  override updateOutput(input: Tensor, target: Tensor | number): number {
    try {
      return super.updateOutput(input, target);
    } catch (error) {
      throw named(error, `${this.constructor.name}.forward`);
    }
  }

  /**
   * Computes the gradient with respect to the log-probabilities in the contiguous `gx`, [batch][classes][inner].
   *
   * @param caller The method that was called, for messages.
   * @param shape The size that the labels must have.
   */
  protected backwardLabels(
    caller: string,
    gx: Tensor,
    batch: number,
    classes: number,
    inner: number,
    target: Tensor | number,
    shape: readonly number[],
  ): Tensor {
    const { device } = gx.store, { total, weights } = this;
    if (total === undefined || total.store.isGone() || total.store.code !== gx.store.code) {
      throw new TypeError(`Cannot run ${caller}: forward must run before it but has not`);
    }
    const labels = this.labelsFrom(caller, target, shape, device);
    if (weights !== undefined) checkWeights(caller, weights, gx, classes);
    putSize(0, gx, sizesOf(batch, classes, inner));
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
}

/** The library reports failures under the name of the criterion that the kernel was made for. */
function named(error: unknown, caller: string): unknown {
  if (!(error instanceof NativeError)) return error;
  const method = caller.slice(caller.indexOf("."));
  return new NativeError(
    error.message.replace(`Cannot run ClassNLLCriterion${method}`, `Cannot run ${caller}`),
    error.status,
  );
}
