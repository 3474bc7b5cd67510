import type { SingleBar } from "cli-progress";
import type { Epoch, Observer } from "./train.ts";

type Bar = typeof SingleBar;

/** A bar on a terminal, plain lines elsewhere; all on standard error if `quiet`, so that standard output stays clean. */
export class Report implements Observer {
  readonly #out: { writeSync(bytes: Uint8Array): number };
  readonly #epochs: number;
  readonly #Bar: Bar | undefined;
  #bar: SingleBar | undefined;

  private constructor(epochs: number, quiet: boolean, Bar: Bar | undefined) {
    this.#out = quiet ? Deno.stderr : Deno.stdout;
    this.#epochs = epochs;
    this.#Bar = Bar;
  }

  /** Training needs no network, the first bar does: where it cannot be fetched, plain lines serve too. */
  static async create(epochs: number, quiet: boolean): Promise<Report> {
    const terminal = (quiet ? Deno.stderr : Deno.stdout).isTerminal();
    const Bar = terminal ? await import("cli-progress").then(({ SingleBar }) => SingleBar, () => undefined) : undefined;
    return new Report(epochs, quiet, Bar);
  }

  /** Prints a line, below the bar if there is one. */
  line(text: string): void {
    this.#bar?.stop();
    this.#bar = undefined;
    const bytes = new TextEncoder().encode(text + "\n");
    for (let at = 0; at < bytes.length;) at += this.#out.writeSync(bytes.subarray(at));
  }

  progress(epoch: number, done: number, total: number): void {
    if (this.#Bar === undefined) return;
    if (this.#bar === undefined) {
      this.#bar = new this.#Bar({
        format: `epoch ${epoch}/${this.#epochs} [{bar}] {percentage} % | {rate} examples/s | {eta_formatted} left`,
        barCompleteChar: "=",
        barIncompleteChar: " ",
        hideCursor: true,
      });
      this.#bar.start(total, 0, { rate: 0 });
      this.#started = performance.now();
    }
    this.#bar.update(done, { rate: Math.round(done / ((performance.now() - this.#started) / 1000)) });
  }
  #started = 0;

  epoch({ epoch, trainLoss, testAccuracy, seconds, examplesPerSecond }: Epoch): void {
    this.line(
      `epoch ${epoch}/${this.#epochs}: loss ${trainLoss.toFixed(4)}, test accuracy ${
        (100 * testAccuracy).toFixed(2)
      } %, ` +
        `${seconds.toFixed(1)} s, ${Math.round(examplesPerSecond)} examples/s`,
    );
  }
}
