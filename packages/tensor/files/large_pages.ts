import { cpu } from "../device.ts";

/** Bytes from which large pages save more time than opening the native library takes, which asks for them. */
const LARGE = 2 ** 26;

/** Opens the native library, where it is there and may be. */
export function preferLargePages(bytes: number): void {
  if (bytes < LARGE) return;
  try {
    void cpu.symbols;
  } catch { /* reading a file does not need it */ }
}
