// Copying and converting what a criterion holds: its fields, and what lies in lists and criterions among them.
import { Tensor } from "@taimatsu/tensor";

/** Returns a copy of a value and of all that it holds; what is held twice is copied once. */
export function copyDeep<T>(value: T, copies = new Map<unknown, unknown>()): T {
  if (typeof value !== "object" || value === null) return value;
  let copy = copies.get(value);
  if (copy === undefined) {
    if (value instanceof Tensor) copies.set(value, copy = value.clone());
    else {
      copies.set(value, copy = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value)));
      const fields = copy as Record<string, unknown>;
      for (const [name, field] of Object.entries(value)) fields[name] = copyDeep(field, copies);
    }
  }
  return copy as T;
}

/** Replaces every tensor that a value holds, directly or below; the value is not a tensor itself. */
export function eachTensor(value: object, replace: (x: Tensor) => Tensor, seen = new Set<object>()): void {
  seen.add(value);
  const fields = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) {
    if (field instanceof Tensor) fields[name] = replace(field);
    else if (typeof field === "object" && field !== null && !seen.has(field)) eachTensor(field, replace, seen);
  }
}
