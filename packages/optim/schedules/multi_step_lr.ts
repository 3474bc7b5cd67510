import { checkInteger, describe } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkRate } from "./checks.ts";
import { Schedule, type Scheduled } from "./schedule.ts";

/** Settings of {@linkcode MultiStepLR}. */
export interface MultiStepLROptions {
  /** Steps after which the learning rates change, in any order; one that occurs twice counts twice. */
  milestones: readonly number[];
  /** Factor of each change; 0.1 by default. */
  gamma?: number;
}

/**
 * Multiplies the learning rates by `gamma` at each milestone.
 *
 * PyTorch: `MultiStepLR`.
 *
 * @example Usage
 * ```ts
 * import { MultiStepLR } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }], schedule = new MultiStepLR({ groups }, { milestones: [2, 5] });
 * for (let k = 0; k < 4; k++) schedule.step();
 * assertClose(groups[0]!.learningRate, 0.1);
 * ```
 */
export class MultiStepLR extends Schedule {
  /** Steps after which the learning rates change. */
  readonly milestones: readonly number[];
  /** Factor of each change. */
  readonly gamma: number;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options When and by how much.
   * @throws {TypeError} If `milestones` is no list.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: MultiStepLROptions) {
    super(optimizer);
    checkObject("MultiStepLR", "options", options);
    const { milestones, gamma = 0.1 } = options;
    if (!Array.isArray(milestones)) {
      throw new TypeError(`Cannot run MultiStepLR: milestones must be a list but is ${describe(milestones)}`);
    }
    milestones.forEach((milestone, k) => checkInteger("MultiStepLR", `milestones[${k}]`, milestone, 0));
    checkRate("MultiStepLR", "gamma", gamma);
    this.milestones = [...milestones];
    this.gamma = gamma;
    this.apply();
  }

  /** Returns base · gamma^(number of milestones up to here). */
  override rateAt(steps: number, base: number): number {
    return base * this.gamma ** this.milestones.filter((milestone) => milestone <= steps).length;
  }
}
