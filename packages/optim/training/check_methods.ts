import { describe } from "@taimatsu/tensor";

/** Checks that entries of an object have the methods that are needed. */
export function checkMethods(
  caller: string,
  options: object,
  needs: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [name, methods] of Object.entries(needs)) {
    const value = (options as Record<string, Record<string, unknown> | undefined>)[name];
    const missing = methods.filter((method) => typeof value?.[method] !== "function");
    if (missing.length === 0) continue;
    const wanted = missing.map((method) => `${method}()`).join(" and ");
    throw new TypeError(`Cannot run ${caller}: ${name} must have ${wanted} but is ${describe(value)}`);
  }
}
