// The few lines of a README: what a whole run says, in ratios.
import type { Case } from "../harness/case.ts";
import { isFigure, type Row } from "../harness/row.ts";
import { compareWithGoals, MAIN_PEER } from "./goals.ts";
import { pairs } from "./ratio.ts";
import { Side } from "./side.ts";

const OURS = "taimatsu", SHOWCASE = "torchdemos_convnet_b64/step";
const TITLES: Record<string, string> = {
  "pytorch": "PyTorch, eager",
  "pillow": "Pillow",
  "jimp": "Jimp",
  "tfjs-cpu": "TensorFlow.js, cpu",
  "tfjs-wasm": "TensorFlow.js, wasm",
  "jax-js-wasm": "jax-js, wasm",
};

/** Sorts rows by implementation and by threads. */
function sidesOf(rows: readonly Row[]): Map<string, Map<number, Side>> {
  const sides = new Map<string, Map<number, Side>>();
  for (const row of rows.filter(isFigure)) {
    const byThreads = sides.get(row.impl) ?? new Map<number, Side>();
    const side = byThreads.get(row.threads) ?? new Side(row.impl);
    side.take(row);
    sides.set(row.impl, byThreads.set(row.threads, side));
  }
  return sides;
}

function number(x: number): string {
  return x >= 100 ? x.toFixed(0) : x.toPrecision(2);
}

/** A table of rows of cells, with the columns padded as `deno fmt` does. */
function table(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, k) => Math.max(3, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, k) => cell.padEnd(widths[k]!)).join(" | ")} |`;
  const [head, ...body] = rows, rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head!), rule, ...body.map(line)].join("\n");
}

function threadTitles(threads: readonly number[]): string[] {
  return threads.map((n) => `${n} thread${n === 1 ? "" : "s"}`);
}

/** How many times faster or smaller than a peer, by goal: the geometric mean, and the worst case of a group. */
function goalTable(
  cases: readonly Case[],
  sides: Map<string, Map<number, Side>>,
  impl: string,
  title: string,
): string | undefined {
  const ours = sides.get(OURS), peer = sides.get(impl);
  const threads = [...ours?.keys() ?? []].filter((n) => peer?.has(n)).sort((a, b) => a - b);
  const cells = new Map<string, Map<number, string>>();
  for (const n of threads) {
    for (
      const { goal, mean, worst, cases: count } of compareWithGoals(pairs(cases, ours!.get(n)!, peer!.get(n)!), impl)
    ) {
      const cell = count === 1 ? number(mean) : `${number(mean)} (${number(worst.ratio)})`;
      const name = count === 1 ? goal.name : `${goal.name}, ${count} cases`;
      cells.set(name, (cells.get(name) ?? new Map()).set(n, cell));
    }
  }
  if (cells.size === 0) return undefined;
  const rows = [...cells].map(([name, byThreads]) => [name, ...threads.map((n) => byThreads.get(n) ?? "")]);
  return table([[title, ...threadTitles(threads)], ...rows]);
}

/** One training step against every implementation that can take it; each run is compared within itself. */
function peerTable(cases: readonly Case[], runs: readonly Map<string, Map<number, Side>>[]): string | undefined {
  const showcase = cases.filter((c) => c.case === SHOWCASE), cells = new Map<string, Map<number, string>>();
  for (const sides of runs) {
    for (const [impl, byThreads] of sides) {
      for (const [threads, peer] of impl === OURS ? [] : byThreads) {
        const ours = sides.get(OURS)?.get(threads), [pair] = ours === undefined ? [] : pairs(showcase, ours, peer);
        if (pair === undefined) continue;
        cells.set(impl, (cells.get(impl) ?? new Map()).set(threads, number(pair.ratio)));
      }
    }
  }
  if (cells.size < 2) return undefined;
  const threads = [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))].sort((a, b) => a - b);
  const rows = [...cells].map(([impl, row]) => [TITLES[impl] ?? impl, ...threads.map((n) => row.get(n) ?? "")]);
  return table([["training step of the MNIST convnet, times faster than", ...threadTitles(threads)], ...rows]);
}

/** Returns the tables of recorded runs as Markdown. */
export function summary(cases: readonly Case[], runs: readonly (readonly Row[])[]): string {
  const against = (impl: string, title: string) => {
    const withPeer = runs.filter((rows) => rows.some((row) => row.impl === impl));
    return goalTable(cases, sidesOf(withPeer.flat()), impl, title);
  };
  const tables = [
    against(MAIN_PEER, "faster or smaller than PyTorch, times"),
    ...["pillow", "jimp"].map((impl) => against(impl, `faster than ${TITLES[impl]}, times`)),
    peerTable(cases, runs.map(sidesOf)),
  ];
  return tables.filter((text) => text !== undefined).join("\n\n");
}

const BEGIN = "<!-- ratios -->", END = "<!-- end of ratios -->";

/**
 * Returns a document with `text` in place of what stands between its markers.
 *
 * @throws {Error} If it has no markers.
 */
export function replaceBetweenMarkers(document: string, text: string): string {
  const begin = document.indexOf(BEGIN), end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`Cannot write the table: the document must hold ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}
