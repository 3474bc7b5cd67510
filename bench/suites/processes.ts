// Cases that need a process of their own: start-up time and peak memory. It may load the native library and nothing else.
import { Unsupported } from "../harness/case.ts";
import { now, peakMemory } from "../harness/machine.ts";
import type { NetCase } from "./trainer.ts";

const START_UPS = 7, NETS = 3;

function command(program: string, threads: number, args: string[]): Deno.Command {
  const path = (relative: string) => decodeURIComponent(new URL(relative, import.meta.url).pathname);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", `--allow-ffi=${path("../../native/build")}`, path(`../programs/${program}`), ...args],
    env: { TAIMATSU_NUM_THREADS: String(threads) },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  });
}

/** Runs a program to its end and returns the time in nanoseconds and what it printed. */
async function timed(program: string, threads: number): Promise<[number, string]> {
  const start = now(), child = command(program, threads, []).spawn();
  await child.stdin.close();
  const { stdout } = await child.output();
  return [now() - start, new TextDecoder().decode(stdout)];
}

/** Runs a program until it prints a line, reads how much memory it took, and lets it end. */
async function peakOf(program: string, threads: number, args: string[]): Promise<[number, string]> {
  const child = command(program, threads, args).spawn(), reader = child.stdout.getReader();
  const { value } = await reader.read(), text = new TextDecoder().decode(value);
  const peak = peakMemory(child.pid);
  await child.stdin.close(); // what the program waits for
  await reader.cancel();
  await child.status;
  if (text.startsWith("unsupported: ")) throw new Unsupported(text.trim().slice("unsupported: ".length));
  if (peak === undefined) throw new Unsupported("the memory of a process is not to be read (run with -A, on Linux)");
  return [peak, text];
}

/** Time or peak memory of programs that add two tensors of three ones and print the sum. */
export async function startUp(what: "time" | "rss", threads: number): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < START_UPS; i++) {
    const [sample, text] = what === "time"
      ? await timed("first_op.ts", threads)
      : await peakOf("first_op.ts", threads, []);
    if (text.trim() !== "6") throw new Error(`the program must print 6 but printed "${text}"`);
    samples.push(sample);
  }
  return samples;
}

/** Peak memory of processes that make the net of a case and take five steps. */
export async function netMemory(c: NetCase, threads: number): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < NETS; i++) {
    const [sample, text] = await peakOf("net_memory.ts", threads, [JSON.stringify(c)]);
    if (!Number.isFinite(Number.parseFloat(text))) {
      throw new Error(`the program must print a loss but printed "${text}"`);
    }
    samples.push(sample);
  }
  return samples;
}
