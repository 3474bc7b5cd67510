import { checkInteger } from "@taimatsu/tensor";
import { formatTime } from "./format_time.ts";

/** What stands beside a bar: loss, accuracy … */
export type Metrics = Readonly<Record<string, number | string>>;

/** Number of last updates from which the time left is estimated, as in xlua. */
const WINDOW = 100;

/** A bar of a {@linkcode Progress}, which makes it. */
export class ProgressBar {
  /** What stands before the bar. */
  readonly label: string;
  /** How many steps there are. */
  readonly total: number;
  #value = 0;
  #metrics: Metrics = {};
  #started = performance.now();
  #marks: [time: number, value: number][] = [[this.#started, 0]];
  #stopped: number | undefined;
  readonly #changed: (bar: ProgressBar, stopped: boolean) => void;

  /**
   * Starts at 0.
   *
   * @param label What stands before the bar.
   * @param total How many steps there are.
   * @param changed Hears of every change.
   */
  constructor(label: string, total: number, changed: (bar: ProgressBar, stopped: boolean) => void) {
    checkInteger("Progress.bar", "total", total, 0);
    this.label = label;
    this.total = total;
    this.#changed = changed;
  }

  /** How many steps are done. */
  get value(): number {
    return this.#value;
  }

  /** Whether it was stopped. */
  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  /**
   * Says how far it is. A smaller value than before starts the measuring of time again.
   *
   * @param value How many steps are done.
   * @param metrics What stands beside the bar from now on.
   * @throws {RangeError} If `value` is no integer from 0 to `total`.
   */
  update(value: number, metrics?: Metrics): void {
    checkInteger("ProgressBar.update", "value", value, 0, this.total);
    if (this.stopped) return;
    const now = performance.now();
    if (value < this.#value) {
      this.#started = now;
      this.#marks = [];
    }
    this.#value = value;
    if (metrics !== undefined) this.#metrics = metrics;
    this.#marks.push([now, value]);
    if (this.#marks.length > WINDOW) this.#marks.shift();
    this.#changed(this, false);
  }

  /**
   * Goes on by some steps.
   *
   * @param steps How many; 1 by default.
   * @param metrics What stands beside the bar from now on.
   * @throws {RangeError} If that is beyond `total`.
   */
  increment(steps = 1, metrics?: Metrics): void {
    this.update(this.#value + steps, metrics);
  }

  /** Ends the bar. Calling it again does nothing. */
  stop(): void {
    if (this.stopped) return;
    this.#stopped = performance.now();
    this.#changed(this, true);
  }

  /** Ends the bar where the block that has it with `using` ends. */
  [Symbol.dispose](): void {
    this.stop();
  }

  /**
   * Goes through a list and counts, up to `total`; the bar ends with it.
   *
   * @param items What to go through.
   */
  *each<T>(items: Iterable<T>): Generator<T> {
    try {
      for (const item of items) {
        yield item;
        if (this.#value < this.total) this.increment();
      }
    } finally {
      this.stop();
    }
  }

  /**
   * Goes through what comes bit by bit and counts, up to `total`; the bar ends with it.
   *
   * @param items What to go through.
   */
  async *eachAsync<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
    try {
      for await (const item of items) {
        yield item;
        if (this.#value < this.total) this.increment();
      }
    } finally {
      this.stop();
    }
  }

  /** Share of the steps that is done. */
  get share(): number {
    return this.total === 0 ? 1 : this.#value / this.total;
  }

  /** Returns counts, time and metrics as they stand after the bar. */
  status(): string {
    const parts = [`${Math.floor(100 * this.share)}%`, `${this.#value}/${this.total}`];
    const [[t0, v0], [t1, v1]] = [this.#marks[0]!, this.#marks[this.#marks.length - 1]!];
    const step = v1 > v0 ? (t1 - t0) / 1e3 / (v1 - v0) : undefined;
    if (this.stopped || this.#value === this.total) {
      parts.push(`in ${formatTime(((this.#stopped ?? t1) - this.#started) / 1e3)}`);
    } else if (step !== undefined) {
      const since = (performance.now() - t1) / 1e3;
      parts.push(
        `${formatTime(Math.max(0, (this.total - this.#value) * step - since))} left`,
        `${formatTime(step)}/step`,
      );
    }
    for (const [name, value] of Object.entries(this.#metrics)) {
      parts.push(`${name} ${typeof value === "number" && !Number.isInteger(value) ? value.toPrecision(4) : value}`);
    }
    return parts.join(", ");
  }
}
