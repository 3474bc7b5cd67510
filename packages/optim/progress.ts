import { checkRange } from "@taimatsu/tensor";
import { writeStream } from "./files.ts";
import { type Metrics, ProgressBar } from "./progress_bar.ts";
import { type ProgressOutput, Terminal } from "./terminal.ts";

/** Settings of {@linkcode Progress.create}. */
export interface ProgressOptions {
  /** Where to write: standard error by default, so that results on standard output stay clean. */
  output?: "stdout" | "stderr" | ProgressOutput;
  /** Least number of seconds between two lines where there is no terminal; 5 by default. */
  interval?: number;
  /** Prints nothing at all; false by default. */
  quiet?: boolean;
}

type Module = typeof import("cli-progress");
type MultiBar = InstanceType<Module["MultiBar"]>;
type SingleBar = InstanceType<Module["SingleBar"]>;
type Options = import("cli-progress").Options;

/** Least number of milliseconds between two drawings on a terminal. */
const REDRAW = 100;

/**
 * Shows how far a program is: bars on a terminal, of which several can stand below each other, and elsewhere plain lines, one
 * every few seconds at most. xlua's `progress`, which filled log files with control characters.
 *
 * On terminals it draws with `cli-progress`. Stop it at the end, or have it with `using`.
 *
 * @example Usage
 * ```ts
 * import { Progress } from "@taimatsu/optim";
 *
 * using progress = await Progress.create({ quiet: true });
 * using epochs = progress.bar("epochs", 3);
 * for (let epoch = 0; epoch < 3; epoch++) {
 *   for (const batch of progress.bar(`epoch ${epoch}`, 10).each(Array(10).keys())) {
 *     // train on the batch
 *   }
 *   epochs.increment(1, { loss: 0.5 / (epoch + 1) });
 * }
 * ```
 */
export class Progress {
  readonly #output: ProgressOutput | undefined;
  readonly #interval: number;
  readonly #module: Module | undefined;
  #multi: MultiBar | undefined;
  readonly #bars = new Map<ProgressBar, SingleBar | undefined>();
  #last = -Infinity;

  private constructor(output: ProgressOutput | undefined, interval: number, module: Module | undefined) {
    this.#output = output;
    this.#interval = 1e3 * interval;
    this.#module = module;
    // The first line comes after the interval, too: what is quick needs none before its end.
    this.#last = performance.now();
  }

  /**
   * Makes one. On a terminal the npm package `cli-progress` is loaded; where that fails, there are plain lines, too.
   *
   * @param options Where to write, and how often.
   * @throws {RangeError} If `interval` is negative.
   */
  static async create(options: ProgressOptions = {}): Promise<Progress> {
    const { output = "stderr", interval = 5, quiet = false } = options;
    checkRange("Progress.create", "interval", interval, 0, Infinity);
    if (quiet) return new Progress(undefined, interval, undefined);
    const to = typeof output === "string" ? streamOutput(output) : output;
    const module = to.terminal ? await import("cli-progress").then((found) => found, () => undefined) : undefined;
    return new Progress(
      to,
      interval,
      module === undefined ? undefined : (module as { default?: Module }).default ?? module,
    );
  }

  /**
   * Starts a bar, below those that are there.
   *
   * @param label What stands before it.
   * @param total How many steps there are.
   * @throws {RangeError} If `total` is no integer from 0.
   */
  bar(label: string, total: number): ProgressBar {
    const bar = new ProgressBar(label, total, (bar, stopped) => stopped ? this.#stop(bar) : this.#draw());
    if (this.#bars.size === 0) this.#last = performance.now();
    this.#bars.set(bar, this.#show(bar));
    return bar;
  }

  #show(bar: ProgressBar): SingleBar | undefined {
    if (this.#module === undefined || this.#output === undefined) return undefined;
    const { MultiBar, Format } = this.#module, output = this.#output;
    this.#multi ??= new MultiBar(
      {
        terminal: new Terminal(output),
        // A program that is interrupted leaves the terminal as it was.
        hideCursor: false,
        linewrap: true,
        format: (options: Options, params: { progress: number }, { bar }: { bar: ProgressBar }) => {
          const label = bar.label === "" ? "" : `${bar.label} `, status = bar.status();
          const barsize = Math.min(40, Math.max(5, output.columns() - label.length - status.length - 4));
          const drawn = Format.BarFormat(params.progress, { ...options, barsize });
          return `${label}[${drawn}] ${status}`.slice(0, Math.max(output.columns() - 1, 1));
        },
        barCompleteChar: "=",
        barIncompleteChar: ".",
      } as Options,
    );
    return this.#multi.create(Math.max(bar.total, 1), bar.total === 0 ? 1 : 0, { bar });
  }

  #draw(): void {
    const now = performance.now(), bars = [...this.#bars.keys()];
    if (this.#output === undefined || now - this.#last < (this.#multi === undefined ? this.#interval : REDRAW)) return;
    this.#last = now;
    if (this.#multi === undefined) {
      // What is done gets its line when it stops.
      if (bars.some((bar) => bar.value < bar.total)) {
        this.#output.write(bars.map((bar) => this.#line(bar)).join("; ") + "\n");
      }
      return;
    }
    for (const [bar, drawn] of this.#bars) drawn?.update(bar.total === 0 ? 1 : bar.value);
    this.#multi.update();
  }

  #line(bar: ProgressBar): string {
    return `${bar.label === "" ? "" : `${bar.label}: `}${bar.status()}`;
  }

  #stop(bar: ProgressBar): void {
    const drawn = this.#bars.get(bar);
    if (this.#multi !== undefined && drawn !== undefined) {
      drawn.update(bar.total === 0 ? 1 : bar.value);
      if (this.#bars.size > 1) this.#multi.remove(drawn);
      else {
        this.#multi.stop();
        this.#multi = undefined;
      }
    } else if (this.#bars.size === 1) this.#output?.write(this.#line(bar) + "\n");
    this.#bars.delete(bar);
  }

  /**
   * Prints a line, above the bars if there are some.
   *
   * @param text The line.
   */
  log(text: string): void {
    if (this.#multi === undefined) this.#output?.write(`${text}\n`);
    else {
      this.#multi.log(`${text}\n`);
      this.#multi.update();
    }
  }

  /** Ends all bars, the innermost first. */
  stop(): void {
    for (const bar of [...this.#bars.keys()].reverse()) bar.stop();
  }

  /** Ends all bars where the block that has this with `using` ends. */
  [Symbol.dispose](): void {
    this.stop();
  }
}

function streamOutput(name: "stdout" | "stderr"): ProgressOutput {
  const stream = name === "stdout" ? Deno.stdout : Deno.stderr;
  const columns = (): number => {
    try {
      return Deno.consoleSize().columns;
    } catch {
      return 80; // a terminal that does not say
    }
  };
  return { terminal: stream.isTerminal(), columns, write: (text) => writeStream(stream, text) };
}

export type { Metrics, ProgressBar };
