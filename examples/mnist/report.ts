import { SingleBar } from "cli-progress";
import type { Epoch, Observer } from "./train.ts";

/** A bar on a terminal, plain lines elsewhere; all on standard error if `quiet`, so that standard output stays clean. */
export class Report implements Observer {
  readonly #out: { isTerminal(): boolean; writeSync(bytes: Uint8Array): number };
  readonly #epochs: number;
  #bar: SingleBar | undefined;

  constructor(epochs: number, quiet: boolean) {
    this.#out = quiet ? Deno.stderr : Deno.stdout;
    this.#epochs = epochs;
  }

  /** Prints a line, below the bar if there is one. */
  line(text: string): void {
    this.#bar?.stop();
    this.#bar = undefined;
    const bytes = new TextEncoder().encode(text + "\n");
    for (let at = 0; at < bytes.length;) at += this.#out.writeSync(bytes.subarray(at));
  }

  progress(epoch: number, done: number, total: number): void {
    if (!this.#out.isTerminal()) return;
    if (this.#bar === undefined) {
      this.#bar = new SingleBar({
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
