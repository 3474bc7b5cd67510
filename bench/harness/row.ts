import type { Case } from "./case.ts";

/** What a runner prints for a case: a figure, the reason why there is none, or what went wrong. */
export interface Row {
  suite: string;
  case: string;
  impl: string;
  version?: string;
  threads?: number;
  /** The GPU that computed. */
  device?: string;
  unit?: Case["unit"];
  median?: number;
  min?: number;
  max?: number;
  runs?: number;
  /** Processors that other programs kept busy meanwhile. */
  foreign?: number;
  /** `ok`: the result matched; `none`: nothing to compare. */
  check?: "ok" | "none";
  runtime?: string;
  unsupported?: string;
  error?: string;
}

/** A row with a figure. */
export type Figure = Row & Required<Pick<Row, "threads" | "unit" | "median" | "min" | "max" | "runs">>;

/** Returns whether a row holds a figure. */
export function isFigure(row: Row): row is Figure {
  return typeof row.median === "number";
}

const NS = { ns: 1, us: 1e3, ms: 1e6 };

/** Returns the middle of a list, or the mean of both middles. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Figures of a case from its samples: nanoseconds a call, or MiB. */
export function figures(
  c: Case,
  samples: readonly number[],
): Pick<Figure, "unit" | "median" | "min" | "max" | "runs"> {
  const values = samples.map((x) => c.unit === "ex/s" ? c.b! / (x / 1e9) : c.unit === "MiB" ? x : x / NS[c.unit]);
  const round = (x: number) => Number(x.toPrecision(7));
  return {
    unit: c.unit,
    median: round(median(values)),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    runs: values.length,
  };
}

/** A line for people. */
export function describe(row: Row): string {
  const text = isFigure(row)
    ? `t${row.threads} ${row.median.toFixed(3)} ${row.unit} (min ${row.min.toFixed(3)} max ${
      row.max.toFixed(3)
    } n${row.runs} ` +
      `foreign ${row.foreign ?? "unknown"} check ${row.check})`
    : row.unsupported ?? row.error ?? row.check;
  return `${row.suite} ${row.case.padEnd(44)} ${row.impl} ${text}`;
}
