import { describe } from "@taimatsu/tensor";

/**
 * Checks that a value is an object, as options and states are.
 *
 * @throws {TypeError} If it is something else.
 */
export function checkObject(caller: string, name: string, value: unknown): void {
  if (typeof value === "object" && value !== null) return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be an object but is ${describe(value)}`);
}
