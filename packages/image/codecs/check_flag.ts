import { describe } from "@taimatsu/tensor";

/** Throws a `TypeError` unless an option is true or false. */
export function checkFlag(caller: string, name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be true or false but is ${describe(value)}`);
}
