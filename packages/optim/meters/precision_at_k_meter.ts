import { checkInteger, formatSize, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkLevels, hotOf, levelOf, ranking, type Rows, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/** Settings of {@linkcode PrecisionAtKMeter}. */
export interface PrecisionAtKMeterOptions {
  /** How many of the best are looked at; [10] by default. */
  topk?: readonly number[];
  /** The dimension along which candidates lie; the other one holds queries. 1 by default. */
  dim?: number;
  /** Each batch brings more candidates for the same queries, in place of more queries; false by default. */
  online?: boolean;
}

/** Scores and targets of a query's best candidates, the best first. */
type Candidates = { score: number; hit: number }[];

/**
 * Share in percent of the k best candidates that are right (torchnet's `precisionatkmeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { PrecisionAtKMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new PrecisionAtKMeter({ topk: [1, 2] });
 * meter.add(tensor([[0.5, 0.1, 0.4], [0.1, 0.5, 0.4]]), tensor([[1, 0, 1], [0, 1, 0]]));
 * assertEquals(meter.value(), [100, 75]);
 * ```
 */
export class PrecisionAtKMeter implements Meter<[output: Tensor, target: number | Tensor], number[]> {
  /** How many of the best are looked at. */
  readonly topk: readonly number[];
  /** The dimension of the candidates. */
  readonly dim: number;
  /** Whether batches bring candidates. */
  readonly online: boolean;
  #queries: Candidates[] = [];
  #hits: number[] = [];
  #n = 0;

  /**
   * Starts without examples.
   *
   * @param options What is measured.
   * @throws {RangeError} If a number is no integer in its range, or `topk` is empty.
   */
  constructor(options: PrecisionAtKMeterOptions = {}) {
    checkObject("PrecisionAtKMeter", "options", options);
    const { topk = [10], dim = 1, online = false } = options;
    checkLevels("PrecisionAtKMeter", "topk", topk);
    checkInteger("PrecisionAtKMeter", "dim", dim, 0, 1);
    this.topk = [...topk];
    this.dim = dim;
    this.online = online;
    this.reset();
  }

  /**
   * Takes in a batch.
   *
   * @param output Scores [queries, candidates], transposed if `dim` is 0; a vector is one query.
   * @param target 0 and 1, of the same size; or for each query its right candidate.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If targets are no such numbers, or there are fewer candidates than the largest k.
   */
  add(output: Tensor, target: number | Tensor): void {
    const caller = "PrecisionAtKMeter.add", scores = this.#turn(rowsOf(caller, "output", output), output);
    const flips = typeof target !== "number" && target?.shape?.length === 2 && target.shape[1] !== 1 && this.dim === 0;
    const hot = hotOf(caller, flips ? target.t() : target, scores);
    const { rows, columns } = scores, most = Math.max(...this.topk);
    if (!this.online && columns < most) {
      throw new RangeError(`Cannot run ${caller}: output must have at least ${most} candidates but has ${columns}`);
    }
    if (this.online && this.#queries.length > 0 && this.#queries.length !== rows) {
      const wanted = formatSize([this.#queries.length, "candidates"]);
      throw new TypeError(`Cannot run ${caller}: output must be ${wanted} but is ${formatSize([rows, columns])}`);
    }
    for (let i = 0; i < rows; i++) {
      const row = scores.data.subarray(i * columns, (i + 1) * columns);
      const found = Array.from(row, (score, j) => ({ score, hit: hot.data[i * columns + j]! }));
      const all = [...(this.online ? this.#queries[i] ?? [] : []), ...found];
      const best = ranking(all.map(({ score }) => score)).slice(0, most).map((j) => all[j]!);
      if (this.online) this.#queries[i] = best;
      else this.#count(best);
    }
    if (!this.online) this.#n += rows;
  }

  #turn(rows: Rows, output: Tensor): Rows {
    return this.dim === 0 && output.shape.length === 2 ? rowsOf("PrecisionAtKMeter.add", "output", output.t()) : rows;
  }

  #count(best: Candidates): void {
    for (const [at, k] of this.topk.entries()) {
      for (const { hit } of best.slice(0, k)) this.#hits[at]! += hit;
    }
  }

  /** Returns the precisions in percent, in the order of `topk`; NaN without queries. */
  value(): number[];
  /**
   * Returns the precision for one k.
   *
   * @param k One of `topk`.
   * @throws {RangeError} If it is not, or `online` and there were fewer candidates.
   */
  value(k: number): number;
  value(k?: number): number | number[] {
    const caller = "PrecisionAtKMeter.value";
    if (this.online) {
      const seen = this.#queries[0]?.length ?? Infinity, most = Math.max(...this.topk);
      if (seen < most) throw new RangeError(`Cannot run ${caller}: there must be ${most} candidates but are ${seen}`);
      this.#hits.fill(0);
      for (const best of this.#queries) this.#count(best);
      this.#n = this.#queries.length;
    }
    const values = this.topk.map((k, at) => 100 * this.#hits[at]! / (this.#n * k));
    return k === undefined ? values : values[levelOf(caller, "k", this.topk, k)]!;
  }

  /** Forgets everything. */
  reset(): void {
    this.#queries = [];
    this.#hits = this.topk.map(() => 0);
    this.#n = 0;
  }
}
