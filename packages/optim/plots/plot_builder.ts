import { checkFinite, checkOneOf, checkRange, checkSameSize, checkSize, checkTensor, describe } from "@taimatsu/tensor";
import type { Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkColor } from "./color.ts";
import { Figure } from "./figure.ts";
import { checkText, firstColor, type Glyph, isSomewhere, layersOf, legendLayer, type Look, rowsOf } from "./glyph.ts";
import type { PlotColor, PlotFields } from "./glyph.ts";
import { binsOf, countBins } from "./histc.ts";
import { fieldsOf, type Tooltips } from "./hover.ts";
import { checkLength, finite, type Numbers, numbers, vectors } from "./numbers.ts";
import { type PlotOptions, quantitative, sizes } from "./options.ts";
import { arrowLines } from "./quiver.ts";

/** Settings of a {@linkcode Plot}: title, axes, sizes. */
export type PlotCanvas = Omit<PlotOptions, "logscale">;

/** The colours of the classes of `gscatter`, as in iTorch. */
const CLASS_COLORS = ["red", "blue", "green", "yellow", "black", "brown", "orange", "pink", "magenta", "purple"];

/**
 * A drawing made step by step (iTorch's `Plot`): each method adds something and returns the plot. It becomes SVG, a page for
 * browsers or a file; notebooks show it, and so does `display` of @taimatsu/image, in the same pane again with `{ win }`.
 *
 * Colours are names of CSS, "#rgb" or "#rrggbb", "red" unless given. A legend's text is shown once `legend()` was called. Points with a
 * coordinate that is NaN or infinite are left out; lines have a gap there.
 *
 * @example Usage
 * ```ts
 * import { Plot } from "@taimatsu/optim";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const plot = new Plot().circle([1, 2, 3], [4, 1, 2], "red", "cats").line([1, 3], [1, 3], "#0060ff", "trend");
 * plot.title("weights").xaxis("age").yaxis("kg").legend().hoverTool();
 * assertStringIncludes(await plot.toSvg(), "trend");
 * ```
 */
export class Plot {
  readonly #glyphs: Glyph[] = [];
  readonly #canvas: PlotCanvas;
  #legend = false;
  #tooltips: Tooltips | undefined;

  /**
   * Makes a plot without anything in it.
   *
   * @param options Title, axes, sizes.
   * @throws {RangeError} If a size or the end of an axis is no fitting number.
   */
  constructor(options: PlotCanvas = {}) {
    checkObject("Plot", "options", options);
    const { title, xlabel, ylabel, grid, axis, width, height } = options;
    const given = Object.entries({ title, xlabel, ylabel, grid, axis, width, height });
    this.#canvas = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    sizes("Plot", this.#canvas);
    for (const field of ["x", "y"] as const) quantitative("Plot", field, this.#canvas);
  }

  /** Adds circles at (x, y). `fields` are lists that tooltips can name. */
  circle(x: Numbers, y: Numbers, color?: PlotColor, legend?: string, fields?: PlotFields): this {
    return this.#marker("circle", "circle", { x, y }, { color, legend, fields });
  }

  /** Adds crosses at (x, y). `fields` are lists that tooltips can name. */
  cross(x: Numbers, y: Numbers, color?: PlotColor, legend?: string, fields?: PlotFields): this {
    return this.#marker("cross", "cross", { x, y }, { color, legend, fields });
  }

  /** Adds diamonds at (x, y). `fields` are lists that tooltips can name. */
  diamond(x: Numbers, y: Numbers, color?: PlotColor, legend?: string, fields?: PlotFields): this {
    return this.#marker("diamond", "diamond", { x, y }, { color, legend, fields });
  }

  /** Adds squares at (x, y). `fields` are lists that tooltips can name. */
  square(x: Numbers, y: Numbers, color?: PlotColor, legend?: string, fields?: PlotFields): this {
    return this.#marker("square", "square", { x, y }, { color, legend, fields });
  }

  /** Adds triangles at (x, y). `fields` are lists that tooltips can name. */
  triangle(x: Numbers, y: Numbers, color?: PlotColor, legend?: string, fields?: PlotFields): this {
    return this.#marker("triangle", "triangle-up", { x, y }, { color, legend, fields });
  }

  /** Adds a line from point to point, in their order, of one colour. `fields` are lists that tooltips can name. */
  line(x: Numbers, y: Numbers, color: string = "red", legend?: string, fields?: PlotFields): this {
    const caller = "Plot.line", look = { color, legend, fields };
    checkColor(caller, "color", color);
    const rows = rowsOf(caller, vectors(caller, { x, y }), look).map((row) => ({
      ...row,
      place: { x: finite(row.place.x as number), y: finite(row.place.y as number) },
    }));
    const mark = { type: "line", strokeWidth: 2 };
    this.#glyphs.push({ mark, encoding: {}, rows, paints: ["stroke"], color, legend, symbol: "stroke" });
    return this;
  }

  /** Adds straight lines from (x0, y0) to (x1, y1). */
  segment(x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, color?: PlotColor, legend?: string): this {
    const mark = { type: "rule", strokeWidth: 2 };
    return this.#spans("Plot.segment", { x0, y0, x1, y1 }, { color, legend }, mark, "stroke");
  }

  /** Adds rectangles with opposite corners at (x0, y0) and (x1, y1). */
  quad(x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, color?: PlotColor, legend?: string): this {
    return this.#spans(
      "Plot.quad",
      { x0, y0, x1, y1 },
      { color, legend },
      { type: "rect", fillOpacity: 0.7 },
      "square",
    );
  }

