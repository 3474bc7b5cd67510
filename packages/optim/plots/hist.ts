import { checkFinite, checkInteger, type Tensor, tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { Figure } from "./figure.ts";
import { type PlotOptions, quantitative, sizes } from "./options.ts";
import { type Numbers, numbers } from "./plot.ts";

/** Settings of {@linkcode histc}. */
export interface HistcOptions {
  /** Number of bins; about the root of the number of values by default. */
  bins?: number;
  /** Where the first bin begins; the smallest value by default. */
  min?: number;
  /** Where the last bin ends; the largest value by default. */
  max?: number;
}

/** Settings of {@linkcode hist}. */
export interface HistOptions extends PlotOptions, HistcOptions {}

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
  return count("histc", numbers("histc", "x", x), options);
}

/**
 * Draws how often values lie in bins of equal width (gnuplot's `hist`).
 *
 * @param x The values.
 * @param options Number and ends of the bins, title, axes, sizes.
 * @returns The drawing.
 * @throws {RangeError} If an end is not finite, they lie the wrong way round, or `bins` is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { hist } from "@taimatsu/optim";
 * import { Generator, randn } from "@taimatsu/tensor";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const figure = hist(randn([1000], { generator: new Generator(1) }), { bins: 30, title: "weights" });
 * assertStringIncludes(await figure.toSvg(), "weights");
 * ```
 */
export function hist(x: Numbers, options: HistOptions = {}): Figure {
  const { counts, centers, binWidth } = count("hist", numbers("hist", "x", x), options), n = counts.count;
  const values = Array.from({ length: n }, (_, k) => ({
    x: centers.get(k) - binWidth / 2,
    x2: centers.get(k) + binWidth / 2,
    y: counts.get(k),
  }));
  return bars("hist", values, options);
}

/**
 * Draws bars (gnuplot's `bar`).
 *
 * @param x The middle of each bar.
 * @param y Their heights; NaN and infinite ones are left out.
 * @param options Title, axes, sizes.
 * @returns The drawing.
 * @throws {TypeError} If there are other numbers of places and heights.
 *
 * @example Usage
 * ```ts
 * import { bar } from "@taimatsu/optim";
 * import { assertStringIncludes } from "@std/assert";
 *
 * assertStringIncludes(await bar([0, 1, 2], [5, 3, 4], { xlabel: "class" }).toSvg(), "class");
 * ```
 */
export function bar(x: Numbers, y: Numbers, options: PlotOptions = {}): Figure {
  checkObject("bar", "options", options);
  const places = numbers("bar", "x", x), heights = numbers("bar", "y", y);
  if (places.length !== heights.length) {
    throw new TypeError(`Cannot run bar: y must have ${places.length} elements like x but has ${heights.length}`);
  }
  const sorted = places.filter(Number.isFinite).sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((place, k) => place - sorted[k]!).filter((gap) => gap > 0 && gap < Infinity);
  const half = 0.4 * (gaps.length === 0 ? 1 : gaps.reduce((a, b) => Math.min(a, b)));
  const values = places.flatMap((place, k) => {
    const height = heights[k]!;
    return Number.isFinite(place) && Number.isFinite(height) ? [{ x: place - half, x2: place + half, y: height }] : [];
  });
  return bars("bar", values, options);
}

function bars(caller: string, values: { x: number; x2: number; y: number }[], options: PlotOptions): Figure {
  const log = options.logscale ?? false, y = quantitative(caller, "y", options), floor = options.axis?.[2] ?? 1;
  // On a scale of powers of ten bars have no natural foot: they stand on the lower end of the axis, or on 1.
  const feet = values.filter(({ y }) => !log || y > 0).map((value) => ({ ...value, y2: log ? floor : 0 }));
  if (!log) y.scale = { ...y.scale as object, zero: true };
  return new Figure({
    ...sizes(caller, options),
    data: { values: feet },
    mark: { type: "rect", stroke: "white", strokeWidth: 0.5, clip: options.axis !== undefined },
    encoding: { x: quantitative(caller, "x", options), x2: { field: "x2" }, y, y2: { field: "y2" } },
  });
}

function count(caller: string, x: readonly number[], options: HistcOptions): Histogram {
  const found = x.filter((value) => !Number.isNaN(value));
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
