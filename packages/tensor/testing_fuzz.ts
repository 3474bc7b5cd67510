// Reads damaged files in a process of its own, whose memory is then that of reading, and prints what came of them: for fuzz_test.ts.
import { fuzz } from "./files/fuzz/run.ts";

const [seed, cases] = Deno.args.map(Number) as [number, number];
const counts: Record<string, { read: number; refused: number }> = {};
await fuzz({
  seed,
  cases,
  done({ format }, { kind }) {
    const count = counts[format] ??= { read: 0, refused: 0 };
    count[kind === "value" ? "read" : "refused"]++;
  },
});
console.log(JSON.stringify(counts));