  /**
   * Adds a field of arrows: the one of row i and column j begins at (i, j), as in iTorch, and goes by (u, v) / scaling.
   *
   * @param u Horizontal parts, [rows, columns].
   * @param v Vertical parts, sized like `u`.
   * @param color The colour.
   * @param legend The text in the legend.
   * @param scaling What all parts are divided by; 40 by default, as in iTorch.
   * @throws {TypeError} If `u` and `v` are no matrices of one size.
   * @throws {RangeError} If `scaling` is not above 0.
   */
  quiver(u: Tensor, v: Tensor, color: string = "red", legend?: string, scaling = 40): this {
    const caller = "Plot.quiver";
    for (const [name, x] of Object.entries({ u, v })) {
      checkTensor(caller, name, x);
      checkSize(caller, name, x, ["rows", "columns"]);
    }
    checkSameSize(caller, { u, v });
    checkFinite(caller, "scaling", scaling);
    checkRange(caller, "scaling", scaling, Number.MIN_VALUE, Infinity);
    checkColor(caller, "color", color);
    const lines = arrowLines(u.toArray() as number[][], v.toArray() as number[][], scaling);
    return this.#spans(caller, lines, { color, legend }, { type: "rule", strokeWidth: 2 }, "stroke");
  }

  /**
   * Adds bars that tell how often values lie in bins of equal width. NaN and what lies outside is left out.
   *
   * @param x The values.
   * @param nBins Number of bins; 100 by default.
   * @param min Where the first bin begins; the smallest value by default.
   * @param max Where the last bin ends; the largest value by default.
   * @param color The colour.
   * @param legend The text in the legend.
   * @throws {RangeError} If an end is not finite, they lie the wrong way round, or `nBins` is no integer from 1.
   */
  histogram(x: Numbers, nBins = 100, min?: number, max?: number, color?: PlotColor, legend?: string): this {
    const caller = "Plot.histogram";
    const ends = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    const bins = binsOf(countBins(caller, x, { bins: nBins, ...ends }));
    const corners = { x0: bins.map(({ x }) => x), y0: bins.map(() => 0), x1: bins.map(({ x2 }) => x2) };
    const lists = { ...corners, y1: bins.map(({ y }) => y) };
    return this.#spans(caller, lists, { color, legend }, { type: "rect", fillOpacity: 0.7 }, "square");
  }

