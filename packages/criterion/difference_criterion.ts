import { sub, type Tensor } from "@taimatsu/tensor";
import type { Op } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { lossInto, slopeInto } from "./pointwise_loss.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkSizesAlike, checkTensors } from "./refusal.ts";

/**
 * What criterions have in common whose loss depends on the differences of two tensors, element by element. Both have
 * any one size and dtype, float32 or float64; with the reduction `"none"` the losses are sized like them.
 */
export abstract class DifferenceCriterion<Target> extends ReducedCriterion<readonly Tensor[], Target> {
  /** The loss of an element, of its difference and its target, in the native library. */
  protected readonly op: Op;
  /** The differences. */
  protected differences: Tensor | undefined;

  /**
   * Keeps the settings.
   *
   * @param op The loss of an element in the native library.
   * @param sizeAverage Whether the loss is the mean over the elements, not the sum.
   */
  constructor(op: Op, sizeAverage: boolean, options?: ReductionOptions) {
    super(sizeAverage, options);
    this.op = op;
    this.gradInput = [];
  }

  /** Checks the target and returns a number for each difference `d`, in its dtype. */
  protected abstract numbersFrom(caller: string, target: Target, d: Tensor): Tensor;

  /** Returns the number that the loss takes besides. */
  protected abstract parameter(): number;

  /**
   * Computes the mean or the sum of the losses; the losses themselves with the reduction `"none"`.
   *
   * @param input Two tensors.
   * @param target What belongs to them.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: readonly Tensor[], target: Target): Tensor {
    const d = this.differencesOf("forward", input), { store: { code, device }, shape, count } = d;
    const y = this.numbersFrom(`${this.constructor.name}.forward`, target, d), each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, code, each ? shape : ONE, device);
    if (count === 0) return each ? loss : loss.zero();
    return lossInto(loss, this.op, d, y, undefined, this.scaleFor(count), this.parameter(), each);
  }

  /** Computes the gradients with respect to both tensors. */
  override updateGradInput(input: readonly Tensor[], target: Target): readonly Tensor[] {
    const d = this.differencesOf("backward", input), { store: { code, device }, shape, count } = d;
    const y = this.numbersFrom(`${this.constructor.name}.backward`, target, d), list = this.gradInput as Tensor[];
    for (const k of [0, 1]) list[k] = fit(list[k], code, shape, device);
    if (count === 0) return list;
    slopeInto(list[0]!, this.op, d, y, undefined, this.scaleFor(count), this.parameter());
    list[1]!.copy(list[0]!).neg();
    return list;
  }

  /** Checks the input and returns the differences. */
  protected differencesOf(method: string, input: readonly Tensor[]): Tensor {
    const caller = `${this.constructor.name}.${method}`, [a, b] = checkTensors(caller, "input", input, 2);
    checkSizesAlike(caller, "input", input);
    const d = this.differences = fit(this.differences, a!.store.code, a!.shape, a!.store.device);
    return d.count === 0 ? d : sub(a!, b!, { out: d });
  }
}
