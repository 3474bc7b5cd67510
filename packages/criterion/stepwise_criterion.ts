import { Tensor } from "@taimatsu/tensor";
import { type Activity, fitActivity, scaleInto } from "./activity.ts";
import { type AnyCriterion, Criterion } from "./criterion.ts";
import { criterionFrom } from "./criterion_container.ts";
import { ModuleCriterion } from "./module_criterion.ts";
import { found } from "./refusal.ts";

/** What criterions of sequences have in common: a criterion that is applied to each step, with memory of its own for each. */
export abstract class StepwiseCriterion extends Criterion<Activity, unknown> {
  /** The criterion that was given. */
  criterion: AnyCriterion;
  /** Its copies, one for each step that there was. */
  readonly clones: AnyCriterion[] = [];

  /**
   * Keeps the criterion.
   *
   * @param criterion What is applied to each step.
   * @throws {TypeError} If it is no criterion, or a `ModuleCriterion`, which must be outside instead.
   */
  constructor(criterion: AnyCriterion) {
    super();
    const { name } = new.target;
    this.criterion = criterionFrom(name, criterion);
    if (criterion instanceof ModuleCriterion) {
      throw new TypeError(
        `Cannot run ${name}: criterion must be no ModuleCriterion; put the ${name} into the ModuleCriterion instead`,
      );
    }
  }

  /** Returns the copy of the criterion that belongs to a step. */
  getStepCriterion(step: number): AnyCriterion {
    return this.clones[step] ??= this.criterion.clone();
  }

  /** Returns the target of a step. */
  protected abstract targetOf(target: unknown, step: number): unknown;

  /** Checks the target of a sequence of so many steps. */
  protected abstract checkTarget(caller: string, input: Activity, target: unknown, steps: number): void;

  /** Returns what the losses of so many steps are multiplied by. */
  protected abstract factorFor(steps: number): number;

  /**
   * Returns the sum of the losses of the steps.
   *
   * @throws {TypeError} If input or target is no sequence.
   */
  override updateOutput(input: Activity, target: unknown): number {
    const steps = this.stepsOf("forward", input, target);
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      sum += this.getStepCriterion(i).forward(stepOf(input, i) as Activity, this.targetOf(target, i));
    }
    return sum * this.factorFor(steps);
  }

  /** Computes the gradients of the steps: a list or a tensor like the input. */
  override updateGradInput(input: Activity, target: unknown): Activity {
    const steps = this.stepsOf("backward", input, target), factor = this.factorFor(steps);
    const whole = input instanceof Tensor,
      r: Activity = whole ? fitActivity(this.gradInput, input) : this.listFor(steps);
    for (let i = 0; i < steps; i++) {
      const g = this.getStepCriterion(i).backward(stepOf(input, i) as Activity, this.targetOf(target, i));
      if (r instanceof Tensor) scaleInto(stepOf(r, i) as Tensor, factor, g);
      else scaleInto((r as Activity[])[i] = fitActivity((r as Activity[])[i], g), factor, g);
    }
    return r;
  }

  /** Checks the arguments and returns the number of steps. */
  protected stepsOf(method: string, input: Activity, target: unknown): number {
    const caller = `${this.constructor.name}.${method}`, steps = lengthOf(input);
    if (steps === undefined) {
      throw new TypeError(
        `Cannot run ${caller}: input must be a list or a tensor [steps, …] but is ${found(input)}`,
      );
    }
    this.checkTarget(caller, input, target, steps);
    return steps;
  }

  /** Returns the list of the last gradients with as many entries as there are steps. */
  protected listFor(steps: number): Activity[] {
    const list = Array.isArray(this.gradInput) ? this.gradInput as Activity[] : [];
    list.length = Math.min(list.length, steps);
    return list;
  }

  /** Returns the name and that of the criterion inside. */
  override toString(): string {
    return `${this.constructor.name}(${this.criterion})`;
  }
}

/** Returns the number of steps of a sequence, `undefined` if it is none. */
export function lengthOf(x: unknown): number | undefined {
  if (x instanceof Tensor) return x.shape.length > 0 ? x.shape[0] : undefined;
  return Array.isArray(x) ? x.length : undefined;
}

/**
 * Returns a step of a list or a tensor. A step of a 1-D tensor is a tensor of one element.
 */
export function stepOf(x: unknown, i: number): unknown {
  if (!(x instanceof Tensor)) return (x as readonly unknown[])[i];
  return x.shape.length === 1 ? x.narrow(0, i, 1) : x.select(0, i);
}
