import { assertEquals, assertThrows } from "@std/assert";
import type { Case } from "../harness/case.ts";
import type { Figure, Row } from "../harness/row.ts";
import { compareWithGoals } from "./goals.ts";
import { readCompareOptions } from "./options.ts";
import { geometricMean, pairs, rate } from "./ratio.ts";
import { report } from "./report.ts";
import { words } from "./server.ts";
import { Side } from "./side.ts";
import { replaceBetweenMarkers, summary } from "./summary.ts";

const CASES: Case[] = [
  { suite: "A", case: "add/16/out", op: "add", unit: "ns" },
  { suite: "A", case: "mul/16/out", op: "mul", unit: "ns" },
  { suite: "I", case: "vflip", op: "vflip", unit: "ms" },
  { suite: "T", case: "net/b10", op: "net", unit: "ex/s", b: 10, flop: 1e6 },
];

function figure(impl: string, name: string, median: number, threads = 1): Figure {
  const c = CASES.find((c) => c.case === name)!;
  return { suite: c.suite, case: name, impl, version: "1", threads, unit: c.unit, median, min: 0, max: 0, runs: 1 };
}

function side(rows: Row[]): Side {
  const result = new Side(rows[0]!.impl);
  for (const row of rows) result.take(row);
  return result;
}

const ours = [figure("taimatsu", "add/16/out", 10), figure("taimatsu", "mul/16/out", 20)];
const theirs = [figure("pytorch", "add/16/out", 310), figure("pytorch", "mul/16/out", 100)];

Deno.test("a side takes the median of its visits", () => {
  const a = side([10, 30, 11].map((median) => figure("taimatsu", "add/16/out", median)));
  assertEquals([a.value("A add/16/out"), a.spread("A add/16/out"), a.name], [11, 3, "taimatsu 1"]);
  a.take({ suite: "A", case: "mul/16/out", impl: "taimatsu", unsupported: "no product" });
  assertEquals([a.value("A mul/16/out"), a.notes.get("A mul/16/out")], [undefined, "no product"]);
});

Deno.test("a ratio above 1 means that ours is better, in time and in throughput", () => {
  const a = side([...ours, figure("taimatsu", "net/b10", 3000)]);
  const b = side([...theirs, figure("pytorch", "net/b10", 1000)]);
  const list = pairs(CASES, a, b);
  assertEquals(list.map(({ ratio }) => ratio), [31, 5, 3]);
  assertEquals(Math.round(geometricMean(list.slice(0, 2))), 12);
  assertEquals(rate(CASES[3]!, 1000), "0.100 GFLOP/s");
});

Deno.test("goals name the cases that fall short", () => {
  const [all, out] = compareWithGoals(pairs(CASES, side(ours), side(theirs)));
  assertEquals([all!.reached, all!.worst.ratio, all!.cases], [true, 5, 2]);
  assertEquals([out!.reached, out!.short.map(({ c }) => c.case)], [false, ["mul/16/out"]]);
});

Deno.test("the report tells what is short", () => {
  const args = ["--min-case", "6", "ours.jsonl", "theirs.jsonl"], options = readCompareOptions(args)!;
  const workloads = { suites: { A: "small", T: "training" }, cases: CASES };
  const { text, short } = report(workloads, side(ours), [side(theirs)], options);
  assertEquals(short, true);
  assertEquals(text.includes("**Short**: below 6: A mul/16/out 5.00."), true);
  assertEquals(report(workloads, side(ours), [side(theirs)], { ...options, minCase: 5 }).short, false);
});

Deno.test("the summary shows goals by threads", () => {
  const rows = [...ours, ...theirs, figure("taimatsu", "add/16/out", 10, 2), figure("pytorch", "add/16/out", 170, 2)];
  const lines = summary(CASES, [rows]).split("\n").map((line) => line.replaceAll(/ +/g, " "));
  assertEquals(lines[0], "| faster or smaller than PyTorch, times | 1 thread | 2 threads |");
  assertEquals(lines[2], "| small operations, 2 cases | 12 (5.0) | |");
});

Deno.test("goals for images speak of Pillow and Jimp", () => {
  const [mine, pillow, jimp] = [["taimatsu", 1], ["pillow", 3], ["jimp", 4]].map(([impl, ms]) =>
    figure(impl as string, "vflip", ms as number)
  ) as [Figure, Figure, Figure];
  const lines = summary(CASES, [[mine, pillow, jimp]]).split("\n").map((line) => line.replaceAll(/ +/g, " "));
  assertEquals(lines[0], "| faster than Pillow, times | 1 thread |");
  assertEquals(lines[2], "| images: geometry, colours, filters | 3.0 |");
  assertEquals(lines[4], "| faster than Jimp, times | 1 thread |");
  const reached = (peer: Figure) => compareWithGoals(pairs(CASES, side([mine]), side([peer])), peer.impl)[0]!.reached;
  assertEquals([reached(pillow), reached(jimp)], [true, false]);
  const options = readCompareOptions(["--goals", "ours.jsonl", "theirs.jsonl"])!;
  const { text } = report(
    { suites: { I: "images" }, cases: CASES },
    side([mine]),
    [side([pillow]), side([jimp])],
    options,
  );
  assertEquals(text.match(/is not reached/g)?.length, 1);
});

Deno.test("replaceBetweenMarkers() leaves the rest alone", () => {
  const document = "a\n<!-- ratios -->\nold\n<!-- end of ratios -->\nb";
  assertEquals(
    replaceBetweenMarkers(document, "new"),
    "a\n<!-- ratios -->\n\nnew\n\n<!-- end of ratios -->\nb",
  );
  assertThrows(() => replaceBetweenMarkers("a", "new"), Error, "must hold <!-- ratios -->");
});

Deno.test("words() keeps quoted words together", () => {
  assertEquals(words(`deno run "a b.ts" --x '1 2'`), ["deno", "run", "a b.ts", "--x", "1 2"]);
});
