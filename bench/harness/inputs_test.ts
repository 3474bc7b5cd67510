import { assertEquals } from "@std/assert";
import type { Case } from "./case.ts";
import { fill, Inputs } from "./inputs.ts";

// The generator in exact integers.
function units(n: number, seed: number): number[] {
  let s = BigInt(seed) * 2654435761n % 2n ** 32n;
  return Array.from({ length: n }, () => {
    s = (1664525n * s + 1013904223n) % 2n ** 32n;
    return Number(s / 256n) / 2 ** 24;
  });
}

Deno.test("fill() gives the numbers that every runner computes with", () => {
  const want = units(20, 3), spec = { name: "x", shape: [4, 5] };
  assertEquals([...fill({ ...spec, lo: -1, hi: 1 }, 3, false)], want.map((u) => Math.fround(-1 + 2 * u)));
  assertEquals([...fill({ ...spec, lo: -1, hi: 1 }, 3, true)], want.map((u) => Math.fround(-1 + 2 * u)));
  assertEquals([...fill({ ...spec, below: 10 }, 3, false)], want.map((u) => BigInt(Math.floor(10 * u))));
});

Deno.test("Inputs numbers its seeds through inputs, repetitions and parameters", () => {
  const shape = [2], real = { shape, lo: 0, hi: 1 };
  const c: Case = {
    suite: "H",
    case: "x",
    op: "optim",
    unit: "ms",
    in: [{ name: "p", ...real, repeat: 2 }, { name: "g", ...real }],
    params: [{ name: "w", ...real }],
  };
  const inputs = new Inputs(c), found = [...inputs.list("p"), inputs.get("g"), ...inputs.params];
  assertEquals(found.map((x) => x.toArray()), [1, 2, 3, 4].map((seed) => units(2, seed).map(Math.fround)));
});
