// Counting in several Workers.
import { checkInteger } from "./check.ts";

/**
 * An integer that Workers change without losing a step (`threads.AtomicCounter`): 32 bits, it wraps around. It goes to a Worker
 * as an argument of a job, or as its memory.
 *
 * @example Usage
 * ```ts
 * import { AtomicCounter } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const counter = new AtomicCounter();
 * assertEquals([counter.inc(), counter.inc(5), counter.get()], [0, 1, 6]);
 * ```
 */
export class AtomicCounter {
  readonly #value: Int32Array;

  /**
   * Makes a counter at 0, or another handle of one.
   *
   * @param memory What {@linkcode AtomicCounter.memory} of the other handle is.
   */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.#value = new Int32Array(memory);
  }

  /** Returns the value. */
  get(): number {
    return Atomics.load(this.#value, 0);
  }

  /** Sets the value. */
  set(value: number): void {
    checkInteger("AtomicCounter.set", "value", value, -(2 ** 31), 2 ** 31 - 1);
    Atomics.store(this.#value, 0, value);
  }

  /** Adds to the value and returns what it was before. */
  inc(by = 1): number {
    checkInteger("AtomicCounter.inc", "by", by, -(2 ** 31), 2 ** 31 - 1);
    return Atomics.add(this.#value, 0, by);
  }
}
