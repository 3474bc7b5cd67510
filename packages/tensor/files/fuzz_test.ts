// Damaged files of every format give a value or a FileFormatError, soon, and take no more memory than they can need.
import { assert, assertEquals } from "@std/assert";
import { fuzz } from "./fuzz/run.ts";
import { FORMATS } from "./fuzz/seeds.ts";

/** The same cases each time, unless another seed is asked for. */
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);
const CASES = 20_000;

Deno.test("damaged files of every format are read or refused", async () => {
  const read = new Map<string, number>(), refused = new Map<string, number>();
  await fuzz({
    seed: SEED,
    cases: CASES,
    done({ format }, { kind }) {
      const counts = kind === "value" ? read : refused;
      counts.set(format, (counts.get(format) ?? 0) + 1);
    },
  });
  // Each format has cases of both kinds, so that what is damaged is neither always plain to see nor never.
  for (const format of FORMATS) {
    const counts = [read.get(format) ?? 0, refused.get(format) ?? 0];
    assertEquals(counts[0]! + counts[1]!, CASES / FORMATS.length);
    assert(counts.every((count) => count > CASES / FORMATS.length / 20), `${format}: ${counts}`);
  }
});
