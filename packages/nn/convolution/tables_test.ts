import { assert, assertEquals, assertThrows } from "@std/assert";
import { seeded } from "../testing.ts";
import * as tables from "./tables.ts";

Deno.test("tables.full() and tables.oneToOne() list pairs from 0", () => {
  assertEquals(tables.full(3, 2).toArray(), [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]]);
  assertEquals(tables.oneToOne(2).toArray(), [[0, 0], [1, 1]]);
  assertEquals(tables.full(1, 1).dtype, "int64");
});

Deno.test("tables.random() gives each output plane different input planes and uses all about equally often", () => {
  for (const [nInput, nOutput, nTo] of [[6, 4, 3], [7, 9, 2], [5, 3, 5], [4, 6, 1]] as const) {
    const pairs = tables.random(nInput, nOutput, nTo, { generator: seeded() }).toArray() as [number, number][];
    assertEquals(pairs.map(([, to]) => to), Array.from({ length: nOutput * nTo }, (_, k) => Math.floor(k / nTo)));
    const used = new Array<number>(nInput).fill(0);
    for (let to = 0; to < nOutput; to++) {
      const from = pairs.filter((pair) => pair[1] === to).map((pair) => pair[0]);
      assertEquals(new Set(from).size, nTo);
      from.forEach((i) => used[i]!++);
    }
    if (nInput % nTo === 0) assert(Math.max(...used) - Math.min(...used) <= 1, `${used}`);
  }
});

Deno.test("tables check their arguments", () => {
  assertThrows(() => tables.full(0, 1), RangeError, "Cannot run tables.full: nInput must be at least 1 but is 0");
  assertThrows(() => tables.oneToOne(1.5), RangeError, "Cannot run tables.oneToOne: n must be an integer but is 1.5");
  assertThrows(() => tables.random(3, 2, 4), RangeError, "Cannot run tables.random: nTo must be from 1 to 3 but is 4");
});
