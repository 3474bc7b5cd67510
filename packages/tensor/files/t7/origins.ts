// Where objects of classes lay in their file, and what they were made of when they were read, so that they are written as they were.
import type { UnknownObject } from "./unknown_object.ts";

const shells = new WeakMap<object, UnknownObject>(), values = new WeakMap<UnknownObject, object>();
const places = new WeakMap<UnknownObject, number>();

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

/** Remembers before which byte of its file an object begins. */
export function keepPlace(object: UnknownObject, at: number): void {
  places.set(object, at);
}

/** Returns before which byte of its file an object begins; `undefined` if it was not read from one. */
export function placeOf(object: UnknownObject): number | undefined {
  return places.get(object);
}
