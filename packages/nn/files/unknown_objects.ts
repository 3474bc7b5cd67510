import { type Namespace, UnknownObject } from "@taimatsu/tensor";
import { classesOf, placeOf } from "@taimatsu/tensor/native";

/**
 * Returns the first object of each class that none of the namespaces has, in the order of the file; if they have all, those of which
 * nothing could be made.
 */
export function unknownObjects(value: unknown, namespaces: readonly Namespace[]): UnknownObject[] {
  const found: UnknownObject[] = [], seen = new Set<unknown>(), left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof UnknownObject) {
      if (placeOf(next) !== undefined) found.push(next);
      left.push(next.fields);
    } else if (next instanceof Map) left.push(...next.keys(), ...next.values());
    else if (Array.isArray(next)) { for (const entry of next) left.push(entry); }
    else if (Object.getPrototypeOf(next) === Object.prototype) left.push(...Object.values(next));
  }
  found.sort((a, b) => placeOf(a)! - placeOf(b)!);
  const unknown = found.filter(({ className }) => classesOf(namespaces, className).length === 0);
  const first = new Map<string, UnknownObject>();
  for (const object of unknown.length > 0 ? unknown : found) {
    if (!first.has(object.className)) first.set(object.className, object);
  }
  return [...first.values()];
}
