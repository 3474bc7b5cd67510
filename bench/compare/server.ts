import { type Case, nameOf } from "../harness/case.ts";
import { isFigure, type Row } from "../harness/row.ts";
import { Side } from "./side.ts";

/** How runners are started. */
export interface ServerOptions {
  threads: number;
  quick: boolean;
  /** What stands for a leading `python` in a command. */
  python: string;
  /** Seconds that a case may take. */
  timeout: number;
}

/** Splits a command into words; quotes keep blanks together. */
export function words(command: string): string[] {
  return (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
}

/** A runner that waits for the names of cases: it answers each with a row. It is started again after a failure. */
export class Server extends Side {
  readonly #command: Deno.Command;
  readonly #options: ServerOptions;
  #child: Deno.ChildProcess | undefined;
  #lines: ReadableStreamDefaultReader<string> | undefined;
  #rest = "";

  /** `command` starts a runner that understands the options in bench/README.md. */
  constructor(command: string, options: ServerOptions) {
    super(command);
    const [first, ...rest] = words(command);
    if (first === undefined) throw new TypeError("Cannot start a runner: the command is empty");
    this.#options = options;
    const threads = String(options.threads);
    this.#command = new Deno.Command(first === "python" ? options.python : first, {
      args: [...rest, "--threads", threads, ...(options.quick ? ["--quick"] : []), "--serve"],
      env: { OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads, MKL_NUM_THREADS: threads },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    });
  }

  /** Asks for a case and takes the row. */
  async visit(c: Case): Promise<Row> {
    let row = await this.#ask(c);
    if (isFigure(row) && row.threads !== this.#options.threads) {
      row = { suite: c.suite, case: c.case, impl: row.impl, error: `ran with ${row.threads} threads` };
    }
    this.take(row);
    return row;
  }

  /** Ends the process. */
  stop(): void {
    try {
      this.#child?.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    this.#child = undefined;
  }

  async #ask(c: Case): Promise<Row> {
    if (this.#child === undefined) {
      this.#child = this.#command.spawn();
      this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
      this.#rest = "";
    }
    const late = setTimeout(() => this.stop(), this.#options.timeout * 1000);
    try {
      const writer = this.#child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(`${nameOf(c)}\n`));
      writer.releaseLock();
      for (;;) {
        const line = await this.#line();
        if (line === undefined) break;
        if (line.startsWith("{")) return JSON.parse(line);
      }
    } catch {
      // The process has ended: the row says so.
    } finally {
      clearTimeout(late);
    }
    this.stop();
    const error = `no row: the process ended or took longer than ${this.#options.timeout} s`;
    return { suite: c.suite, case: c.case, impl: this.label, error };
  }

  async #line(): Promise<string | undefined> {
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#lines!.read();
      if (done) return undefined;
      this.#rest += value;
    }
    const end = this.#rest.indexOf("\n"), line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }
}
