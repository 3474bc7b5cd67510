import { checkObject } from "../check_object.ts";
import { checkRate } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode ExponentialLR}. */
export interface ExponentialLROptions {
  /** Factor of each step. */
  gamma: number;
}

/**
 * Multiplies the learning rates by `gamma` in each step.
 *
 * PyTorch: `ExponentialLR`.
 *
 * @example Usage
 * ```ts
 * import { ExponentialLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new ExponentialLR({ groups }, { gamma: 0.5 });
 * for (let k = 0; k < 3; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.125);
 * ```
 */
export class ExponentialLR extends Schedule {
  /** Factor of each step. */
  readonly gamma: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options By how much.
   * @throws {RangeError} If `gamma` is not finite or negative.
   */
  constructor(optimizer: Scheduled, options: ExponentialLROptions) {
    super(optimizer);
    checkObject("ExponentialLR", "options", options);
    const { gamma } = options;
    checkRate("ExponentialLR", "gamma", gamma);
    this.gamma = gamma;
    this.apply();
  }

  /** Returns base · gamma^steps. */
  override rateAt(steps: number, base: number): number {
    return base * this.gamma ** steps;
  }
}
