/**
 * Damages files of every format that is read, and reads them: `deno task fuzz:files --cases 200000 --seed 7`. Each case must end in a
 * value or in a `FileFormatError` at a place in the file, within 2 s and in as much memory as the file can need.
 *
 * `--first N` begins with another case; with `--cases 1`, the one that failed is repeated. A case that fails is written into a file. The
 * case at work stands in another one, if the process does not survive it.
 *
 * @module
 */
import { fuzz, FuzzFailure } from "../packages/tensor/files/fuzz/run.ts";

/** Cases between two lines of progress. */
const INTERVAL = 20_000;
/** Errors of a format that are listed. */
const LISTED = 6;

const USAGE = "deno task fuzz:files [--cases N] [--seed S] [--first N]";

/** Returns the whole numbers that options ask for. */
function numbersOf(args: readonly string[]): { cases: number; seed: number; first: number } {
  const numbers = { cases: 20_000, seed: 1, first: 0 };
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i]!.slice(2), value = Number(args[i + 1]);
    if (!args[i]!.startsWith("--") || !Object.hasOwn(numbers, name) || !Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(USAGE);
    }
    numbers[name as keyof typeof numbers] = value;
  }
  return numbers;
}

/** Counts of what came of cases, by format. */
class Summary {
  readonly #formats = new Map<string, Map<string, number>>();
  #slowest = 0;
  #slowestCase = 0;

  /** Counts a case. */
  add(number: number, format: string, kind: string, ms: number): void {
    let kinds = this.#formats.get(format);
    if (kinds === undefined) this.#formats.set(format, kinds = new Map());
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (ms > this.#slowest) [this.#slowest, this.#slowestCase] = [ms, number];
  }

  /** Returns the lines of a table. */
  lines(): string[] {
    const lines: string[] = [];
    for (const [format, kinds] of this.#formats) {
      const all = [...kinds.values()].reduce((sum, n) => sum + n, 0), read = kinds.get("value") ?? 0;
      lines.push(`${format}: ${all} cases, ${read} read, ${all - read} refused for ${kinds.size - 1} reasons`);
      const errors = [...kinds].filter(([kind]) => kind !== "value").sort(([, a], [, b]) => b - a);
      for (const [kind, n] of errors.slice(0, LISTED)) lines.push(`${String(n).padStart(9)}  ${kind}`);
    }
    return [...lines, `the slowest case is ${this.#slowestCase}: ${this.#slowest.toFixed(1)} ms`];
  }
}

async function main(args: readonly string[]): Promise<void> {
  const { cases, seed, first } = numbersOf(args), summary = new Summary(), start = performance.now();
  const at = Deno.makeTempFileSync({ prefix: "fuzz_files_", suffix: ".case" });
  console.log(`${cases} cases of seed ${seed}; the number of the one at work is in ${at}`);
  using file = Deno.openSync(at, { write: true });
  const text = new TextEncoder();
  await fuzz({
    seed,
    first,
    cases,
    begin({ number }) {
      file.seekSync(0, Deno.SeekMode.Start);
      file.writeSync(text.encode(`${String(number).padStart(15)}\n`));
    },
    done({ number, format }, { kind, ms }) {
      summary.add(number, format, kind, ms);
      if ((number + 1 - first) % INTERVAL !== 0) return;
      const seconds = ((performance.now() - start) / 1000).toFixed(0), { rss } = Deno.memoryUsage();
      console.log(`${number + 1 - first} cases, ${seconds} s, process ${Math.round(rss / 2 ** 20)} MiB`);
    },
  });
  for (const line of summary.lines()) console.log(line);
  Deno.removeSync(at);
}

if (import.meta.main) {
  try {
    await main(Deno.args);
  } catch (error) {
    Deno.exitCode = 1;
    console.error((error as Error).message);
    if (error instanceof FuzzFailure) {
      const path = Deno.makeTempFileSync({ prefix: "fuzz_files_", suffix: ".bin" });
      Deno.writeFileSync(path, error.fuzzCase.bytes);
      console.error(`its bytes are in ${path}, read with ${JSON.stringify(error.fuzzCase.options)}`);
    }
  }
}
