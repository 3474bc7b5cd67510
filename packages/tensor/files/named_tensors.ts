// Tensors by name, as files hold them.
import { checkTensor, describe, formatSize } from "../check.ts";
import { Tensor } from "../tensor.ts";

/** Returns an object without entries that inherits nothing, so that any name is only what was put there. */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null);
}

/**
 * Returns the entries of an object of tensors.
 *
 * @throws {TypeError} If it is none, an entry is no tensor, or a name cannot be written as UTF-8.
 */
export function namedTensors(caller: string, tensors: Readonly<Record<string, Tensor>>): [string, Tensor][] {
  if (
    typeof tensors !== "object" || tensors === null || Array.isArray(tensors) || tensors instanceof Tensor ||
    tensors instanceof Map
  ) {
    throw new TypeError(`Cannot run ${caller}: tensors must be an object of tensors but is ${describe(tensors)}`);
  }
  const entries = Object.entries(tensors);
  for (const [name, x] of entries) {
    checkTensor(caller, `tensors[${JSON.stringify(name)}]`, x);
    if (!name.isWellFormed()) {
      throw new TypeError(
        `Cannot run ${caller}: names must be text but one is ${JSON.stringify(name)}, half a character`,
      );
    }
  }
  return entries;
}

/** Names that a message lists. */
const LISTED = 20;

/** Returns the error for a name that a file does not have. */
export function unknownName(caller: string, names: readonly string[], name: unknown): RangeError {
  const listed = names.length > LISTED ? [...names.slice(0, LISTED), `and ${names.length - LISTED} more`] : names;
  return new RangeError(`Cannot run ${caller}: name must be one of ${formatSize(listed)} but is ${describe(name)}`);
}
