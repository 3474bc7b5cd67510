import { checkInteger } from "./check.ts";
import { cpu } from "./device.ts";
import { frame, result } from "./frame.ts";

/**
 * Sets how many threads compute; results do not depend on it. `TAIMATSU_NUM_THREADS` sets it at start.
 *
 * @param threads From 1 to 256.
 * @throws {RangeError} If it is none of them.
 *
 * @example Usage
 * ```ts
 * import { getNumThreads, setNumThreads } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * setNumThreads(2);
 * assertEquals(getNumThreads(), 2);
 * ```
 */
export function setNumThreads(threads: number): void {
  checkInteger("setNumThreads", "threads", threads, 1, 256);
  cpu.check(cpu.symbols.tm_set_num_threads(threads));
}

/**
 * Returns how many threads compute.
 *
 * @example Usage
 * ```ts
 * import { getNumThreads } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(getNumThreads() >= 1);
 * ```
 */
export function getNumThreads(): number {
  cpu.check(cpu.symbols.tm_num_threads(frame));
  return result(0);
}

/**
 * Returns how many processors the machine has.
 *
 * @example Usage
 * ```ts
 * import { getNumCores } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(getNumCores() >= 1);
 * ```
 */
export function getNumCores(): number {
  cpu.check(cpu.symbols.tm_num_threads(frame));
  return result(1);
}

/**
 * Returns the instruction set whose kernels run: `avx512`, `avx2`, `neon` or `base`.
 *
 * @example Usage
 * ```ts
 * import { instructionSet } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(["avx512", "avx2", "neon", "base"].includes(instructionSet()));
 * ```
 */
export function instructionSet(): string {
  const text = new Uint8Array(16);
  cpu.check(cpu.symbols.tm_isa(text, text.length));
  return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
}
