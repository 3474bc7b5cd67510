import { checkOneOf, describe, type Tensor } from "@taimatsu/tensor";
import { Criterion } from "./criterion.ts";
import { checkFlag } from "./refusal.ts";

/**
 * What becomes of the losses of elements or samples: their mean, their sum, or nothing.
 *
 * With `"none"` the method `lossTensor` gives the losses themselves; `forward`, which returns a number, gives their
 * sum, and `backward` its gradient: for each sample the gradient of its own loss.
 */
export type Reduction = "mean" | "sum" | "none";

/** Options of criterions that Torch7 has not. */
export interface ReductionOptions {
  /** What becomes of the losses of elements or samples; by default what `sizeAverage` says: `"mean"` or `"sum"`. */
  reduction?: Reduction;
}

const REDUCTIONS = ["mean", "sum", "none"] as const;

/** What criterions have in common whose loss is the mean or the sum of many losses. */
export abstract class ReducedCriterion<Input = Tensor, Target = Tensor> extends Criterion<Input, Target> {
  /** What becomes of the losses. */
  reduction: Reduction;

  /**
   * Keeps the settings.
   *
   * @param sizeAverage Whether the loss is the mean, not the sum.
   * @throws {TypeError} If an argument is of another type.
   */
  constructor(sizeAverage: boolean, options: ReductionOptions = {}) {
    super();
    const { name } = new.target;
    checkFlag(name, "sizeAverage", sizeAverage);
    if (typeof options !== "object" || options === null) {
      throw new TypeError(`Cannot run ${name}: options must be an object but are ${describe(options)}`);
    }
    const { reduction = sizeAverage ? "mean" : "sum" } = options;
    checkOneOf(name, "reduction", reduction, REDUCTIONS);
    this.reduction = reduction;
  }

  /** Whether the loss is the mean, not the sum; setting it sets {@linkcode reduction}. */
  get sizeAverage(): boolean {
    return this.reduction === "mean";
  }

  /** Sets {@linkcode reduction}. */
  set sizeAverage(value: boolean) {
    this.reduction = value ? "mean" : "sum";
  }

  /**
   * Returns the loss as a tensor of one element, or with the reduction `"none"` the losses, in a tensor that the next
   * call overwrites.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  abstract override lossTensor(input: Input, target: Target): Tensor;

  /** Returns the loss as a number: the sum if the losses are not reduced. */
  override updateOutput(input: Input, target: Target): number {
    const loss = this.lossTensor(input, target);
    return loss.count === 1 ? loss.item() : loss.count === 0 ? 0 : loss.sum();
  }

  /** Returns what the losses of `n` elements or samples are multiplied by. */
  protected scaleFor(n: number): number {
    return this.reduction === "mean" && n > 0 ? 1 / n : 1;
  }
}
