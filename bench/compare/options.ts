import { parseArgs } from "node:util";
import { UsageError } from "../harness/options.ts";

/** What the command line decides. */
export interface CompareOptions {
  /** Files of rows; the first implementation in them is ours. */
  files: string[];
  /** Command of our runner, and of those it is compared with; none if files are given. */
  ours: string | undefined;
  peers: string[];
  suites: string[];
  pattern: RegExp;
  threads: number;
  /** Visits of each case by each side. */
  rounds: number;
  python: string;
  quick: boolean;
  timeout: number;
  /** Where rows are appended, and where the report is written. */
  save: string | undefined;
  markdown: string | undefined;
  minGeomean: number | undefined;
  minCase: number | undefined;
  /** Cases that `minCase` leaves out. */
  allow: RegExp | undefined;
  /** Whether the goals of goals.ts must be reached. */
  goals: boolean;
}

export const HELP = `Sets the rows of two or more runners side by side.

  deno run -A bench/compare.ts [options] OURS.jsonl PEER.jsonl …
  deno run -A bench/compare.ts [options] --ours COMMAND --peer COMMAND [--peer COMMAND …]

  --suite A,B        suites (all)
  --case REGEX       case names
  --threads N        threads of every side (1)
  --rounds N         visits of each case (3; with --quick 1)
  --python FILE      replaces a leading "python" of a command ($PYTHON, else python3)
  --quick            passed on to the runners
  --timeout S        seconds for a case (600)
  --save FILE        append the rows of live runs
  --markdown FILE    write the report there too
  --goals            exit with 1 if a goal of goals.ts is not reached
  --min-geomean X    exit with 1 if the geometric mean against a peer is below X
  --min-case X       exit with 1 if a case is below X, or if we have no figure for it
  --allow REGEX      cases, as "SUITE CASE", that --min-case leaves out
  --help             print this`;

function parse(args: string[]) {
  const text = { type: "string" } as const, flag = { type: "boolean" } as const;
  try {
    // deno-fmt-ignore
    return parseArgs({ args, allowPositionals: true, options: {
      ours: text, peer: { type: "string", multiple: true }, suite: text, case: text, threads: text, rounds: text,
      python: text, quick: flag, timeout: text, save: text, markdown: text, goals: flag, "min-geomean": text,
      "min-case": text, allow: text, help: flag,
    } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; --help lists the options`);
  }
}

function number(name: string, value: string): number {
  const x = Number(value);
  if (value.trim() === "" || !(x > 0)) throw new UsageError(`--${name} must be a number above 0 but is "${value}"`);
  return x;
}

/** Reads the command line; `undefined` means that help was asked for. */
export function readCompareOptions(args: string[]): CompareOptions | undefined {
  const { values, positionals } = parse(args), quick = values.quick ?? false, peers = values.peer ?? [];
  if (values.help) return undefined;
  const live = values.ours !== undefined && peers.length > 0 && positionals.length === 0;
  const recorded = values.ours === undefined && peers.length === 0 && positionals.length > 0;
  if (!live && !recorded) throw new UsageError("give files of rows, or --ours and --peer; --help lists the options");
  const limit = (name: "min-geomean" | "min-case") => {
    const value = values[name];
    return value === undefined ? undefined : number(name, value);
  };
  return {
    files: positionals,
    ours: values.ours,
    peers,
    suites: values.suite?.split(",") ?? [],
    pattern: new RegExp(values.case ?? ""),
    threads: number("threads", values.threads ?? "1"),
    rounds: number("rounds", values.rounds ?? (quick ? "1" : "3")),
    python: values.python ?? (Deno.env.get("PYTHON") || "python3"),
    quick,
    timeout: number("timeout", values.timeout ?? "600"),
    save: values.save,
    markdown: values.markdown,
    goals: values.goals ?? false,
    minGeomean: limit("min-geomean"),
    minCase: limit("min-case"),
    allow: values.allow === undefined ? undefined : new RegExp(values.allow),
  };
}
