/**
 * Times chains of functions whose results nobody disposes, `tanh(mul(add(x, 1), 2))`, beside PyTorch, which counts references:
 * `deno run -A bench/chains.ts [--python python3] [--threads 1,2] [--rounds 9]`. The sides alternate; figures are medians.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { add, mul, ones, setNumThreads, tanh } from "../packages/tensor/mod.ts";

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "9" },
  },
});
const SIZES = [1000, 100_000, 1_000_000, 10_000_000], SECONDS = 0.15;

/** Answers each line `elements` with the microseconds of a chain. */
const PEER = `
import sys, time, torch
torch.set_num_threads(int(sys.argv[1]))
inputs = {}
for line in sys.stdin:
    n = int(line)
    x = inputs.setdefault(n, torch.ones(n))
    calls, end = 0, 0
    start = time.perf_counter()
    while end - start < ${SECONDS} or calls < 3:
        y = ((x + 1) * 2).tanh()
        calls += 1
        end = time.perf_counter()
    print((end - start) / calls * 1e6, flush=True)
`;

const inputs = new Map(SIZES.map((n) => [n, ones([n])]));

function ours(n: number): number {
  const x = inputs.get(n)!, start = performance.now();
  let calls = 0, end = start;
  while (end - start < 1000 * SECONDS || calls < 3) {
    tanh(mul(add(x, 1), 2));
    calls++;
    end = performance.now();
  }
  return (end - start) / calls * 1000;
}

const middle = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!;

for (const threads of values.threads.split(",").map(Number)) {
  setNumThreads(threads);
  const child = new Deno.Command(values.python, {
    args: ["-c", PEER, String(threads)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter(), reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const theirs = async (n: number): Promise<number> => {
    await writer.write(new TextEncoder().encode(`${n}\n`));
    const { value } = await reader.read();
    if (value === undefined) throw new Error(`${values.python} ended: PyTorch is needed`);
    return Number(value);
  };
  for (const n of SIZES) {
    const times = { ours: [] as number[], theirs: [] as number[] };
    ours(n), await theirs(n); // warm-up
    for (let round = 0; round < Number(values.rounds); round++) {
      if (round % 2 === 0) times.ours.push(ours(n));
      times.theirs.push(await theirs(n));
      if (round % 2 !== 0) times.ours.push(ours(n));
    }
    const a = middle(times.ours), b = middle(times.theirs);
    console.log(
      `${threads} thread(s), ${n} elements: ours ${a.toFixed(1)} us, PyTorch ${b.toFixed(1)} us, ratio ${
        (b / a).toFixed(2)
      }`,
    );
  }
  await writer.close();
  await child.status;
}
