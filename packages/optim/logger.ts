import { describe } from "@taimatsu/tensor";
import { checkObject } from "./check_object.ts";
import { appendFile, dateParts, writeFile, writeStream } from "./files.ts";
import type { Figure } from "./plots/figure.ts";
import { plot, PLOT_STYLES, type PlotStyle } from "./plots/plot.ts";

/** What a column of a {@linkcode Logger} takes. */
export type Logged = number | string;

/**
 * Writes a table of numbers during training, row by row, and draws it (Torch7's `Logger.lua`, whose files look the same).
 *
 * A row is in the file when `add` returns, so that nothing is lost whatever happens afterwards. The drawing lies beside the
 * file, with `.svg` added to its name.
 *
 * @example Usage
 * ```ts
 * import { Logger } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const path = `${await Deno.makeTempDir()}/run/loss.log`;
 * const logger = new Logger(path).setNames(["training", "test"]).style(["-", "+-"]);
 * logger.add([0.5, 0.6]);
 * logger.add({ test: 0.55, training: 0.25 });
 * assertEquals(Deno.readTextFileSync(path), `training\ttest\t
 *  5.0000e-01\t 6.0000e-01\t
 *  2.5000e-01\t 5.5000e-01\t
 * `);
 * await logger.plot(); // draws into loss.log.svg
 * ```
 */
export class Logger {
  /** The name that was given, or `stdout`. */
  readonly name: string;
  /** The file, if there is one. */
  readonly path: string | undefined;
  /** Where `plot` draws, if there is a file. */
  readonly svgfile: string | undefined;
  /** Names of the columns. */
  names: string[] = [];
  /** The number of each column by its name. */
  idx: Record<string, number> = {};
  /** The values of each column. */
  symbols: Logged[][] = [];
  /** The styles of each column. */
  styles: PlotStyle[][] = [];
  /** Whether the drawing counts in powers of ten. */
  logScale = false;

  /**
   * Starts a file; one that is there is overwritten. Folders that are missing are made.
   *
   * @param filename The file; standard output if left out.
   * @param timestamp Adds date and time to the name; false by default.
   * @throws {Deno.errors.NotCapable} If the file may not be written.
   */
  constructor(filename?: string, timestamp: boolean = false) {
    this.name = filename ?? "stdout";
    if (filename === undefined) return;
    if (typeof filename !== "string" || filename === "") {
      throw new TypeError(`Cannot run Logger: filename must be a path but is ${describe(filename)}`);
    }
    const { Y, m, d, H, M, S } = dateParts(new Date());
    this.path = timestamp ? `${filename}-${Y}_${m}_${d}_${H}:${M}:${S}` : filename;
    this.svgfile = `${this.path}.svg`;
    writeFile("Logger", this.path, "");
  }

  /**
   * Names the columns and writes the header. Their order stays.
   *
   * @param names The names.
   * @throws {TypeError} If one is no text, comes twice, or has tabs or line breaks.
   * @throws {Error} If the columns have names already.
   */
  setNames(names: readonly string[]): this {
    if (this.names.length > 0) throw new Error("Cannot run Logger.setNames: the columns have names already");
    if (!Array.isArray(names) || names.length === 0) {
      throw new TypeError(`Cannot run Logger.setNames: names must be a list of texts but is ${describe(names)}`);
    }
    for (const [k, name] of names.entries()) {
      checkText("Logger.setNames", "a name", name);
      if (names.indexOf(name) < k) {
        throw new TypeError(`Cannot run Logger.setNames: names must differ but ${describe(name)} comes twice`);
      }
    }
    this.#write("Logger.setNames", names.map((name) => `${name}\t`).join("") + "\n");
    this.names = [...names];
    this.idx = Object.fromEntries(names.map((name, k) => [name, k]));
    this.symbols = names.map(() => []);
    this.styles = names.map(() => ["+"]);
    return this;
  }

