import { callerOf, type Symbols } from "@taimatsu/tensor/native";
import { NativeError } from "@taimatsu/tensor";
import { lastMessage, openCuda } from "./library.ts";
import { CUDA_SYMBOLS } from "./symbols.ts";

let symbols: Symbols<typeof CUDA_SYMBOLS> | undefined;

/** Returns the functions for devices and their memory; opened at first use. */
export function functions(): Symbols<typeof CUDA_SYMBOLS> {
  return symbols ??= openCuda(CUDA_SYMBOLS);
}

/** Throws what the library reports for a status other than 0. */
export function check(status: number): void {
  if (status === 0) return;
  const message = lastMessage().replace(/^Cannot run (\w+)/, (_, name) => `Cannot run ${callerOf(name)}`);
  throw new NativeError(message, status);
}
