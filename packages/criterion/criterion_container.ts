import { checkFinite, describe } from "@taimatsu/tensor";
import type { Activity } from "./activity.ts";
import { type AnyCriterion, Criterion } from "./criterion.ts";

/** What containers of criterions have in common: criterions and their weights. */
export abstract class CriterionContainer extends Criterion<Activity, unknown> {
  /** The criterions inside. */
  readonly criterions: AnyCriterion[] = [];
  /** Their weights. */
  readonly factors: number[] = [];

  /**
   * Adds a criterion.
   *
   * @param criterion A criterion, which is not copied.
   * @param weight Its weight in the sum.
   * @throws {TypeError} If `criterion` is none.
   * @throws {RangeError} If `weight` is not finite.
   */
  add<Input, Target>(criterion: Criterion<Input, Target>, weight: number = 1): this {
    const caller = `${this.constructor.name}.add`, added = criterionFrom(caller, criterion);
    checkFinite(caller, "weight", weight);
    this.criterions.push(added);
    this.factors.push(weight);
    return this;
  }

  /** Returns the name and those of the criterions inside. */
  override toString(): string {
    const inside = this.criterions.map((c, i) => `${this.factors[i] === 1 ? "" : `${this.factors[i]} × `}${c}`);
    return `${this.constructor.name}(${inside.join(", ")})`;
  }
}

/**
 * Returns a criterion of whatever input and target.
 *
 * @throws {TypeError} If it is none.
 */
export function criterionFrom<Input, Target>(caller: string, criterion: Criterion<Input, Target>): AnyCriterion {
  if (!(criterion instanceof Criterion)) {
    throw new TypeError(`Cannot run ${caller}: criterion must be a criterion but is ${describe(criterion)}`);
  }
  return criterion as unknown as AnyCriterion;
}
