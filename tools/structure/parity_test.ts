import { assertEquals } from "@std/assert";
import { parityTable } from "./parity.ts";

const sources = new Map([["a.ts", "export function add(x: number) {}"], [
  "t.ts",
  "export class T {\n  get(i: number) {}\n}",
]]);
const tests = new Map([["z_test.ts", "add(1); new T().get(2)"], ["a_test.ts", "add(1)"]]);

Deno.test("parityTable() names where a function is and which test calls it, best the one beside it", () => {
  const { text, problems } = parityTable(
    { One: [{ row: "T1", torch7: "a|b", ours: ["add", "get"] }, { row: "T2", torch7: "c", instead: "no need" }] },
    sources,
    tests,
  );
  assertEquals(problems, []);
  assertEquals(text.split("\n").slice(4), [
    "| T1 | `a\\|b` | `add`, `get` | a.ts, t.ts | a_test.ts, z_test.ts |",
    "| T2 | `c` | no need |  |  |",
  ]);
});

Deno.test("parityTable() finds what does not exist, what no test calls and what is not built", () => {
  const list = { One: [{ row: "T1", torch7: "a", ours: ["sub", "add"] }, { row: "T2", torch7: "b" }] };
  const { text, problems } = parityTable(list, sources, new Map());
  assertEquals(problems, ["T1: sub does not exist", "T1: sub is called by no test", "T1: add is called by no test"]);
  assertEquals(text.includes("| T2 | `b` | not built yet |"), true);
});
