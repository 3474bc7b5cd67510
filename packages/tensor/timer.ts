// Measuring time as Torch7 does.
import process from "node:process";

/** Seconds that a {@linkcode Timer} ran. */
export interface TimerReading {
  /** By the clock. */
  real: number;
  /** Of all threads of the process, in its own code. */
  user: number;
  /** Of all threads of the process, in the system. */
  sys: number;
}

function now(): TimerReading {
  const { user, system } = process.cpuUsage();
  return { real: performance.now() / 1e3, user: user / 1e6, sys: system / 1e6 };
}

/**
 * A stopwatch that starts when it is made (`torch.Timer`).
 *
 * @example Usage
 * ```ts
 * import { Timer } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const timer = new Timer();
 * timer.stop();
 * const { real } = timer.time();
 * assert(real >= 0 && timer.time().real === real);
 * ```
 */
export class Timer {
  #start: TimerReading | undefined = now();
  #before: TimerReading = { real: 0, user: 0, sys: 0 };

  /** Starts again from 0; a timer that stands goes on standing. */
  reset(): this {
    this.#before = { real: 0, user: 0, sys: 0 };
    if (this.#start !== undefined) this.#start = now();
    return this;
  }

  /** Stands still until {@linkcode resume}. */
  stop(): this {
    this.#before = this.time();
    this.#start = undefined;
    return this;
  }

  /** Goes on counting. */
  resume(): this {
    this.#start ??= now();
    return this;
  }

  /** Returns the seconds counted so far. */
  time(): TimerReading {
    const { real, user, sys } = this.#before, start = this.#start;
    if (start === undefined) return { real, user, sys };
    const end = now();
    return { real: real + end.real - start.real, user: user + end.user - start.user, sys: sys + end.sys - start.sys };
  }
}

/**
 * Returns a time to give to {@linkcode toc}, in seconds.
 *
 * @example Usage
 * ```ts
 * import { tic, toc } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const start = tic();
 * assert(toc(start) >= 0);
 * ```
 */
export function tic(): number {
  return performance.now() / 1e3;
}

/**
 * Returns the seconds since a time.
 *
 * @param start What {@linkcode tic} returned.
 *
 * @example Usage
 * ```ts
 * import { tic, toc } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(toc(tic()) < 60);
 * ```
 */
export function toc(start: number): number {
  return performance.now() / 1e3 - start;
}
