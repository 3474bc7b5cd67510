import { describe } from "./check.ts";
import { defaultGenerator, Generator, type RandomOptions } from "./generator.ts";

/** Returns the state that a function draws from, as the native library's argument. */
export function stateFor(caller: string, options: RandomOptions | undefined): ArrayBuffer {
  const { generator = defaultGenerator } = options ?? {};
  if (generator instanceof Generator) return generator.state;
  throw new TypeError(`Cannot run ${caller}: generator must be a Generator but is ${describe(generator)}`);
}
