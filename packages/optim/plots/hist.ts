import { checkObject } from "../check_object.ts";
import { Figure } from "./figure.ts";
import { binsOf, countBins, type HistcOptions } from "./histc.ts";
import { type PlotOptions, quantitative, sizes } from "./options.ts";
import { type Numbers, vectors } from "./numbers.ts";

/** Settings of {@linkcode hist}. */
export interface HistOptions extends PlotOptions, HistcOptions {}

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
  return bars("hist", binsOf(countBins("hist", x, options)), options);
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
  const { x: places, y: heights } = vectors("bar", { x, y });
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
