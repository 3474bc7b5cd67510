import { UnknownObject } from "@taimatsu/tensor";

/** Returns the names of the classes in what was read that nobody knows and that are no parts of objects which are known. */
export function unknownClasses(value: unknown): string[] {
  const names = new Set<string>(), seen = new Set<unknown>(), left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof UnknownObject) {
      names.add(next.className);
      left.push(next.fields);
    } else if (next instanceof Map) left.push(...next.keys(), ...next.values());
    else if (Array.isArray(next)) { for (const entry of next) left.push(entry); }
    else if (Object.getPrototypeOf(next) === Object.prototype) left.push(...Object.values(next));
  }
  return [...names].sort();
}
