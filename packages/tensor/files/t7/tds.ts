// The containers of Torch's `tds` package, which keep their elements outside of Lua's memory.

/**
 * A hash of the `tds` package: a map, which files tell from a table.
 *
 * @typeParam K Keys.
 * @typeParam V Values.
 *
 * @example Usage
 * ```ts
 * import { deserialize, serialize, TdsHash } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((deserialize(serialize(new TdsHash([["a", 1]]))) as TdsHash).get("a"), 1);
 * ```
 */
export class TdsHash<K = unknown, V = unknown> extends Map<K, V> {}

/**
 * A vec of the `tds` package: a list, which files tell from a table.
 *
 * @typeParam T Elements.
 *
 * @example Usage
 * ```ts
 * import { deserialize, serialize, TdsVec } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...deserialize(serialize(TdsVec.of(1, 2))) as TdsVec], [1, 2]);
 * ```
 */
export class TdsVec<T = unknown> extends Array<T> {}
