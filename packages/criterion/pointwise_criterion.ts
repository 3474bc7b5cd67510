import { isFloat, sameSize, Tensor } from "@taimatsu/tensor";
import type { Op } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { lossInto, slopeInto } from "./pointwise_loss.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkPair } from "./refusal.ts";
import { checkWeights, weightsFrom } from "./weights.ts";

/** Options of criterions that compare element by element. */
export interface PointwiseOptions extends ReductionOptions {
  /** A factor for the losses of each column, [size of the last dimension], in the dtype of the inputs; all 1 by default. */
  weights?: Tensor | null;
}

/**
 * What criterions have in common whose loss is the mean or the sum of a loss for each element: Σ w f(x, y), divided by
 * the number of elements for the mean.
 *
 * Input and target have any one size and dtype, float32 or float64. With the reduction `"none"` the losses are sized
 * like the input.
 */
export abstract class PointwiseCriterion<Target = Tensor> extends ReducedCriterion<Tensor, Target> {
  /** A factor for each column; all 1 if `undefined`. */
  override weights: Tensor | undefined;
  /** The function f in the native library. */
  protected readonly op: Op;
  /** The number that f takes besides input and target. */
  protected parameter: number;
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;
  /** A contiguous copy of a target that is not, or what was made of the target. */
  protected targetCopy: Tensor | undefined;

  /**
   * Keeps the settings.
   *
   * @param op The function f in the native library.
   * @param parameter The number that f takes besides input and target.
   * @param sizeAverage Whether the sum is divided by the number of elements.
   * @throws {TypeError} If an argument is of another type, or `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(op: Op, parameter: number, sizeAverage: boolean, options?: PointwiseOptions) {
    super(sizeAverage, options);
    this.op = op;
    this.parameter = parameter;
    this.weights = weightsFrom(new.target.name, options?.weights, "columns");
  }

  /**
   * Checks the arguments.
   *
   * @param method `forward` or `backward`.
   * @returns A contiguous target with as many elements as the input, in its dtype.
   */
  protected targetFor(method: string, input: Tensor, target: Target): Tensor {
    const fits = input instanceof Tensor && target instanceof Tensor && isFloat(input.store.code) &&
      input.store.code === target.store.code && input.store.device === target.store.device &&
      sameSize(input.shape, target.shape);
    if (!fits) checkPair(`${this.constructor.name}.${method}`, input, target as Tensor);
    const y = target as Tensor;
    return y.dense ? y : this.targetCopy = denseIn(this.targetCopy, y);
  }

  /** Returns what the sum over the elements is multiplied by. */
  protected scaleOf(input: Tensor): number {
    return this.scaleFor(input.count);
  }

  /**
   * Computes Σ w f(x, y), divided by the number of elements for the mean; the losses themselves with the reduction
   * `"none"`.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: Tensor, target: Target): Tensor {
    const y = this.targetFor("forward", input, target), { store: { code, device }, shape } = input, { weights } = this;
    if (weights !== undefined) this.checkColumns("forward", weights, input);
    const each = this.reduction === "none",
      size = each ? shape : ONE,
      loss = this.loss = fit(this.loss, code, size, device);
    if (input.count === 0) return each ? loss : loss.zero();
    const x = input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input);
    return lossInto(loss, this.op, x, y, weights, this.scaleOf(input), this.parameter, each);
  }

  /** Computes w ∂f/∂x, divided by the number of elements for the mean. */
  override updateGradInput(input: Tensor, target: Target): Tensor {
    const y = this.targetFor("backward", input, target), { store: { code, device }, shape } = input, { weights } = this;
    if (weights !== undefined) this.checkColumns("backward", weights, input);
    const gradInput = fit(this.gradInput, code, shape, device);
    if (input.count === 0) return gradInput;
    const x = input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input);
    return slopeInto(gradInput, this.op, x, y, weights, this.scaleOf(input), this.parameter);
  }

  /** Checks that there is a weight for each column. */
  protected checkColumns(method: string, weights: Tensor, input: Tensor): void {
    checkWeights(`${this.constructor.name}.${method}`, weights, input, input.shape[input.shape.length - 1] ?? 0);
  }
}
