// Runs of many cases.
import { type FuzzCase, makeCase } from "./case.ts";
import { judge, type Outcome } from "./judge.ts";
import { FORMATS, seeds } from "./seeds.ts";

/** Bytes by which the process may grow in a run. */
const LARGEST_GROWTH = 2 ** 29;
/** Cases between two looks at the process. */
const INTERVAL = 1000;

/** A case that went wrong. */
export class FuzzFailure extends Error {
  /** Describes it. */
  constructor(readonly seed: number, readonly fuzzCase: FuzzCase, cause: unknown) {
    const { number, format, from, bytes } = fuzzCase, problem = cause instanceof Error ? cause.stack : String(cause);
    super(`seed ${seed}, case ${number}, ${format}, ${bytes.length} bytes from ${from}: ${problem}`, { cause });
  }
}

/** How many cases there are, and what is done with them. */
export interface FuzzOptions {
  /** What determines the cases. */
  readonly seed: number;
  /** Number of the first case. */
  readonly first?: number;
  /** How many there are. */
  readonly cases: number;
  /** Called before each case. */
  readonly begin?: (fuzzCase: FuzzCase) => void;
  /** Called after each case that went well. */
  readonly done?: (fuzzCase: FuzzCase, outcome: Outcome) => void;
}

/**
 * Damages files and reads them.
 *
 * @throws {FuzzFailure} At the first case that goes wrong.
 */
export async function fuzz({ seed, first = 0, cases, begin, done }: FuzzOptions): Promise<void> {
  const all = seeds(), byFormat = FORMATS.map((format) => all.filter((file) => file.format === format));
  const before = Deno.memoryUsage().rss;
  for (let number = first; number < first + cases; number++) {
    const fuzzCase = makeCase(seed, number, byFormat);
    begin?.(fuzzCase);
    try {
      const outcome = judge(fuzzCase);
      done?.(fuzzCase, outcome);
      if (number % INTERVAL !== 0) continue;
      // What waits for objects that are garbage has its turn.
      await new Promise((resolve) => setTimeout(resolve));
      checkGrowth(before);
    } catch (cause) {
      throw new FuzzFailure(seed, fuzzCase, cause);
    }
  }
}

function checkGrowth(before: number): void {
  const grown = Deno.memoryUsage().rss - before;
  if (grown > LARGEST_GROWTH) throw new Error(`the process grew by ${grown} bytes`);
}
