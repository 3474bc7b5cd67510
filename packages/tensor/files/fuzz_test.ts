// Damaged files of every format give a value or a FileFormatError, soon, and take no more memory than they can need.
import { assert, assertEquals } from "@std/assert";
import { FORMATS } from "./fuzz/seeds.ts";

/** The same cases each time, unless another seed is asked for. */
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);
const CASES = 20_000;

Deno.test("damaged files of every format are read or refused", async () => {
  const program = decodeURIComponent(new URL("../testing_fuzz.ts", import.meta.url).pathname);
  const permissions = ["--allow-ffi", "--allow-read", "--allow-env", "--allow-write"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...permissions, program, String(SEED), String(CASES)],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const counts = JSON.parse(new TextDecoder().decode(stdout));
  // Each format has cases of both kinds, so that what is damaged is neither always plain to see nor never.
  for (const format of FORMATS) {
    const { read, refused } = counts[format];
    assertEquals(read + refused, CASES / FORMATS.length);
    assert(Math.min(read, refused) > CASES / FORMATS.length / 20, `${format}: ${read} read, ${refused} refused`);
  }
});
