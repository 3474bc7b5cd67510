// What objects of classes were made of when they were read, so that they are written as they were.
import type { UnknownObject } from "./unknown_object.ts";

const shells = new WeakMap<object, UnknownObject>(), values = new WeakMap<UnknownObject, object>();

/** Remembers what an object was made of. */
export function remember(value: object, shell: UnknownObject): void {
  shells.set(value, shell);
  values.set(shell, value);
}

/**
 * Returns what an object was made of when it was read from a Torch7 file; `undefined` if it was not. Its class may keep the order of
 * the fields by it, and those that it does not know.
 */
export function originOf(value: object): UnknownObject | undefined {
  return shells.get(value);
}

/** Returns what was made of an object: what refers to the one means the other. */
export function madeOf(shell: UnknownObject): object {
  return values.get(shell) ?? shell;
}
