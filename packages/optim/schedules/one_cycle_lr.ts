import { checkFinite, checkInteger, checkOneOf, checkRange } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkLevels, cosine } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode OneCycleLR}. */
export interface OneCycleLROptions {
  /** The highest learning rate, of all groups or of each. */
  maxLearningRate: number | readonly number[];
  /** Number of steps of the whole training. */
  totalSteps: number;
  /** Share of the steps in which the learning rate rises; 0.3 by default. */
  pctStart?: number;
  /** How it changes: along half a cosine, or in a line; `"cos"` by default. */
  annealStrategy?: "cos" | "linear";
  /** The highest learning rate divided by the first; 25 by default. */
  divFactor?: number;
  /** The first learning rate divided by the last; 10⁴ by default. */
  finalDivFactor?: number;
  /** Whether it falls as long as it rose, to where it began, and only then to the last; false by default. */
  threePhase?: boolean;
  /**
   * Whether the momentum falls while the learning rate rises, and the other way round: the setting `momentum` of groups that have
   * it, `beta1` of others; false by default.
   */
  cycleMomentum?: boolean;
  /** The lowest momentum; 0.85 by default. */
  baseMomentum?: number;
  /** The highest momentum; 0.95 by default. */
  maxMomentum?: number;
}

/** A stretch of the cycle: where it ends, and the values that it goes from and to. */
interface Phase {
  end: number;
  rate: [from: Level, to: Level];
  momentum: [from: "baseMomentum" | "maxMomentum", to: "baseMomentum" | "maxMomentum"];
}
type Level = "first" | "highest" | "last";

/**
 * Raises the learning rates to their highest and lowers them far below the first, once in the whole training; a step is a batch.
 * What the groups had before plays no part.
 *
 * L. N. Smith, N. Topin, _Super-convergence: very fast training of neural networks using large learning rates_, 2017. PyTorch:
 * `OneCycleLR`, which cycles the momentum unless told otherwise.
 *
 * @example Usage
 * ```ts
 * import { OneCycleLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new OneCycleLR({ groups }, { maxLearningRate: 0.5, totalSteps: 10, pctStart: 0.5 });
 * for (let k = 0; k < 4; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.5);
 * ```
 */
export class OneCycleLR extends Schedule {
  /** Number of steps of the whole training. */
  readonly totalSteps: number;
  readonly #options: Required<OneCycleLROptions>;
  readonly #phases: Phase[];

  /**
   * Sets the first learning rates.
   *
   * @param optimizer What is changed.
   * @param options How high, how long and in which form.
   * @throws {TypeError} If a list has not one entry for each group, or a group has no momentum to cycle.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: OneCycleLROptions) {
    super(optimizer);
    checkObject("OneCycleLR", "options", options);
    const all = this.#options = {
      pctStart: 0.3,
      annealStrategy: "cos",
      divFactor: 25,
      finalDivFactor: 1e4,
      threePhase: false,
      cycleMomentum: false,
      baseMomentum: 0.85,
      maxMomentum: 0.95,
      ...options,
    };
    const { maxLearningRate, totalSteps, pctStart, threePhase } = all;
    checkLevels("OneCycleLR", "maxLearningRate", maxLearningRate, optimizer.groups.length);
    checkInteger("OneCycleLR", "totalSteps", totalSteps, 1);
    checkRange("OneCycleLR", "pctStart", pctStart, 0, 1);
    checkOneOf("OneCycleLR", "annealStrategy", all.annealStrategy, ["cos", "linear"]);
    for (const name of ["divFactor", "finalDivFactor"] as const) {
      checkFinite("OneCycleLR", name, all[name]);
      checkRange("OneCycleLR", name, all[name], Number.MIN_VALUE, Infinity);
    }
    for (const name of ["baseMomentum", "maxMomentum"] as const) checkRange("OneCycleLR", name, all[name], 0, 1);
    this.totalSteps = totalSteps;
    const rise: Phase = {
      end: pctStart * totalSteps - 1,
      rate: ["first", "highest"],
      momentum: ["maxMomentum", "baseMomentum"],
    };
    const end = totalSteps - 1;
    this.#phases = threePhase
      ? [
        rise,
        { end: 2 * pctStart * totalSteps - 2, rate: ["highest", "first"], momentum: ["baseMomentum", "maxMomentum"] },
        { end, rate: ["first", "last"], momentum: ["maxMomentum", "maxMomentum"] },
      ]
      : [rise, { end, rate: ["highest", "last"], momentum: ["baseMomentum", "maxMomentum"] }];
    this.apply();
  }

  /**
   * Goes on by one step.
   *
   * @throws {RangeError} If all steps but the last are done: `totalSteps` learning rates are all there are.
   */
  override step(): void {
    if (this.steps >= this.totalSteps - 1) {
      throw new RangeError(
        `Cannot run OneCycleLR.step: the cycle must have more than ${
          this.steps + 1
        } steps but totalSteps is ${this.totalSteps}`,
      );
    }
    super.step();
  }

  /** Sets the learning rates, and the momenta if these cycle. */
  override apply(): void {
    const { cycleMomentum } = this.#options;
    const names = cycleMomentum ? this.optimizer.groups.map(momentumOf) : [];
    super.apply();
    const { phase, share } = this.#at(this.steps), [from, to] = phase.momentum;
    const momentum = this.#between(this.#options[from], this.#options[to], share);
    names.forEach((name, k) => (this.optimizer.groups[k] as Record<string, number>)[name] = momentum);
  }

  /** Returns the learning rate of the phase. */
  override rateAt(steps: number, _base: number, group: number): number {
    const { maxLearningRate, divFactor, finalDivFactor } = this.#options, { phase, share } = this.#at(steps);
    const highest = typeof maxLearningRate === "number" ? maxLearningRate : maxLearningRate[group];
    if (highest === undefined) {
      throw new TypeError(
        `Cannot run OneCycleLR: maxLearningRate must have an entry for each group but lacks ${group}`,
      );
    }
    const first = highest / divFactor, levels = { first, highest, last: first / finalDivFactor };
    return this.#between(levels[phase.rate[0]], levels[phase.rate[1]], share);
  }

  #at(steps: number): { phase: Phase; share: number } {
    let start = 0;
    for (const [k, phase] of this.#phases.entries()) {
      // Without a step to go there is nowhere between.
      if (steps <= phase.end || k === this.#phases.length - 1) {
        return { phase, share: phase.end > start ? (steps - start) / (phase.end - start) : 1 };
      }
      start = phase.end;
    }
    throw new RangeError("Cannot run OneCycleLR: there must be phases");
  }

  #between(from: number, to: number, share: number): number {
    return this.#options.annealStrategy === "cos" ? cosine(from, to, share) : from + (to - from) * share;
  }
}

/**
 * Returns the name of a group's momentum.
 *
 * @throws {TypeError} If it has none.
 */
function momentumOf(group: object, k: number): string {
  const name = ["momentum", "beta1"].find((name) => typeof (group as Record<string, unknown>)[name] === "number");
  if (name === undefined) {
    throw new TypeError(`Cannot run OneCycleLR: groups[${k}] must have momentum or beta1 to cycle but has neither`);
  }
  return name;
}
