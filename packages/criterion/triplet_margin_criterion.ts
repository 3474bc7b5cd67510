import { checkFinite, checkRange, cmin, lt, mul, norm, sub, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { AVERAGED, flag, numeric, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { lossInto, slopeInto } from "./pointwise_loss.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFlag, checkForms, checkSizesAlike, checkTensors } from "./refusal.ts";

/** Options of {@linkcode TripletMarginCriterion}. */
export interface TripletMarginOptions extends ReductionOptions {
  /** What is added to each difference, so that no distance is 0; 1e-6 by default. */
  eps?: number;
  /** Whether the distance between the other two samples counts where it is the smaller one; false by default. */
  swap?: boolean;
}

const OP = op("loss", "excess");

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
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["margin", "p"],
    fields: [numeric("eps"), flag("swap"), ...REDUCED],
    gradInput: [[], [], []],
    missing: AVERAGED,
    ours: true,
  };

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
  /** By how much the positive sample is farther than the negative one, [batch, 1]. */
  protected excess: Tensor | undefined;
  /** Whether the distance between the other two samples is the smaller one, [batch, 1]. */
  protected nearer: Tensor | undefined;
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
    const excess = this.measure("forward", input), { store: { code, device }, count } = excess;
    const each = this.reduction === "none", loss = this.loss = fit(this.loss, code, each ? [count] : ONE, device);
    if (count === 0) return each ? loss : loss.zero();
    return lossInto(loss, OP, excess, excess, undefined, this.scaleFor(count), this.margin, each);
  }

  /** Computes the gradients with respect to the three tensors. */
  override updateGradInput(input: readonly Tensor[], _target?: unknown): readonly Tensor[] {
    const excess = this.measure("backward", input), { store: { code, device }, shape } = input[0]!;
    const list = this.gradInput as Tensor[], pairs = this.swap ? 3 : 2;
    for (let k = 0; k < 3; k++) list[k] = fit(list[k], code, shape, device);
    if (list[0]!.count === 0) return list;
    for (let k = 0; k < pairs; k++) this.direct(k);
    this.setSlopes(excess);
    for (let k = 0; k < 3; k++) list[k]!.zero();
    for (let k = 0; k < pairs; k++) {
      const [a, b] = PAIRS[k]!, g = this.differences[k]!.mul(this.distances[k]!).view(shape);
      list[a]!.add(g);
      list[b]!.add(-1, g);
    }
    return list;
  }

  /**
   * Checks the input, computes differences and distances, and returns d(anchor, positive) − d(anchor, negative), or the smaller
   * distance of the negative sample to the other two, [batch, 1].
   */
  protected measure(method: string, input: readonly Tensor[]): Tensor {
    const caller = `TripletMarginCriterion.${method}`, list = checkTensors(caller, "input", input, 3);
    checkForms(caller, "input[0]", list[0]!, [["features"], ["batch", "features"]]);
    checkSizesAlike(caller, "input", list);
    const { store: { code, device }, shape, count } = list[0]!, batch = shape.length === 1 ? 1 : shape[0]!;
    const rows = [batch, shape[shape.length - 1]!], pairs = this.swap ? 3 : 2;
    this.distances.length = pairs;
    for (let k = 0; k < pairs; k++) {
      const [a, b] = PAIRS[k]!, out = this.differences[k] = fit(this.differences[k], code, rows, device);
      const distance = this.distances[k] = fit(this.distances[k], code, [batch, 1], device);
      if (count > 0) norm(sub(rowsOf(list[a]!), rowsOf(list[b]!), { out }).add(this.eps), this.p, 1, { out: distance });
      else if (batch > 0) distance.zero();
    }
    const out = this.excess = fit(this.excess, code, [batch, 1], device), [alike, other, third] = this.distances;
    if (batch === 0) return out;
    return third === undefined ? sub(alike!, other!, { out }) : cmin(other!, third, { out }).neg().add(1, alike!);
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
  protected setSlopes(excess: Tensor): void {
    const { store: { code, device }, count } = excess,
      [alike, other, third] = this.distances as [Tensor, Tensor, Tensor];
    slopeInto(alike, OP, excess, excess, undefined, this.scaleFor(count), this.margin);
    if (this.swap) { // 1 where the third pair is the nearer one, and then what it takes of the slope
      const nearer = this.nearer = fit(this.nearer, code, [count, 1], device);
      lt(third, other, { out: nearer });
      mul(nearer, alike, { out: third }).neg();
      other.copy(alike).add(1, third).neg();
    } else {
      other.copy(alike).neg();
    }
  }
}

function rowsOf(x: Tensor): Tensor {
  return x.shape.length === 1 ? x.unsqueeze(0) : x;
}
