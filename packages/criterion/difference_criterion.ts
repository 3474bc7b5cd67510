import type { Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, putBack } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkSizesAlike, checkTensors } from "./refusal.ts";

/**
 * What criterions have in common whose loss depends on the differences of two tensors, element by element. Both have
 * any one size and dtype, float32 or float64; with the reduction `"none"` the losses are sized like them.
 */
export abstract class DifferenceCriterion<Target> extends ReducedCriterion<readonly Tensor[], Target> {
  /** Contiguous copies of inputs that are not. */
  protected copies: Tensor[] = [];

  /**
   * Keeps the settings.
   *
   * @param sizeAverage Whether the loss is the mean over the elements, not the sum.
   */
  constructor(sizeAverage: boolean, options?: ReductionOptions) {
    super(sizeAverage, options);
    this.gradInput = [];
  }

  /** Checks the target and returns a number for each element, if it has some. */
  protected abstract numbersFrom(caller: string, target: Target, shape: readonly number[]): Elements | undefined;

  /** Returns the loss of an element with the difference `d` and the target `y`. */
  protected abstract lossOf(d: number, y: number): number;

  /** Returns the derivative of that with respect to `d`. */
  protected abstract slopeOf(d: number, y: number): number;

  /**
   * Computes the mean or the sum of the losses; the losses themselves with the reduction `"none"`.
   *
   * @param input Two tensors.
   * @param target What belongs to them.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: readonly Tensor[], target: Target): Tensor {
    const [a, b] = this.pairFrom("forward", input), each = this.reduction === "none", { count } = a;
    const t = this.numbersFrom(`${this.constructor.name}.forward`, target, a.shape);
    const loss = this.loss = fit(this.loss, a.store.code, each ? a.shape : ONE, a.store.device),
      scale = this.scaleFor(count);
    if (loss.count === 0) return loss;
    const r = elementsOf(loss), x = elementsOf(a), y = elementsOf(b);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const d = x.data[x.start + i]! - y.data[y.start + i]!;
      const value = this.lossOf(d, t === undefined ? 0 : t.data[t.start + i]!);
      if (each) r.data[r.start + i] = value;
      total += value;
    }
    if (!each) r.data[r.start] = scale * total;
    putBack(loss, r);
    return loss;
  }

  /** Computes the gradients with respect to both tensors. */
  override updateGradInput(input: readonly Tensor[], target: Target): readonly Tensor[] {
    const [a, b] = this.pairFrom("backward", input), { store: { code, device }, shape, count } = a;
    const t = this.numbersFrom(`${this.constructor.name}.backward`, target, shape), scale = this.scaleFor(count);
    const list = this.gradInput as Tensor[], up = list[0] = fit(list[0], code, shape, device);
    const down = list[1] = fit(list[1], code, shape, device), u = elementsOf(up), v = elementsOf(down);
    const x = elementsOf(a), y = elementsOf(b);
    for (let i = 0; i < count; i++) {
      const d = x.data[x.start + i]! - y.data[y.start + i]!;
      const slope = scale * this.slopeOf(d, t === undefined ? 0 : t.data[t.start + i]!);
      u.data[u.start + i] = slope;
      v.data[v.start + i] = -slope;
    }
    putBack(up, u);
    putBack(down, v);
    return list;
  }

  /** Checks the input and returns both tensors contiguous. */
  protected pairFrom(method: string, input: readonly Tensor[]): readonly [Tensor, Tensor] {
    const caller = `${this.constructor.name}.${method}`, list = checkTensors(caller, "input", input, 2);
    checkSizesAlike(caller, "input", list);
    return [this.denseOf(list, 0), this.denseOf(list, 1)];
  }

  /** Returns a tensor of the list, or a contiguous copy that the next call overwrites. */
  protected denseOf(list: readonly Tensor[], k: number): Tensor {
    const x = list[k]!;
    return x.dense ? x : this.copies[k] = denseIn(this.copies[k], x);
  }
}