  /**
   * Adds circles coloured by labels, in the order in which these appear.
   *
   * @param x Places.
   * @param y Places.
   * @param labels Numbers or strings, one for each point; all are of one class unless given.
   * @param legend Whether the legend is shown; true by default where there are labels.
   * @throws {TypeError} If lengths differ.
   */
  gscatter(
    x: Numbers,
    y: Numbers,
    labels?: Numbers | readonly string[],
    legend: boolean = labels !== undefined,
  ): this {
    const caller = "Plot.gscatter", places = vectors(caller, { x, y });
    const texts = Array.isArray(labels) && labels.every((label) => typeof label === "string");
    const names: readonly (string | number)[] = labels === undefined
      ? places.x.map(() => 0)
      : texts
      ? labels as readonly string[]
      : numbers(caller, "labels", labels as Numbers);
    checkLength(caller, "labels", names, places.x.length, "x");
    checkOn(caller, "legend", legend);
    let classes = 0;
    for (const [label, members] of Map.groupBy(names.keys(), (k) => names[k])) {
      const color = CLASS_COLORS[classes++ % CLASS_COLORS.length];
      this.circle(members.map((k) => places.x[k]!), members.map((k) => places.y[k]!), color, `Class ${label}`);
    }
    this.#legend = legend;
    return this;
  }

  /**
   * Adds texts at (x, y).
   *
   * @param x Places, or one.
   * @param y Places, or one.
   * @param text The texts, or one.
   * @param angle By how much they are turned counter-clockwise, in radians; 0 by default.
   * @param color The colour; black by default.
   * @param size The size of the letters in pixels; 12 by default.
   * @param align Which part of the text stands at x; "left" by default.
   * @param baseline Which part of the text stands at y; "bottom" by default.
   * @throws {TypeError} If lengths differ, or something is not a text, a colour or a part.
   * @throws {RangeError} If angle or size are no fitting numbers.
   */
  text(
    x: Numbers | number,
    y: Numbers | number,
    text: string | readonly string[],
    angle = 0,
    color: PlotColor = "black",
    size = 12,
    align: "left" | "center" | "right" = "left",
    baseline: "top" | "middle" | "bottom" = "bottom",
  ): this {
    const caller = "Plot.text", list = (x: Numbers | number): Numbers => typeof x === "number" ? [x] : x;
    const places = vectors(caller, { x: list(x), y: list(y) }), texts = Array.isArray(text) ? text : [text];
    texts.forEach((each) => checkText(caller, "text", each));
    checkLength(caller, "text", texts, places.x.length, "x");
    checkFinite(caller, "angle", angle);
    checkFinite(caller, "size", size);
    checkRange(caller, "size", size, 0, Infinity);
    checkOneOf(caller, "align", align, ["left", "center", "right"]);
    checkOneOf(caller, "baseline", baseline, ["top", "middle", "bottom"]);
    const mark = { type: "text", angle: -(angle % (2 * Math.PI)) * 180 / Math.PI, fontSize: size, align, baseline };
    const rows = rowsOf(caller, { ...places, text: texts }, { color }).filter(isSomewhere);
    const encoding = { text: { field: "text", type: "nominal" } };
    this.#glyphs.push({ mark, encoding, rows, paints: ["fill"], color: firstColor(color), symbol: "circle" });
    return this;
  }

  /** Says what stands above. */
  title(text: string): this {
    return this.#say("title", "title", text);
  }

  /** Says what stands at the horizontal axis. */
  xaxis(text: string): this {
    return this.#say("xaxis", "xlabel", text);
  }

  /** Says what stands at the vertical axis. */
  yaxis(text: string): this {
    return this.#say("yaxis", "ylabel", text);
  }

  /** Shows the legend, or no longer. */
  legend(on = true): this {
    checkOn("Plot.legend", "on", on);
    this.#legend = on;
    return this;
  }

  /**
   * Tells about the points at the pointer: in SVG that is part of a page, in pages and in notebooks.
   *
   * @param tooltips Lines, [name, text], in which "@x" stands for the point's x, "@{any name}" for one of its fields. Lines that name
   * what a point has not are left out.
   * @throws {TypeError} If they are not pairs of strings.
   */
  hoverTool(
    tooltips: Tooltips = [["x", "@x"], ["y", "@y"], ["x0", "@x0"], ["y0", "@y0"], ["x1", "@x1"], ["y1", "@y1"]],
  ): this {
    const isPair = (line: unknown) =>
      Array.isArray(line) && line.length === 2 && line.every((x) => typeof x === "string");
    if (!Array.isArray(tooltips) || !tooltips.every(isPair)) {
      throw new TypeError(
        `Cannot run Plot.hoverTool: tooltips must be a list of [name, text] but is ${describe(tooltips)}`,
      );
    }
    this.#tooltips = tooltips;
    return this;
  }

