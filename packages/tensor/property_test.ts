// Every function with random dtypes, layouts, sizes and options, valid or not: it gives what a slow reference gives, or refuses
// what the reference refuses, and changes nothing else.
import { assert } from "@std/assert";
import fc from "fast-check";
import { arange, defaultDevice } from "./mod.ts";
import { memoryGrowth } from "./testing_memory.ts";
import { anotherDevice } from "./testing_remote.ts";
import { ACCESS } from "./property/access.ts";
import { ALGEBRA } from "./property/algebra.ts";
import { callAnyhow, TARGETS } from "./property/anything.ts";
import { CREATION, METHODS } from "./property/create.ts";
import { Draw, place } from "./property/draw.ts";
import { INDEXING } from "./property/indexing.ts";
import { LAPACK } from "./property/lapack.ts";
import { OTHERS } from "./property/other.ts";
import { POINTWISE } from "./property/pointwise.ts";
import { REDUCTIONS } from "./property/reduce.ts";
import { type Case, runCase } from "./property/run.ts";
import { STREAMS } from "./property/streams.ts";
import { STRUCTURE } from "./property/structure.ts";
import { VIEWS } from "./property/views.ts";

const CASES: readonly Case[] = [
  ...ACCESS,
  ...POINTWISE,
  ...REDUCTIONS,
  ...VIEWS,
  ...INDEXING,
  ...CREATION,
  ...METHODS,
  ...ALGEBRA,
  ...LAPACK,
  ...OTHERS,
  ...STREAMS,
  ...STRUCTURE,
];
/** Calls that are compared, and a third as many of anything. */
const CALLS = 1e5;

/** The same calls each time, unless another seed is asked for. */
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);

function check(property: (draw: Draw) => void, numRuns: number): void {
  fc.assert(fc.property(fc.gen(), (gen) => property(new Draw(gen))), {
    numRuns,
    seed: SEED,
    includeErrorInReport: true,
  });
}

for (const c of CASES) {
  Deno.test(`${c.name}() agrees with its reference for any arguments`, () => {
    check((draw) => runCase(c, draw), Math.ceil(CALLS / CASES.length));
  });

  Deno.test(`${c.name}() agrees with its reference on a device that is not the default one`, () => {
    place.device = anotherDevice();
    try {
      check((draw) => runCase(c, draw), Math.ceil(CALLS / 5 / CASES.length));
    } finally {
      place.device = defaultDevice();
    }
  });
}

Deno.test("every function and method takes anything, and the process survives in flat memory", async (t) => {
  const each = CALLS / 3 / TARGETS.length;
  for (const target of TARGETS) {
    await t.step(target.name, () => check((draw) => callAnyhow(target, draw), Math.ceil(each)));
  }
  const grown = memoryGrowth(() => {
    for (const target of TARGETS) check((draw) => callAnyhow(target, draw), Math.ceil(each / 2));
  });
  assert(grown < 100, `${grown} MiB more`);
  assert(arange(3).add(1).sum() === 6);
});