  /**
   * Writes a row. Without names so far, the keys of an object are the names, and the columns of a list are named 1, 2 … as in
   * Torch7's files.
   *
   * @param symbols A value for each column: a list in their order, or an object by their names.
   * @throws {TypeError} If there are other values than numbers and texts, or other names than the columns'.
   * @throws {RangeError} If a list has another length; then nothing is written.
   */
  add(symbols: readonly Logged[] | Readonly<Record<string, Logged>>): this {
    const caller = "Logger.add";
    if (typeof symbols !== "object" || symbols === null) {
      throw new TypeError(`Cannot run ${caller}: symbols must be a list or an object but is ${describe(symbols)}`);
    }
    const isList = Array.isArray(symbols), values = isList ? symbols as Logged[] : Object.values(symbols);
    for (const value of values) {
      if (typeof value !== "number") checkText(caller, "a value", value, "a number or a text");
    }
    if (values.length === 0) throw new RangeError(`Cannot run ${caller}: symbols must hold values but is empty`);
    const fresh = this.names.length === 0;
    const names = !fresh ? this.names : isList ? values.map((_, k) => String(k + 1)) : Object.keys(symbols);
    const row = isList ? values : this.#inOrder(names, symbols as Record<string, Logged>);
    if (row.length !== names.length) {
      throw new RangeError(`Cannot run ${caller}: symbols must be ${names.length} values but are ${row.length}`);
    }
    if (fresh) this.setNames(names);
    this.#write(
      caller,
      row.map((value) => `${typeof value === "number" ? formatNumber(value) : value}\t`).join("") + "\n",
    );
    for (const [k, value] of row.entries()) this.symbols[k]!.push(value);
    return this;
  }

  #inOrder(names: readonly string[], symbols: Readonly<Record<string, Logged>>): Logged[] {
    const unknown = Object.keys(symbols).find((name) => !names.includes(name));
    const missing = names.find((name) => !Object.hasOwn(symbols, name));
    for (const [name, is] of [[unknown, "is no column"], [missing, "is missing"]] as const) {
      if (name === undefined) continue;
      throw new TypeError(`Cannot run Logger.add: symbols must have the names ${names.join(", ")} but ${name} ${is}`);
    }
    return names.map((name) => symbols[name]!);
  }

  #write(caller: string, text: string): void {
    if (this.path === undefined) writeStream(Deno.stdout, text);
    else appendFile(caller, this.path, text);
  }

  /**
   * Says how the columns are drawn; `+` at first. A list of styles draws a column with each of them.
   *
   * @param symbols A style, or a list of styles, for each column: a list in their order, or an object by their names.
   * @throws {TypeError} If there is no such style.
   * @throws {RangeError} If there is no such column.
   */
  style(
    symbols:
      | readonly (PlotStyle | readonly PlotStyle[])[]
      | Readonly<Record<string, PlotStyle | readonly PlotStyle[]>>,
  ): this {
    const caller = "Logger.style", given = new Map<number, PlotStyle[]>();
    checkObject(caller, "symbols", symbols);
    for (const [name, style] of Object.entries(symbols) as [string, PlotStyle | readonly PlotStyle[]][]) {
      const k = Array.isArray(symbols) ? Number(name) : this.#column(caller, name);
      if (k >= this.names.length) {
        throw new RangeError(`Cannot run ${caller}: symbols must be ${this.names.length} styles at most`);
      }
      const list = Array.isArray(style) ? [...style] : [style as PlotStyle];
      for (const each of list) {
        if (PLOT_STYLES.includes(each)) continue;
        throw new TypeError(
          `Cannot run ${caller}: a style must be one of ${PLOT_STYLES.join(" ")} but is ${describe(each)}`,
        );
      }
      given.set(k, list);
    }
    for (const [k, list] of given) this.styles[k] = list;
    return this;
  }

  #column(caller: string, name: string): number {
    if (Object.hasOwn(this.idx, name)) return this.idx[name]!;
    throw new RangeError(`Cannot run ${caller}: ${describe(name)} must be one of ${this.names.join(", ")}`);
  }

  /**
   * Says whether the drawing counts in powers of ten.
   *
   * @param state It does, or does not.
   */
  setlogscale(state: boolean): this {
    this.logScale = state;
    return this;
  }

  /**
   * Draws the columns over the rows, into {@linkcode svgfile} if there is a file. Texts leave gaps.
   *
   * @param names The columns; by default all that hold numbers.
   * @returns The drawing.
   * @throws {RangeError} If there is no such column.
   * @throws {Deno.errors.NotCapable} If the file may not be written.
   */
  async plot(...names: string[]): Promise<Figure> {
    const chosen = names.length > 0
      ? names.map((name) => this.#column("Logger.plot", name))
      : this.symbols.flatMap((list, k) => list.some((value) => typeof value === "number") ? [k] : []);
    const series = chosen.flatMap((k) => {
      const y = this.symbols[k]!.map((value) => typeof value === "number" ? value : NaN);
      return this.styles[k]!.map((style) => ({ label: this.names[k]!, y, style }));
    });
    const figure = plot(series, { title: this.name, logscale: this.logScale });
    if (this.svgfile !== undefined) await figure.save(this.svgfile);
    return figure;
  }
}

/** Writes a number as C does with `%11.4e`. */
function formatNumber(value: number): string {
  const text = Number.isNaN(value)
    ? "nan"
    : Number.isFinite(value)
    ? value.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2")
    : value > 0
    ? "inf"
    : "-inf";
  return (Object.is(value, -0) ? `-${text}` : text).padStart(11);
}

function checkText(caller: string, name: string, text: unknown, wanted = "a text"): void {
  if (typeof text === "string" && !/[\t\r\n]/.test(text)) return;
  throw new TypeError(
    `Cannot run ${caller}: ${name} must be ${wanted} without tabs and line breaks but is ${describe(text)}`,
  );
}
