// What a call of the plot builder adds to the drawing, and how this becomes a layer for Vega-Lite.
import { describe, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkColor } from "./color.ts";
import { tipOf, type Tooltips } from "./hover.ts";
import { AS_GIVEN, checkLength } from "./numbers.ts";

/** A colour for all, or a list with one for each: names of CSS, "#rgb" or "#rrggbb". */
export type PlotColor = string | readonly string[];

/** More about each point, which tooltips can tell: lists with an entry for each. */
export type PlotFields = Readonly<Record<string, Tensor | readonly (string | number)[]>>;

/** A point: its place, its colour if it has its own, and its fields. */
export interface Row {
  place: Record<string, number | string | null>;
  color?: string;
  fields: Record<string, unknown>;
}

/** What a call adds. */
export interface Glyph {
  /** The mark, as Vega-Lite takes it, but for the colour. */
  mark: Record<string, unknown>;
  /** Where other fields than x and y go. */
  encoding: Record<string, unknown>;
  rows: Row[];
  /** Which properties of the mark have the colour. */
  paints: readonly ("fill" | "stroke")[];
  /** The colour, or that of the first point. */
  color: string;
  /** Its name in the legend. */
  legend?: string | undefined;
  /** The sign in the legend. */
  symbol: string;
}

/** What a glyph takes besides its places. */
export interface Look {
  color?: PlotColor | undefined;
  legend?: string | undefined;
  fields?: PlotFields | undefined;
}

/** Returns the points, with what is known about each. `lists` have the same lengths. */
export function rowsOf(caller: string, lists: Record<string, readonly (number | string)[]>, look: Look): Row[] {
  const { color = "red", legend, fields = {} } = look,
    [[first, { length }]] = Object.entries(lists) as [
      [string, readonly unknown[]],
    ];
  if (Array.isArray(color)) {
    checkLength(caller, "color", color, length, first);
    color.forEach((each, k) => checkColor(caller, `color[${k}]`, each));
  } else checkColor(caller, "color", color);
  if (legend !== undefined) checkText(caller, "legend", legend);
  checkObject(caller, "fields", fields);
  const more = Object.entries(fields).map(([name, list]) => {
    const entries = typeof list === "object" && list !== null && "store" in list ? list.toArray() : list;
    if (!Array.isArray(entries)) {
      throw new TypeError(`Cannot run ${caller}: fields.${name} must be a list but is ${describe(list)}`);
    }
    checkLength(caller, `fields.${name}`, entries, length, first);
    return [name, entries] as const;
  });
  return Array.from({ length }, (_, k) => {
    const at = ([name, list]: readonly [string, readonly unknown[]]) => [name, list[k]] as const;
    const place = Object.fromEntries(Object.entries(lists).map(at)) as Record<string, number | string>;
    const own = Array.isArray(color) ? { color: color[k] as string } : {};
    return { place, ...own, fields: { ...place, ...Object.fromEntries(more.map(at)) } };
  });
}

/** Returns the colour of all points, or of the first. */
export function firstColor(color: PlotColor = "red"): string {
  return typeof color === "string" ? color : color[0] ?? "red";
}

/** Returns whether a point has no coordinate that is NaN or infinite. */
export function isSomewhere({ place }: Row): boolean {
  return Object.values(place).every((value) => typeof value === "string" || Number.isFinite(value));
}

/** Checks that a value is a string. */
export function checkText(caller: string, name: string, text: unknown): asserts text is string {
  if (typeof text === "string") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be a string but is ${describe(text)}`);
}

/** Returns the layers of a glyph; lines get points that are not seen, but tell about themselves. */
export function layersOf(glyph: Glyph, clip: boolean, tooltips?: Tooltips): Record<string, unknown>[] {
  const { rows, paints, color } = glyph, isLine = glyph.mark.type === "line";
  const own = rows.some((row) => row.color !== undefined);
  const tip = tooltips === undefined ? {} : { description: { field: "tip", type: "nominal" } };
  const layer = (mark: Record<string, unknown>, rows: readonly Row[], encoding: Record<string, unknown>) => ({
    data: {
      values: rows.map(({ place, color, fields }) => ({
        ...place,
        ...(color === undefined ? {} : { color }),
        ...(tooltips === undefined ? {} : { tip: tipOf(tooltips, fields) }),
      })),
    },
    mark: { ...mark, clip },
    encoding,
  });
  const painted = Object.fromEntries(
    paints.map((paint) => [paint, own ? { field: "color", type: "nominal", scale: null } : { value: color }]),
  );
  const encoding = { ...glyph.encoding, ...painted };
  if (!isLine) return [layer(glyph.mark, rows, { ...encoding, ...tip })];
  const line = layer({ ...glyph.mark, aria: false }, rows, { ...encoding, ...AS_GIVEN });
  if (tooltips === undefined) return [line];
  const unseen = { type: "point", filled: true, size: 100, opacity: 0 };
  return [line, layer(unseen, rows.filter(isSomewhere), { fill: { value: color }, ...tip })];
}

/** Returns the layer that draws nothing but the legend of glyphs that have names. */
export function legendLayer(glyphs: readonly Glyph[]): Record<string, unknown>[] {
  const named = glyphs.filter(({ legend }) => legend !== undefined);
  const signs = new Map(named.map(({ legend, color, symbol }) => [JSON.stringify([legend, color, symbol]), {
    legend,
    color,
    symbol,
  }]));
  if (signs.size === 0) return [];
  const entries = [...signs.values()], domain = entries.map((_, k) => `${k}`);
  const labels = JSON.stringify(Object.fromEntries(entries.map(({ legend }, k) => [k, legend])));
  const scaled = (range: string[]) => ({
    field: "entry",
    type: "nominal",
    scale: { domain, range },
    legend: { title: null, labelExpr: `${labels}[datum.value]`, symbolStrokeWidth: 2, symbolOpacity: 1 },
  });
  const encoding = {
    stroke: scaled(entries.map(({ color }) => color)),
    shape: scaled(entries.map(({ symbol }) => symbol)),
  };
  return [{ data: { values: [] }, mark: { type: "point", filled: false }, encoding }];
}
