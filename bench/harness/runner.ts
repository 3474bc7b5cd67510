import process from "node:process";
import readline from "node:readline";
import { type Case, nameOf, readJson, Unsupported, type Workloads } from "./case.ts";
import { type Check, verify } from "./check.ts";
import { measure } from "./clock.ts";
import { Inputs } from "./inputs.ts";
import type { Options } from "./options.ts";
import { describe, figures, type Row } from "./row.ts";
import type { Builder } from "./work.ts";

/** What is measured. */
export interface Library {
  /** Its name in rows. */
  impl: string;
  version: string;
  /** The GPU that computes. */
  device?: string;
  /** Waits for the GPU. */
  settle?: () => void;
  /** Frees the memory of the GPU that a case has left. */
  collect?: () => Promise<void>;
}

/** Finds what builds a case. */
export type FindBuilder = (c: Case, threads: number) => Promise<Builder>;

/** Runs the cases of one command line. */
export class Runner {
  /** Whether a case failed. */
  failed = false;
  readonly #options: Options;
  readonly #find: FindBuilder;
  readonly #library: Library;

  /** Keeps what the command line decided, where suites are found, and whose they are. */
  constructor(options: Options, find: FindBuilder, library: Library) {
    this.#options = options;
    this.#find = find;
    this.#library = library;
  }

  /** Runs what the options choose, and prints a row for each case. */
  async run(): Promise<void> {
    const { serve, suites, pattern } = this.#options;
    const { cases } = await readJson<Workloads>("workloads.json");
    const checks = await readJson<Record<string, Check>>("checks.json");
    const answer = async (c: Case) => {
      this.#print(await this.#row(c, checks[nameOf(c)]));
      await this.#library.collect?.();
    };
    if (!serve) {
      for (const c of cases) if (suites.includes(c.suite) && pattern.test(c.case)) await answer(c);
      return;
    }
    const named = new Map(cases.map((c) => [nameOf(c), c]));
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const name = line.trim(), c = named.get(name);
      if (c !== undefined) await answer(c);
      else this.#print({ suite: "", case: name, impl: this.#library.impl, unsupported: "no such case" });
    }
  }

  async #row(c: Case, check: Check | undefined): Promise<Row> {
    const { threads, checkOnly } = this.#options, { impl, version, device, settle } = this.#library;
    const name = { suite: c.suite, case: c.case, impl };
    const where = device === undefined ? { threads } : { threads, device };
    const about = { ...name, version, ...where, runtime: `deno ${Deno.version.deno}` };
    try {
      const work = (await this.#find(c, threads))(c, new Inputs(c));
      if ("samples" in work) {
        const samples = await work.samples();
        return checkOnly ? { ...name, check: "none" } : { ...about, ...figures(c, samples), check: "none" };
      }
      const verified = work.results ? verify(c, work.results(), check) : "none";
      if (checkOnly) return { ...name, check: verified };
      const { times, foreign } = await measure(work.call, c, this.#options, settle);
      const others = foreign === undefined ? {} : { foreign: Number(foreign.toFixed(3)) };
      return { ...about, ...figures(c, times), ...others, check: verified };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (error instanceof Unsupported) return { ...name, unsupported: text };
      this.failed = true;
      return { ...name, error: text.slice(0, 400) };
    }
  }

  #print(row: Row): void {
    console.log(JSON.stringify(row));
    console.error(describe(row));
  }
}
