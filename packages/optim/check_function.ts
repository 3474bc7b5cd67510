import { describe } from "@taimatsu/tensor";

/**
 * Checks that a value can be called.
 *
 * @throws {TypeError} If it is no function.
 */
export function checkFunction(caller: string, name: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be a function but is ${describe(value)}`);
}
