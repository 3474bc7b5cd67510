import { checkOneOf, describe, formatSize } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { Figure } from "./figure.ts";
import { AS_GIVEN, finite, type Numbers, numbers, vectors } from "./numbers.ts";
import { type PlotOptions, quantitative, sizes } from "./options.ts";

/** How a curve is drawn, as gnuplot's package names it: points, dots, a line, both, a smooth line, or bars. */
export type PlotStyle = "+" | "." | "-" | "+-" | "~" | "|";

/** A curve of {@linkcode plot}. */
export interface Series {
  /** Its name in the legend; none by default. */
  label?: string;
  /** Where the values stand; 0, 1, 2 … by default. */
  x?: Numbers;
  /** The values. NaN and infinite ones leave a gap. */
  y: Numbers;
  /** How it is drawn; "-" by default. */
  style?: PlotStyle;
}

/** The styles that there are. */
export const PLOT_STYLES: readonly PlotStyle[] = ["+", ".", "-", "+-", "~", "|"];

const MARKS: Record<PlotStyle, { type: string; [more: string]: unknown }> = {
  "+": { type: "point", shape: "cross", size: 30 },
  ".": { type: "circle", size: 6 },
  "-": { type: "line" },
  "+-": { type: "line", point: true },
  "~": { type: "line", interpolate: "natural" },
  "|": { type: "bar", opacity: 0.7 },
};

/**
 * Draws curves (gnuplot's `plot`).
 *
 * @param series Values; or a matrix, whose columns are curves; or a curve with its settings; or a list of curves.
 * @param options Title, axes, sizes.
 * @returns The drawing.
 * @throws {TypeError} If there is no such style, or sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { plot } from "@taimatsu/optim";
 * import { linspace } from "@taimatsu/tensor";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const x = linspace(0, 6, 50);
 * const figure = plot([{ label: "sin", x, y: x.clone().sin() }, { label: "cos", x, y: x.clone().cos(), style: "+" }], {
 *   xlabel: "angle",
 * });
 * assertStringIncludes(await figure.toSvg(), "angle");
 * ```
 */
export function plot(series: Numbers | Series | readonly Series[], options: PlotOptions = {}): Figure {
  checkObject("plot", "options", options);
  const list = seriesOf(series), { logscale = false } = options;
  const layers = list.map(({ label, x, y, style = "-" }, at) => {
    checkOneOf("plot", "style", style, PLOT_STYLES);
    const name = label ?? `series ${at}`;
    const ys = numbers("plot", "y", y), xs = x === undefined ? undefined : vectors("plot", { y: ys, x }).x;
    const values = ys.map((value, i) => ({
      series: name,
      x: finite(xs?.[i] ?? i),
      y: finite(logscale && value <= 0 ? NaN : value),
    }));
    const mark = { ...MARKS[style], clip: options.axis !== undefined };
    return { data: { values }, mark, encoding: mark.type === "line" ? AS_GIVEN : {} };
  });
  const labels = [...new Set(list.map(({ label }, at) => label ?? `series ${at}`))];
  const legend = list.some(({ label }) => label !== undefined) || list.length > 1 ? { title: null } : null;
  const x = quantitative("plot", "x", options);
  const counts = layers.every(({ data }) => data.values.every(({ x }) => Number.isSafeInteger(x)));
  if (counts) x.axis = { ...x.axis as object, tickMinStep: 1, format: "d" };
  const scheme = labels.length > 10 ? { scheme: "category20" } : {};
  return new Figure({
    ...sizes("plot", options),
    encoding: {
      x,
      y: quantitative("plot", "y", options),
      color: { field: "series", type: "nominal", scale: { domain: labels, ...scheme }, legend },
    },
    layer: layers.length > 0 ? layers : [{ data: { values: [] }, mark: "line" }],
  });
}

function seriesOf(series: Numbers | Series | readonly Series[]): readonly Series[] {
  if (Array.isArray(series)) {
    if (series.every((value) => typeof value === "number")) return [{ y: series as number[] }];
    return (series as Series[]).map((curve) => {
      if (typeof curve === "object" && curve !== null && "y" in curve) return curve;
      throw new TypeError(`Cannot run plot: series must hold curves with y but holds ${describe(curve)}`);
    });
  }
  if (typeof series === "object" && series !== null && "store" in series) {
    const { shape } = series;
    if (shape.length === 1) return [{ y: series }];
    if (shape.length === 2) return Array.from({ length: shape[1]! }, (_, k) => ({ y: series.select(1, k) }));
    throw new TypeError(`Cannot run plot: series must be a vector or a matrix but is ${formatSize(shape)}`);
  }
  if (typeof series === "object" && series !== null && "y" in series) return [series];
  throw new TypeError(`Cannot run plot: series must be numbers or curves but is ${describe(series)}`);
}
