// Lua's tables as values of JavaScript.

/** Keys of lists that a file holds in another order than ascending, so that they are written as they were. */
const orders = new WeakMap<object, readonly number[]>();

/** Returns whether a string as a key keeps its place among the others in an object. */
function isField(key: unknown): key is string {
  return typeof key === "string" && !/^\d+$/.test(key);
}

/** Returns the keys of a list, in the order of the file; `undefined` if the keys are not 1, 2, …, each once. */
function listOrder(keys: readonly unknown[]): number[] | undefined {
  const seen = new Uint8Array(keys.length);
  for (const key of keys) {
    if (typeof key !== "number" || !Number.isInteger(key) || key < 1 || key > keys.length || seen[key - 1] === 1) {
      return undefined;
    }
    seen[key - 1] = 1;
  }
  return keys as number[];
}

/** A table as a value, still empty, and the function that fills it. */
export interface Shell {
  /** The value. */
  readonly value: object;
  /** Puts in the value that belongs to the key of that position. */
  readonly put: (position: number, value: unknown) => void;
}

/**
 * Makes the value of a table: a list if its keys are 1, 2, … (or there are none), an object if they are strings, else a map, which
 * has the keys of the file.
 *
 * @param keys Its keys, in the order of the file.
 * @param fields Whether it holds the fields of an object, so that one without keys is no list.
 */
export function tableShell(keys: readonly unknown[], fields = false): Shell {
  const order = fields ? undefined : listOrder(keys);
  if (order !== undefined) {
    const value: unknown[] = new Array(keys.length).fill(null);
    if (order.some((key, i) => key !== i + 1)) orders.set(value, order);
    return { value, put: (position, entry) => value[order[position]! - 1] = entry };
  }
  if (keys.every(isField)) {
    const value = {};
    return {
      value,
      put: (position, entry) =>
        Object.defineProperty(value, keys[position]!, {
          value: entry,
          enumerable: true,
          configurable: true,
          writable: true,
        }),
    };
  }
  const value = new Map<unknown, unknown>();
  return { value, put: (position, entry) => value.set(keys[position], entry) };
}

/** Returns the entries of a list, an object or a map as a table has them; what is nothing is no entry. */
export function tableEntries(value: object): [unknown, unknown][] {
  let entries: [unknown, unknown][];
  if (Array.isArray(value)) {
    const order = orders.get(value);
    const fits = order !== undefined && order.length === value.length;
    entries = value.map((_, i) => {
      const key = fits ? order[i]! : i + 1;
      return [key, value[key - 1]];
    });
  } else entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.filter(([, entry]) => entry !== null && entry !== undefined);
}
