import { checkFinite, checkRange, norm, sub, type Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, putBack } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFlag, checkForms, checkSizesAlike, checkTensors } from "./refusal.ts";

/** Options of {@linkcode TripletMarginCriterion}. */
export interface TripletMarginOptions extends ReductionOptions {
  /** What is added to each difference, so that no distance is 0; 1e-6 by default. */
  eps?: number;
  /** Whether the distance between the other two samples counts where it is the smaller one; false by default. */
  swap?: boolean;
}

/** Two samples whose distance is measured: positions in the input. */
const PAIRS = [[0, 1], [0, 2], [1, 2]] as const;

/** What is divided by instead of a distance of 0. */
const TINY = 1e-37;

/**
 * The loss of triplets: the mean of max(0, d(anchor, positive) − d(anchor, negative) + margin), with d(x, y) = ‖x − y +
 * ε‖ₚ.
 *
 * The input is a list of three tensors, anchors, samples that are alike and samples that are not: [features] for one
 * triplet or [batch, features], float32 or float64. There is no target, and what is passed as one does not matter.
 *
 * Torch7 has none. PyTorch: `TripletMarginLoss`.
 *
 * @example Usage
 * ```ts
 * import { TripletMarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new TripletMarginCriterion(1, 2, { eps: 0 });
 * const input = [tensor([0, 0]), tensor([3, 4]), tensor([0, 5.5])];
 * assertClose(criterion.forward(input), 5 - 5.5 + 1);
 * assertClose(criterion.backward(input), [[-0.6, -0.8 + 1], [0.6, 0.8], [0, -1]]);
 * ```
 */
export class TripletMarginCriterion extends ReducedCriterion<readonly Tensor[], unknown> {
  /** How much farther the negative sample must be than the positive one. */
  margin: number;
  /** The exponent of the distance. */
  p: number;
  /** What is added to each difference. */
  eps: number;
  /** Whether the distance between the other two samples counts where it is the smaller one. */
  swap: boolean;
  /** The differences of the pairs, [batch, features] each, and then their directions. */
  protected differences: Tensor[] = [];
  /** Their lengths, [batch, 1] each. */
  protected distances: Tensor[] = [];
  /** Powers of a difference. */
  protected powers: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param margin How much farther the negative sample must be than the positive one.
   * @param p The exponent of the distance, from 1.
   * @throws {RangeError} If a number is not finite or out of its range.
   */
  constructor(margin: number = 1, p: number = 2, options: TripletMarginOptions = {}) {
    super(true, options);
    const { eps = 1e-6, swap = false } = options;
    checkFinite("TripletMarginCriterion", "margin", margin);
    checkRange("TripletMarginCriterion", "p", p, 1, Number.MAX_VALUE);
    checkRange("TripletMarginCriterion", "eps", eps, 0, Number.MAX_VALUE);
    checkFlag("TripletMarginCriterion", "swap", swap);
    this.margin = margin;
    this.p = p;
    this.eps = eps;
    this.swap = swap;
    this.gradInput = [];
  }

  /** Returns the loss, and keeps it in `output`. */
  override forward(input: readonly Tensor[], target?: unknown): number {
    return super.forward(input, target);
  }

  /** Returns the gradients of the three tensors, and keeps them in `gradInput`. */
  override backward(input: readonly Tensor[], target?: unknown): readonly Tensor[] {
    return super.backward(input, target);
  }

  /** Runs `forward` and `backward`. */
  override call(input: readonly Tensor[], target?: unknown): [output: number, gradInput: readonly Tensor[]] {
    return super.call(input, target);
  }

