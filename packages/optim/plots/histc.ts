import { checkFinite, checkInteger, type Tensor, tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { type Numbers, numbers } from "./numbers.ts";

/** Settings of {@linkcode histc}. */
export interface HistcOptions {
  /** Number of bins; about the root of the number of values by default. */
  bins?: number;
  /** Where the first bin begins; the smallest value by default. */
  min?: number;
  /** Where the last bin ends; the largest value by default. */
  max?: number;
}

/** What {@linkcode histc} returns. */
export interface Histogram {
  /** Number of values in each bin, [bins], int64. */
  counts: Tensor;
  /** The middle of each bin, [bins], float64. */
  centers: Tensor;
  /** The width of the bins. */
  binWidth: number;
}

/**
 * Counts values in bins of equal width (gnuplot's `histc`). The upper end belongs to the last bin. NaN and what lies outside is
 * left out. Where all values are the same, the bins reach from one below to one above, or a millionth of a large value.
 *
 * @param x The values.
 * @param options Number and ends of the bins.
 * @throws {RangeError} If an end is not finite, they lie the wrong way round, or `bins` is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { histc } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const { counts, centers, binWidth } = histc([0, 1, 1, 3, 4], { bins: 2 });
 * assertEquals([counts.toArray(), centers.toArray(), binWidth], [[3, 2], [1, 3], 2]);
 * ```
 */
export function histc(x: Numbers, options: HistcOptions = {}): Histogram {
  return countBins("histc", x, options);
}

/** Counts values in bins, for the function of the name `caller`. */
export function countBins(caller: string, x: Numbers, options: HistcOptions): Histogram {
  const found = numbers(caller, "x", x).filter((value) => !Number.isNaN(value));
  checkObject(caller, "options", options);
  const { bins = Math.max(1, Math.round(Math.sqrt(found.length))) } = options;
  checkInteger(caller, "bins", bins, 1, 1e6);
  let low = options.min ?? found.reduce((a, b) => Math.min(a, b), Infinity);
  let high = options.max ?? found.reduce((a, b) => Math.max(a, b), -Infinity);
  if (found.length === 0) [low, high] = [options.min ?? options.max ?? 0, options.max ?? options.min ?? 0];
  checkFinite(caller, "min", low);
  checkFinite(caller, "max", high);
  if (low > high) throw new RangeError(`Cannot run ${caller}: min must be at most max, ${high}, but is ${low}`);
  if ((high - low) / bins === 0) {
    const margin = Math.max(1, Math.abs(low) * 1e-6); // large numbers have no neighbours at a distance of one
    [low, high] = [low - margin, high + margin];
  }
  checkFinite(caller, "max − min", high - low);
  const counts = new Array<number>(bins).fill(0), binWidth = (high - low) / bins;
  for (const value of found) {
    if (value >= low && value <= high) counts[Math.min(bins - 1, Math.floor((value - low) / (high - low) * bins))]!++;
  }
  return {
    counts: tensor(counts, { dtype: "int64" }),
    centers: tensor(counts.map((_, k) => low + (k + 0.5) * binWidth), { dtype: "float64" }),
    binWidth,
  };
}

/** Returns the ends of each bin and what it counts. */
export function binsOf({ counts, centers, binWidth }: Histogram): { x: number; x2: number; y: number }[] {
  return Array.from({ length: counts.count }, (_, k) => ({
    x: centers.get(k) - binWidth / 2,
    x2: centers.get(k) + binWidth / 2,
    y: counts.get(k),
  }));
}
