import { checkInteger } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkRate, cosine } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode CosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** Number of steps to the lowest learning rate; after as many more it is back. */
  tMax: number;
  /** The lowest learning rate; 0 by default. */
  etaMin?: number;
}

/**
 * Lowers the learning rates along half a cosine, to `etaMin` after `tMax` steps; further steps follow the cosine up and down.
 *
 * I. Loshchilov, F. Hutter, _SGDR: stochastic gradient descent with warm restarts_, ICLR 2017. PyTorch: `CosineAnnealingLR`.
 *
 * @example Usage
 * ```ts
 * import { CosineAnnealingLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new CosineAnnealingLR({ groups }, { tMax: 10 });
 * for (let k = 0; k < 5; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.5);
 * ```
 */
export class CosineAnnealingLR extends Schedule {
  /** Number of steps to the lowest learning rate. */
  readonly tMax: number;
  /** The lowest learning rate. */
  readonly etaMin: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options How long and how low.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: CosineAnnealingLROptions) {
    super(optimizer);
    checkObject("CosineAnnealingLR", "options", options);
    const { tMax, etaMin = 0 } = options;
    checkInteger("CosineAnnealingLR", "tMax", tMax, 1);
    checkRate("CosineAnnealingLR", "etaMin", etaMin);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.apply();
  }

  /** Returns the value of the cosine. */
  override rateAt(steps: number, base: number): number {
    return cosine(base, this.etaMin, steps / this.tMax);
  }
}
