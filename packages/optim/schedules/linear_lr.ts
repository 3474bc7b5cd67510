import { checkInteger } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkRate } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode LinearLR}. */
export interface LinearLROptions {
  /** Number of steps until the learning rates stay. */
  totalSteps: number;
  /** Share of the learning rates to begin with; 1 by default. */
  startFactor?: number;
  /** Share of them after `totalSteps`; 0 by default. */
  endFactor?: number;
}

/**
 * Changes the learning rates evenly, from one share of what they were to another: by default from all to nothing.
 *
 * PyTorch: `LinearLR`, which rises from 1/3 to 1 unless told otherwise.
 *
 * @example Usage
 * ```ts
 * import { LinearLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new LinearLR({ groups }, { totalSteps: 4 });
 * schedule.step();
 * assertClose(groups[0]!.learningRate, 0.75);
 * ```
 */
export class LinearLR extends Schedule {
  /** Number of steps until the learning rates stay. */
  readonly totalSteps: number;
  /** Share of the learning rates to begin with. */
  readonly startFactor: number;
  /** Share of them at the end. */
  readonly endFactor: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options How long, from where and to where.
   * @throws {RangeError} If `totalSteps` is no integer from 1, or a factor is negative or not finite.
   */
  constructor(optimizer: Scheduled, options: LinearLROptions) {
    super(optimizer);
    checkObject("LinearLR", "options", options);
    const { totalSteps, startFactor = 1, endFactor = 0 } = options;
    checkInteger("LinearLR", "totalSteps", totalSteps, 1);
    checkRate("LinearLR", "startFactor", startFactor);
    checkRate("LinearLR", "endFactor", endFactor);
    this.totalSteps = totalSteps;
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.apply();
  }

  /** Returns base · (startFactor + (endFactor − startFactor) · min(steps / totalSteps, 1)). */
  override rateAt(steps: number, base: number): number {
    return base * (this.startFactor + (this.endFactor - this.startFactor) * Math.min(steps / this.totalSteps, 1));
  }
}
