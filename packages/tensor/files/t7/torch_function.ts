/**
 * A function in a Torch7 file: bytecode of another machine. It is kept and written again, and never executed.
 *
 * @example Usage
 * ```ts
 * import { deserialize, serialize, TorchFunction } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const f = new TorchFunction(Uint8Array.of(27, 76, 74), []);
 * assertEquals(deserialize(serialize(f)), f);
 * ```
 */
export class TorchFunction {
  /**
   * Keeps a function.
   *
   * @param bytecode What Lua's `string.dump` returned.
   * @param upvalues What it refers to: a list of `{ name, value }`; in old files a list of values.
   * @param tag How the file holds it: 8, or 6 or 7 in old files.
   */
  constructor(readonly bytecode: Uint8Array, public upvalues: unknown, readonly tag: 6 | 7 | 8 = 8) {}
}
