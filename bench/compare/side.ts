import { nameOf } from "../harness/case.ts";
import { type Figure, isFigure, median, type Row } from "../harness/row.ts";

/** One of those that are compared: the rows it has given, by case. */
export class Side {
  /** The implementation and its version, once a row has told. */
  name: string | undefined;
  /** Why a case has no figure. */
  readonly notes = new Map<string, string>();
  readonly #figures = new Map<string, Figure[]>();

  /** `label` stands for the name until a row tells it. */
  constructor(readonly label: string) {}

  /** Takes a row; returns whether it holds a figure. */
  take(row: Row): boolean {
    const key = nameOf(row);
    if (!isFigure(row)) {
      this.notes.set(key, row.error === undefined ? row.unsupported ?? "no figure" : `error: ${row.error}`);
      return false;
    }
    this.name ??= `${row.impl} ${row.version ?? ""}`.trim();
    const figures = this.#figures.get(key);
    if (figures === undefined) this.#figures.set(key, [row]);
    else figures.push(row);
    return true;
  }

  /** Returns whether any row held a figure. */
  get hasFigures(): boolean {
    return this.#figures.size > 0;
  }

  /** The case's figure: the median over all visits. */
  value(key: string): number | undefined {
    const figures = this.#figures.get(key);
    return figures && median(figures.map((row) => row.median));
  }

  /** How much the visits disagree: the largest over the smallest. */
  spread(key: string): number {
    const values = (this.#figures.get(key) ?? []).map((row) => row.median);
    return values.length === 0 ? 1 : Math.max(...values) / Math.min(...values);
  }

  /** The share of the processors that other programs took at worst. */
  foreign(key: string): number {
    return Math.max(0, ...(this.#figures.get(key) ?? []).map((row) => row.foreign ?? 0));
  }
}

/** Reads recorded rows; each implementation in the files is a side. */
export async function readSides(files: readonly string[], threads: number): Promise<Side[]> {
  const sides = new Map<string, Side>();
  for (const file of files) {
    for (const row of await readRows(file)) {
      if (row.threads !== undefined && row.threads !== threads) continue;
      let side = sides.get(row.impl);
      if (side === undefined) sides.set(row.impl, side = new Side(row.impl));
      side.take(row);
    }
  }
  return [...sides.values()];
}

/** Reads the rows of a file, one a line; a line that describes the machine is left out. */
export async function readRows(file: string): Promise<Row[]> {
  const lines = (await Deno.readTextFile(file)).split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line)).filter((row) => "suite" in row);
}
