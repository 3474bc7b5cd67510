import { checkInteger } from "./check.ts";
import { cpu } from "./device.ts";
import { frame, result } from "./frame.ts";

/** Sets how many threads compute; results do not depend on it. `TAIMATSU_NUM_THREADS` sets it at start. */
export function setNumThreads(threads: number): void {
  checkInteger("setNumThreads", "threads", threads, 1, 256);
  cpu.check(cpu.symbols.tm_set_num_threads(threads));
}

/** Returns how many threads compute. */
export function getNumThreads(): number {
  cpu.check(cpu.symbols.tm_num_threads(frame));
  return result(0);
}

/** Returns how many processors the machine has. */
export function getNumCores(): number {
  cpu.check(cpu.symbols.tm_num_threads(frame));
  return result(1);
}

/** Returns the instruction set whose kernels run: `avx512`, `avx2`, `neon` or `base`. */
export function instructionSet(): string {
  const text = new Uint8Array(16);
  cpu.check(cpu.symbols.tm_isa(text, text.length));
  return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
}
