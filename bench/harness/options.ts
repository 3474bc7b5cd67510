import { parseArgs } from "node:util";

/** What the command line of a runner decides. */
export interface Options {
  suites: string[];
  /** Cases whose names match. */
  pattern: RegExp;
  threads: number;
  /** `cpu`, or a GPU as `cuda:0`. */
  device: string;
  /** Reads `SUITE CASE` lines from standard input and answers each with its row. */
  serve: boolean;
  /** Verifies and does not time. */
  checkOnly: boolean;
  /** A short run that shows that everything works. */
  quick: boolean;
  /** Seconds for a case. */
  budget: number;
  minRuns: number;
  /** Further attempts when other programs were busy. */
  retries: number;
  /** Seconds to wait for an idle machine before a case. */
  quietWait: number;
}

/** A mistake on the command line. */
export class UsageError extends Error {}

export const HELP = `Measures Taimatsu on the cases of workloads.json and prints a JSON row for each.

  deno run -A bench/run.ts [options]

  --suite A,B        suites (all)
  --case REGEX       case names
  --threads N        threads that compute (1)
  --device D         cpu, or a GPU as cuda:0 (cpu)
  --quick            0.05 s a case, three runs, no waiting
  --serve            answer the lines "SUITE CASE" on standard input
  --check-only       verify and do not time
  --budget S         seconds a case (0.5)
  --min-runs N       least number of runs (5)
  --retries N        further attempts when other programs were busy (1)
  --quiet-wait S     seconds to wait for an idle machine before a case (3)
  --help             print this`;

const SUITES = "A,B,C,D,E,F,G,H,I,T";

function parse(args: string[]) {
  const text = { type: "string" } as const, flag = { type: "boolean" } as const;
  try {
    // deno-fmt-ignore
    return parseArgs({ args, options: {
      suite: text, case: text, threads: text, device: text, quick: flag, serve: flag, "check-only": flag, budget: text,
      "min-runs": text, retries: text, "quiet-wait": text, help: flag,
    } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; --help lists the options`);
  }
}

function number(name: string, value: string, least: number, integer: boolean): number {
  const x = Number(value);
  if (value.trim() === "" || !Number.isFinite(x) || x < least || (integer && !Number.isInteger(x))) {
    throw new UsageError(`--${name} must be ${integer ? "an integer" : "a number"} from ${least} but is "${value}"`);
  }
  return x;
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`--case must be a regular expression but is "${text}"`);
  }
}

function device(name: string): string {
  if (/^(cpu|cuda:\d+)$/.test(name)) return name;
  throw new UsageError(`--device must be cpu or cuda:0 … but is "${name}"`);
}

/** Reads the command line; `undefined` means that help was asked for. */
export function readOptions(args: string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const quick = values.quick ?? false;
  return {
    suites: (values.suite ?? SUITES).split(","),
    pattern: pattern(values.case ?? ""),
    threads: number("threads", values.threads ?? "1", 1, true),
    device: device(values.device ?? "cpu"),
    serve: values.serve ?? false,
    checkOnly: values["check-only"] ?? false,
    quick,
    budget: number("budget", values.budget ?? (quick ? "0.05" : "0.5"), 0, false),
    minRuns: number("min-runs", values["min-runs"] ?? (quick ? "3" : "5"), 1, true),
    retries: number("retries", values.retries ?? (quick ? "0" : "1"), 0, true),
    quietWait: number("quiet-wait", values["quiet-wait"] ?? (quick ? "0" : "3"), 0, false),
  };
}
