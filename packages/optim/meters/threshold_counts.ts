import { formatSize, type Tensor } from "@taimatsu/tensor";
import { checkThresholds, hotOf, levelOf, rowsOf } from "./inputs.ts";

/** Settings of {@linkcode PrecisionMeter} and {@linkcode RecallMeter}. */
export interface ThresholdMeterOptions {
  /** Scores from which a class counts as predicted, from 0 to 1; [0.5] by default. */
  threshold?: readonly number[];
  /** Gives a value for each class in place of one over all; false by default. */
  perclass?: boolean;
}

/** What was counted at one threshold, for each class. */
export interface ThresholdCount {
  /** Predicted and true. */
  right: number[];
  /** Predicted. */
  predicted: number[];
  /** True. */
  wanted: number[];
}

/** Counts predicted and true classes at several thresholds. */
export class ThresholdCounts {
  readonly thresholds: readonly number[];
  readonly #name: string;
  #columns = 0;
  #counts: ThresholdCount[] = [];

  constructor(name: string, thresholds: readonly number[]) {
    checkThresholds(name, thresholds);
    this.#name = name;
    this.thresholds = [...thresholds];
    this.reset();
  }

  add(output: Tensor, target: number | Tensor): void {
    const caller = `${this.#name}.add`, scores = rowsOf(caller, "output", output), { rows, columns, data } = scores;
    if (this.#columns !== 0 && columns !== this.#columns) {
      const wanted = formatSize(["batch", this.#columns]);
      throw new TypeError(`Cannot run ${caller}: output must be ${wanted} but is ${formatSize([rows, columns])}`);
    }
    const hot = hotOf(caller, target, scores).data;
    this.#columns = columns;
    for (const [at, { right, predicted, wanted }] of this.#counts.entries()) {
      for (let k = 0; k < columns; k++) {
        right[k] ??= predicted[k] = wanted[k] = 0;
        for (let i = k; i < rows * columns; i += columns) {
          const is = data[i]! >= this.thresholds[at]!;
          if (is) predicted[k]!++;
          if (hot[i] === 1) wanted[k]!++;
          if (is && hot[i] === 1) right[k]!++;
        }
      }
    }
  }

  at(threshold: number): ThresholdCount {
    return this.#counts[levelOf(`${this.#name}.value`, "t", this.thresholds, threshold)]!;
  }

  reset(): void {
    this.#columns = 0;
    this.#counts = this.thresholds.map(() => ({ right: [], predicted: [], wanted: [] }));
  }
}
