import { checkFinite, checkRange } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";

/** Settings that all drawings share. */
export interface PlotOptions {
  /** What stands above; nothing by default. */
  title?: string;
  /** What stands at the horizontal axis; nothing by default. */
  xlabel?: string;
  /** What stands at the vertical axis; nothing by default. */
  ylabel?: string;
  /** Draws lines at the ticks; true by default. */
  grid?: boolean;
  /** Counts the vertical axis in powers of ten; values from 0 down leave a gap. False by default. */
  logscale?: boolean;
  /** The ends of the axes, [left, right, bottom, top]; undefined ones follow the values, as all do by default. */
  axis?: readonly (number | undefined)[];
  /** Width of the plane in pixels; 480 by default. */
  width?: number;
  /** Height of the plane in pixels; 300 by default. */
  height?: number;
}

/** Title and size, as Vega-Lite takes them. */
export function sizes(caller: string, { title, width = 480, height = 300 }: PlotOptions): Record<string, unknown> {
  for (const [name, value] of Object.entries({ width, height })) {
    checkRange(caller, name, value, 1, Infinity);
    checkFinite(caller, name, value);
  }
  return { ...(title === undefined ? {} : { title }), width, height, background: "white" };
}

/** An axis of numbers, as Vega-Lite takes it. */
export function quantitative(caller: string, field: "x" | "y", options: PlotOptions): Record<string, unknown> {
  const { grid = true, logscale = false, axis = [] } = options, log = logscale && field === "y";
  checkObject(caller, "axis", axis);
  const [low, high] = field === "x" ? [axis[0], axis[1]] : [axis[2], axis[3]];
  for (const end of [low, high]) {
    if (end === undefined) continue;
    checkFinite(caller, "axis", end);
    if (log) checkRange(caller, "axis", end, Number.MIN_VALUE, Infinity);
  }
  const scale: Record<string, unknown> = log ? { type: "log" } : { type: "linear", zero: false };
  if (low !== undefined) scale.domainMin = low;
  if (high !== undefined) scale.domainMax = high;
  const title = (field === "x" ? options.xlabel : options.ylabel) ?? null;
  return { field, type: "quantitative", title, scale, axis: { grid } };
}
