// What only one of several Workers may do at a time.

const FREE = 0, HELD = 1, AWAITED = 2;

/**
 * A lock that Workers share (`threads.Mutex`). It goes to a Worker as an argument of a job, or as its memory.
 *
 * @example Usage
 * ```ts
 * import { Mutex } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const mutex = new Mutex();
 * mutex.lock();
 * assert(!new Mutex(mutex.memory).tryLock());
 * mutex.unlock();
 * ```
 */
export class Mutex {
  readonly #state: Int32Array;

  /**
   * Makes a free lock, or another handle of one.
   *
   * @param memory What {@linkcode Mutex.memory} of the other handle is.
   */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.#state = new Int32Array(memory);
  }

  /** Takes the lock if it is free and returns whether it was. */
  tryLock(): boolean {
    return Atomics.compareExchange(this.#state, 0, FREE, HELD) === FREE;
  }

  /** Takes the lock, waiting as long as somebody holds it. The thread does nothing else meanwhile. */
  lock(): void {
    if (this.tryLock()) return;
    while (Atomics.exchange(this.#state, 0, AWAITED) !== FREE) Atomics.wait(this.#state, 0, AWAITED);
  }

  /**
   * Gives the lock back.
   *
   * @throws {Error} If nobody holds it.
   */
  unlock(): void {
    const before = Atomics.exchange(this.#state, 0, FREE);
    if (before === FREE) throw new Error("Cannot unlock a mutex that nobody holds");
    if (before === AWAITED) Atomics.notify(this.#state, 0, 1);
  }
}

/**
 * Returns a function that runs another under a lock (`threads.safe`).
 *
 * @param fn The function; synchronous, as the lock is given back when it returns.
 * @param mutex The lock; a new one by default, which guards against nothing but calls of the same function.
 *
 * @example Usage
 * ```ts
 * import { Mutex, safe } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const mutex = new Mutex(), twice = safe((x: number) => 2 * x, mutex);
 * assertEquals(twice(4), 8);
 * ```
 */
export function safe<A extends unknown[], R>(fn: (...args: A) => R, mutex: Mutex = new Mutex()): (...args: A) => R {
  return (...args) => {
    mutex.lock();
    try {
      return fn(...args);
    } finally {
      mutex.unlock();
    }
  };
}
