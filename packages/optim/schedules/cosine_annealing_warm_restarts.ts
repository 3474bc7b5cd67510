import { checkInteger } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkRate, cosine } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode CosineAnnealingWarmRestarts}. */
export interface CosineAnnealingWarmRestartsOptions {
  /** Number of steps to the first restart. */
  t0: number;
  /** Factor of that number from one restart to the next; 1 by default. */
  tMult?: number;
  /** What the learning rates fall towards; 0 by default. */
  etaMin?: number;
}

/**
 * Lowers the learning rates along half a cosine towards `etaMin`, and begins anew after `t0` steps, then after `t0 · tMult`, and
 * so on.
 *
 * I. Loshchilov, F. Hutter, _SGDR: stochastic gradient descent with warm restarts_, ICLR 2017. PyTorch:
 * `CosineAnnealingWarmRestarts`.
 *
 * @example Usage
 * ```ts
 * import { CosineAnnealingWarmRestarts } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new CosineAnnealingWarmRestarts({ groups }, { t0: 4 });
 * for (let k = 0; k < 6; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.5);
 * ```
 */
export class CosineAnnealingWarmRestarts extends Schedule {
  /** Number of steps to the first restart. */
  readonly t0: number;
  /** Factor of that number from one restart to the next. */
  readonly tMult: number;
  /** What the learning rates fall towards. */
  readonly etaMin: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options How long and how low.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: CosineAnnealingWarmRestartsOptions) {
    super(optimizer);
    checkObject("CosineAnnealingWarmRestarts", "options", options);
    const { t0, tMult = 1, etaMin = 0 } = options;
    checkInteger("CosineAnnealingWarmRestarts", "t0", t0, 1);
    checkInteger("CosineAnnealingWarmRestarts", "tMult", tMult, 1);
    checkRate("CosineAnnealingWarmRestarts", "etaMin", etaMin);
    this.t0 = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.apply();
  }

  /** Returns the value of the cosine since the last restart. */
  override rateAt(steps: number, base: number): number {
    let length = this.t0, since = this.tMult === 1 ? steps % length : steps;
    while (since >= length) {
      since -= length;
      length *= this.tMult;
    }
    return cosine(base, this.etaMin, since / length);
  }
}