  /**
   * Computes the mean or the sum of the losses; the losses of the triplets with the reduction `"none"`.
   *
   * @param input Anchors, positive and negative samples, [features] or [batch, features].
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: readonly Tensor[], _target?: unknown): Tensor {
    const batch = this.measure("forward", input), { code } = input[0]!.store, each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, input[0]!.store.device);
    if (loss.count === 0) return loss;
    const r = elementsOf(loss), d = this.distances.map((x) => elementsOf(x));
    let total = 0;
    for (let i = 0; i < batch; i++) {
      const value = Math.max(0, this.excessOf(d, i));
      if (each) r.data[r.start + i] = value;
      total += value;
    }
    if (!each) r.data[r.start] = this.scaleFor(batch) * total;
    putBack(loss, r);
    return loss;
  }

  /** Computes the gradients with respect to the three tensors. */
  override updateGradInput(input: readonly Tensor[], _target?: unknown): readonly Tensor[] {
    const batch = this.measure("backward", input), { store: { code }, shape } = input[0]!;
    const list = this.gradInput as Tensor[], pairs = this.swap ? 3 : 2;
    for (let k = 0; k < 3; k++) list[k] = fit(list[k], code, shape, input[0]!.store.device);
    if (list[0]!.count === 0) return list;
    for (let k = 0; k < pairs; k++) this.direct(k);
    this.setSlopes(batch);
    for (let k = 0; k < 3; k++) list[k]!.zero();
    for (let k = 0; k < pairs; k++) {
      const [a, b] = PAIRS[k]!, g = this.differences[k]!.mul(this.distances[k]!).view(shape);
      list[a]!.add(g);
      list[b]!.add(-1, g);
    }
    return list;
  }

  /** Checks the input, computes differences and distances, and returns the number of triplets. */
  protected measure(method: string, input: readonly Tensor[]): number {
    const caller = `TripletMarginCriterion.${method}`, list = checkTensors(caller, "input", input, 3);
    checkForms(caller, "input[0]", list[0]!, [["features"], ["batch", "features"]]);
    checkSizesAlike(caller, "input", list);
    const { store: { code }, shape, count } = list[0]!, batch = shape.length === 1 ? 1 : shape[0]!;
    const rows = [batch, shape[shape.length - 1]!], pairs = this.swap ? 3 : 2;
    this.distances.length = pairs;
    for (let k = 0; k < pairs; k++) {
      const [a, b] = PAIRS[k]!,
        out = this.differences[k] = fit(this.differences[k], code, rows, input[0]!.store.device);
      const distance = this.distances[k] = fit(this.distances[k], code, [batch, 1], input[0]!.store.device);
      if (count > 0) norm(sub(rowsOf(list[a]!), rowsOf(list[b]!), { out }).add(this.eps), this.p, 1, { out: distance });
      else if (batch > 0) distance.zero();
    }
    return batch;
  }

  /** Returns d(anchor, positive) − d(anchor, negative) + margin of a triplet. */
  protected excessOf(d: readonly Elements[], i: number): number {
    return at(d[0]!, i) - at(d[this.nearest(d, i)]!, i) + this.margin;
  }

  /** Returns the pair whose distance should be large: the negative sample and the nearer of the other two. */
  protected nearest(d: readonly Elements[], i: number): number {
    return this.swap && at(d[2]!, i) < at(d[1]!, i) ? 2 : 1;
  }

  /** Turns the differences of pair `k` into the derivatives of their length. */
  protected direct(k: number): void {
    const difference = this.differences[k]!, distance = this.distances[k]!.cmax(TINY), { p } = this;
    if (p === 1) difference.sign();
    else if (p === 2) difference.div(distance);
    else {
      const powers = this.powers = fit(this.powers, difference.store.code, difference.shape, difference.store.device);
      powers.copy(difference).abs().div(distance).pow(p - 1);
      difference.sign().cmul(powers);
    }
  }

  /** Turns the distances into the derivatives of the loss with respect to them. */
  protected setSlopes(batch: number): void {
    const d = this.distances.map((x) => elementsOf(x)), scale = this.scaleFor(batch);
    for (let i = 0; i < batch; i++) {
      const slope = this.excessOf(d, i) > 0 ? scale : 0, near = this.nearest(d, i);
      for (let k = 0; k < d.length; k++) d[k]!.data[d[k]!.start + i] = k === 0 ? slope : k === near ? -slope : 0;
    }
    d.forEach((elements, k) => putBack(this.distances[k]!, elements));
  }
}

function at({ data, start }: Elements, i: number): number {
  return data[start + i]!;
}

function rowsOf(x: Tensor): Tensor {
  return x.shape.length === 1 ? x.unsqueeze(0) : x;
}