  /**
   * Returns the drawing as it is now; its description for Vega-Lite can be changed.
   *
   * @throws {TypeError} If tooltips name a field that nothing in the plot has.
   */
  figure(): Figure {
    const canvas = this.#canvas, glyphs = this.#glyphs, tooltips = this.#tooltips, clip = canvas.axis !== undefined;
    const known = new Set(glyphs.flatMap(({ rows }) => Object.keys(rows[0]?.fields ?? {})));
    const plain = ["x", "y", "x0", "y0", "x1", "y1"];
    for (const field of fieldsOf(tooltips ?? [])) {
      if (known.has(field) || known.size === 0 || plain.includes(field)) continue;
      throw new TypeError(`Cannot run Plot.hoverTool: tooltips must name fields that points have but name @${field}`);
    }
    const layers = [
      ...glyphs.flatMap((glyph) => layersOf(glyph, clip, tooltips)),
      ...(this.#legend ? legendLayer(glyphs) : []),
    ];
    const encoding = { x: quantitative("Plot", "x", canvas), y: quantitative("Plot", "y", canvas) };
    const layer = layers.length > 0 ? layers : [{ data: { values: [] }, mark: "point" }];
    return new Figure({ ...sizes("Plot", canvas), encoding, layer }, { hover: tooltips !== undefined });
  }

  /** Draws; returns the text of an SVG file. */
  toSvg(): Promise<string> {
    return this.figure().toSvg();
  }

  /** Draws into a page for browsers, which needs nothing else; returns the text of an HTML file. */
  toHtml(): Promise<string> {
    return this.figure().toHtml();
  }

  /** Draws into a file whose name ends with `.svg` or `.html`. Folders that are missing are made. */
  save(path: string): Promise<void> {
    return this.figure().save(path);
  }

  /** What notebooks show. */
  [Symbol.for("Jupyter.display")](): Promise<Record<string, string>> {
    const figure = this.figure() as unknown as Record<symbol, () => Promise<Record<string, string>>>;
    return figure[Symbol.for("Jupyter.display")]!();
  }

  #marker(name: string, shape: string, places: { x: Numbers; y: Numbers }, look: Look): this {
    const caller = `Plot.${name}`, rows = rowsOf(caller, vectors(caller, places), look).filter(isSomewhere);
    const mark = { type: "point", shape, size: 100, fillOpacity: 0.2, strokeWidth: 1 };
    const { color, legend } = look, paints = ["fill", "stroke"] as const;
    this.#glyphs.push({ mark, encoding: {}, rows, paints, color: firstColor(color), legend, symbol: shape });
    return this;
  }

  /** Adds what reaches from (x0, y0) to (x1, y1). */
  #spans(
    caller: string,
    ends: Record<"x0" | "y0" | "x1" | "y1", Numbers>,
    look: Look,
    mark: Glyph["mark"],
    symbol: string,
  ): this {
    const rows = rowsOf(caller, vectors(caller, ends), look).filter(isSomewhere).map((row) => {
      const { x0, y0, x1, y1 } = row.place as Record<"x0" | "y0" | "x1" | "y1", number>;
      return { ...row, place: { x: x0, y: y0, x2: x1, y2: y1 } };
    });
    const paints = mark.type === "rect" ? ["fill", "stroke"] as const : ["stroke"] as const;
    const encoding = { x2: { field: "x2" }, y2: { field: "y2" } };
    this.#glyphs.push({ mark, encoding, rows, paints, color: firstColor(look.color), legend: look.legend, symbol });
    return this;
  }

  #say(method: string, name: "title" | "xlabel" | "ylabel", text: string): this {
    checkText(`Plot.${method}`, "text", text);
    this.#canvas[name] = text;
    return this;
  }
}

function checkOn(caller: string, name: string, on: unknown): void {
  if (typeof on === "boolean") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be true or false but is ${describe(on)}`);
}
