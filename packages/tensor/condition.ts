// Waiting until another Worker says that something changed.
import type { Mutex } from "./mutex.ts";

/**
 * What Workers wait for under a lock (`threads.Condition`). It goes to a Worker as an argument of a job, or as its memory.
 *
 * @example Usage
 * ```ts
 * import { Condition, Mutex } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const mutex = new Mutex(), condition = new Condition();
 * mutex.lock();
 * assert(!condition.wait(mutex, 10)); // nobody signals
 * mutex.unlock();
 * ```
 */
export class Condition {
  readonly #signals: Int32Array;

  /**
   * Makes a condition, or another handle of one.
   *
   * @param memory What {@linkcode Condition.memory} of the other handle is.
   */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.#signals = new Int32Array(memory);
  }

  /**
   * Gives the lock back, waits for a signal, and takes the lock again. What was waited for must be looked at then, since
   * another Worker may have been faster.
   *
   * @param mutex The lock, which the caller holds.
   * @param milliseconds How long to wait at most; for ever by default.
   * @returns Whether there was a signal.
   */
  wait(mutex: Mutex, milliseconds = Infinity): boolean {
    const seen = Atomics.load(this.#signals, 0);
    mutex.unlock();
    const outcome = Atomics.wait(this.#signals, 0, seen, milliseconds);
    mutex.lock();
    return outcome !== "timed-out";
  }

  /** Wakes one of those that wait. */
  signal(): void {
    Atomics.add(this.#signals, 0, 1);
    Atomics.notify(this.#signals, 0, 1);
  }

  /** Wakes all that wait. */
  broadcast(): void {
    Atomics.add(this.#signals, 0, 1);
    Atomics.notify(this.#signals, 0);
  }
}
