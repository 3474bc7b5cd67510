import { describe, isTensor, type Tensor } from "@taimatsu/tensor";
import { checkOptions, checkText, checkTexts } from "../check_options.ts";
import { type PaneOptions, placeOf } from "./pane.ts";
import { type PlotData, plotSvg, type PlotValue } from "./plot_svg.ts";
import { inNotebook, show, type Shown, shown } from "./shown.ts";

/** Options of {@linkcode displayPlot}. */
export interface DisplayPlotOptions extends PaneOptions {
  /** Names of the columns, x first; `x`, `1`, `2` … by default. */
  labels?: readonly string[];
  /** What the values are. */
  ylabel?: string;
  /** Draws the values' logarithms, and leaves out what is not above 0; false by default. */
  logscale?: boolean;
}

/**
 * Shows lines over a common x, in a pane of the page that can be zoomed and moved along x and tells the values under the pointer; in a
 * notebook inline.
 *
 * @param rows Points: x, then a value for each line. A value is a number, a band [low, middle, high], or null or NaN where there is
 * none. Or a tensor, [points, 1 + lines].
 * @param options Names, title and pane.
 * @returns The pane.
 * @throws {TypeError} If rows differ in length or hold something else.
 *
 * @example Usage
 * ```ts
 * import { displayPlot, displayServer } from "@taimatsu/image";
 *
 * const losses = [[0, 2.3, [2.2, 2.4, 2.6]], [1, 1.1, [1.2, 1.3, 1.4]]] as const;
 * const pane = await displayPlot(losses, { title: "loss", labels: ["epoch", "training", "test"] });
 * await pane.close();
 * await (await displayServer()).close();
 * ```
 */
export async function displayPlot(
  rows: Tensor | readonly (readonly PlotValue[])[],
  options: DisplayPlotOptions = {},
): Promise<Shown> {
  checkOptions("displayPlot", options, ["logscale"]);
  checkTexts("displayPlot", "labels", options.labels);
  checkText("displayPlot", "ylabel", options.ylabel);
  const place = placeOf("displayPlot", options), plot = plotOf(rows, options), inPage = !inNotebook();
  if (inPage) await show("displayPlot", { ...place, kind: "plot", plot });
  const svg = () => plotSvg(plot, { width: options.width ?? 640, height: 360, background: "white" });
  return shown(place.win, inPage, () => ({ "image/svg+xml": svg(), "text/plain": `plot, ${plot.rows.length} points` }));
}

function plotOf(x: unknown, { labels, ylabel, logscale = false }: DisplayPlotOptions): PlotData {
  const rows = isTensor(x) ? x.toArray() : x,
    wanted = (found: unknown, what: string) =>
      new TypeError(`Cannot run displayPlot: ${what} but is ${describe(found)}`);
  if (!Array.isArray(rows) || rows.length === 0) throw wanted(rows, "rows must be a list of points");
  const columns = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (columns < 2) throw wanted(rows[0], "rows[0] must be a list of x and at least one value");
  const checked = rows.map((row, i): PlotValue[] => {
    if (!Array.isArray(row) || row.length !== columns) throw wanted(row, `rows[${i}] must have ${columns} values`);
    return row.map((value, j) => {
      const band = j > 0 && Array.isArray(value) && value.length === 3;
      for (const part of band ? value : [value]) {
        if (typeof part === "number" || (part === null && j > 0)) continue;
        const kind = j === 0 ? "a number" : "a number, null or [low, middle, high]";
        throw wanted(value, `rows[${i}][${j}] must be ${kind}`);
      }
      return value;
    });
  });
  const names = labels ?? ["x", ...Array.from({ length: columns - 1 }, (_, i) => String(i + 1))];
  if (names.length !== columns) throw wanted(names, `labels must have ${columns} names`);
  return { rows: checked, labels: names, logscale, ...(ylabel === undefined ? {} : { ylabel }) };
}
