import process from "node:process";
import { checkRange, describe } from "@taimatsu/tensor";

/** Seconds that an event of a {@linkcode Profiler} took. */
export interface Lap {
  /** By the clock. */
  real: number;
  /** Of all threads of the process. */
  cpu: number;
}

interface Event {
  start: Lap;
  fps: boolean;
  real: number | undefined;
  cpu: number | undefined;
}

function now(): Lap {
  const { user, system } = process.cpuUsage();
  return { real: performance.now() / 1e3, cpu: (user + system) / 1e6 };
}

/**
 * Measures how long named events take (xlua's `Profiler`).
 *
 * @example Usage
 * ```ts
 * import { Profiler } from "@taimatsu/optim";
 * import { assertMatch } from "@std/assert";
 *
 * const profiler = new Profiler();
 * profiler.start("forward");
 * profiler.lap("forward");
 * assertMatch(profiler.format("forward"), /^\$ real \| cpu: 0\.\d{6} \| \d\.\d{6} <forward>$/);
 * ```
 */
export class Profiler {
  readonly #events = new Map<string, Event>();

  /**
   * Starts an event, again if there is one of the name.
   *
   * @param name The event.
   * @param fps `"fps"` shows how often it fits into a second, too.
   */
  start(name: string, fps?: "fps"): void {
    const before = this.#events.get(name);
    const event = before ?? { start: now(), fps: false, real: undefined, cpu: undefined };
    if (fps === "fps") event.fps = true;
    this.#events.set(name, event);
    event.start = now();
  }

  /**
   * Returns the seconds since the start by the clock, and keeps them.
   *
   * @param name The event.
   * @param divider Divides them, for events of several steps; 1 by default.
   * @throws {RangeError} If there is no such event, or `divider` is not above 0.
   */
  real(name: string, divider = 1): number {
    const event = this.#event("real", name, divider);
    return event.real = (now().real - event.start.real) / divider;
  }

  /**
   * Returns the seconds since the start that the process's threads took, and keeps them.
   *
   * @param name The event.
   * @param divider Divides them, for events of several steps; 1 by default.
   * @throws {RangeError} If there is no such event, or `divider` is not above 0.
   */
  cpu(name: string, divider = 1): number {
    const event = this.#event("cpu", name, divider);
    return event.cpu = (now().cpu - event.start.cpu) / divider;
  }

  /**
   * Returns both since the start, and keeps them. The event goes on.
   *
   * @param name The event.
   * @param divider Divides them, for events of several steps; 1 by default.
   * @throws {RangeError} If there is no such event, or `divider` is not above 0.
   */
  lap(name: string, divider = 1): Lap {
    this.#event("lap", name, divider);
    return { real: this.real(name, divider), cpu: this.cpu(name, divider) };
  }

  /**
   * Returns a line about an event; −1 stands for what was not measured.
   *
   * @param name The event.
   * @throws {RangeError} If there is no such event.
   */
  format(name: string): string {
    const { real = -1, cpu = -1 } = this.#event("format", name);
    return `$ real | cpu: ${real.toFixed(6)} | ${cpu.toFixed(6)} <${name}>`;
  }

  /** Returns a line about each event, in the order of their first starts. */
  formatAll(): string {
    const lines = [...this.#events].map(([name, { real = -1, cpu = -1, fps }]) => {
      const rate = fps && real > 0 ? ` = ${(1 / real).toFixed(6)} fps` : "";
      return `\n$ real ${real.toFixed(6)} | cpu ${cpu.toFixed(6)} <${name}>${rate}`;
    });
    return `$ profiler report:${lines.join("")}`;
  }

  /**
   * Prints what `format` returns.
   *
   * @param name The event.
   * @throws {RangeError} If there is no such event.
   */
  print(name: string): void {
    console.log(this.format(name));
  }

  /** Prints what `formatAll` returns. */
  printAll(): void {
    console.log(this.formatAll());
  }

  #event(method: string, name: string, divider = 1): Event {
    const caller = `Profiler.${method}`, event = this.#events.get(name);
    if (event === undefined) {
      throw new RangeError(`Cannot run ${caller}: name must be of an event that was started but is ${describe(name)}`);
    }
    checkRange(caller, "divider", divider, Number.MIN_VALUE, Infinity);
    return event;
  }
}
