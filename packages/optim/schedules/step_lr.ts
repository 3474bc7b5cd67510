import { checkInteger } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkRate } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode StepLR}. */
export interface StepLROptions {
  /** Number of steps from one change to the next. */
  stepSize: number;
  /** Factor of each change; 0.1 by default. */
  gamma?: number;
}

/**
 * Multiplies the learning rates by `gamma` every `stepSize` steps.
 *
 * PyTorch: `StepLR`.
 *
 * @example Usage
 * ```ts
 * import { StepLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new StepLR({ groups }, { stepSize: 2 });
 * for (let k = 0; k < 5; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.01);
 * ```
 */
export class StepLR extends Schedule {
  /** Number of steps from one change to the next. */
  readonly stepSize: number;
  /** Factor of each change. */
  readonly gamma: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options When and by how much.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: StepLROptions) {
    super(optimizer);
    checkObject("StepLR", "options", options);
    const { stepSize, gamma = 0.1 } = options;
    checkInteger("StepLR", "stepSize", stepSize, 1);
    checkRate("StepLR", "gamma", gamma);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.apply();
  }

  /** Returns base · gamma^⌊steps / stepSize⌋. */
  override rateAt(steps: number, base: number): number {
    return base * this.gamma ** Math.floor(steps / this.stepSize);
  }
}
