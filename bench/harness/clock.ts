import type { Case } from "./case.ts";
import { now, waitForQuiet, watchOthers } from "./machine.ts";
import type { Options } from "./options.ts";

/** Times of one call, in nanoseconds, one for each block of calls. */
export interface Times {
  times: number[];
  /** Processors that other programs kept busy meanwhile. */
  foreign: number | undefined;
}

const SMALL_BLOCK_NS = 3e6, BLOCK_NS = 1e7, MOST_BLOCKS = 40, MOST_CALLS = 1e8, ONE_BLOCK_NS = 2e9;

type Timer = (calls: number) => number;

/**
 * Returns a function that times so many calls. Each case gets a loop compiled for it alone, as Python's timeit does, so that
 * a call site which has seen many cases does not make small ones slower. The results are stored where they could be read,
 * so that none can be optimized away.
 */
function timerOf(call: () => unknown, settle: () => void): Timer {
  const compile = new Function(
    "call",
    "kept",
    "now",
    "settle",
    `return (calls) => {
      const start = now();
      for (let i = 0; i < calls; i++) kept.result = call();
      settle();
      return now() - start;
    }`,
  ) as (call: () => unknown, kept: { result: unknown }, now: () => number, settle: () => void) => Timer;
  return compile(call, { result: undefined }, now, settle);
}

/** Doubles the calls of a block until it lasts long enough, then repeats it for the budget. */
function blocks(timer: Timer, block: number, options: Options): number[] {
  let calls = 1, time = timer(1);
  while (time < block && calls < MOST_CALLS) {
    calls *= time < block / 2 ? Math.max(2, Math.min(8, Math.floor(block / Math.max(time, 1)) + 1)) : 2;
    time = timer(calls);
  }
  const times: number[] = [], start = now(), budget = options.budget * 1e9;
  const least = time > ONE_BLOCK_NS ? 1 : options.minRuns;
  while (times.length < MOST_BLOCKS && (times.length < least || now() - start < budget)) {
    if (times.length >= 3 && now() - start > 6 * budget) break;
    times.push(timer(calls) / calls);
  }
  return times;
}

/**
 * Times a call, with the work of a GPU that it queued, for which `settle` waits; when other programs were busy it tries
 * again, and keeps the quietest attempt.
 */
export async function measure(
  call: () => unknown,
  c: Case,
  options: Options,
  settle: () => void = () => {},
): Promise<Times> {
  const timer = timerOf(call, settle), first = timer(1);
  if (options.quick && first > ONE_BLOCK_NS) return { times: [first], foreign: undefined };
  const limit = 0.15 + 0.5 * Math.max(0, navigator.hardwareConcurrency - options.threads);
  let best: Times | undefined;
  for (let attempt = 0; attempt <= options.retries; attempt++) {
    await waitForQuiet(options.quietWait, limit);
    const others = watchOthers(), times = blocks(timer, c.unit === "ns" ? SMALL_BLOCK_NS : BLOCK_NS, options);
    const foreign = others();
    if (best === undefined || (foreign ?? 0) < (best.foreign ?? 0)) best = { times, foreign };
    if ((foreign ?? 0) <= limit) break;
  }
  return best!;
}
