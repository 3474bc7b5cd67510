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

Deno.test("parityTable() looks for a member in the file of its class, and says what else takes its place", () => {
  const files = new Map([
    ["a.ts", "export class A {\n  get(i: number) {}\n}"],
    ["b.ts", "export class B {\n  constructor(readonly size: number) {}\n  get(i: number) {}\n  mean = 0;\n}"],
  ]);
  const calls = new Map([["a_test.ts", "new A().get(1)"], ["b_test.ts", "new B(2).get(1); b.size + b.mean"], [
    "c_test.ts",
    "c.size; new A()",
  ]]);
  const ours = ["B.get", "B.size", "B.mean"];
  const { text, problems } = parityTable({ One: [{ row: "T1", torch7: "a", ours, instead: "no set" }] }, files, calls);
  assertEquals(problems, []);
  assertEquals(text.split("\n").at(-1), "| T1 | `a` | `B.get`, `B.size`, `B.mean`; no set | b.ts | b_test.ts |");
  const wrong = parityTable({ One: [{ row: "T1", torch7: "a", ours: ["A.size", "C.get"] }] }, files, calls);
  assertEquals(
    wrong.problems,
    ["A.size", "C.get"].flatMap((name) => [
      `T1: ${name} does not exist`,
      `T1: ${name} is called by no test`,
    ]),
  );
});

Deno.test("parityTable() finds what does not exist, what no test calls and what is not built", () => {
  const list = { One: [{ row: "T1", torch7: "a", ours: ["sub", "add"] }, { row: "T2", torch7: "b" }] };
  const { text, problems } = parityTable(list, sources, new Map());
  assertEquals(problems, ["T1: sub does not exist", "T1: sub is called by no test", "T1: add is called by no test"]);
  assertEquals(text.includes("| T2 | `b` | not built yet |"), true);
});

Deno.test("parityTable() names the files of tests that show a row, and says which do not exist", () => {
  const list = { One: [{ row: "T1", torch7: "a", instead: "b", shown: ["it works", "it fails"] }] };
  const { text, problems } = parityTable(list, new Map(), new Map([["b_test.ts", 'Deno.test("it works", () => {']]));
  assertEquals(problems, ['T1: there is no test "it fails"']);
  assertEquals(text.split("\n").at(-1), "| T1 | `a` | b |  | b_test.ts |");
});
