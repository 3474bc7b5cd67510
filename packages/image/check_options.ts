import { describe } from "@taimatsu/tensor";

/** Checks that an option is true or false. */
export function checkFlag(caller: string, name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be true or false but is ${describe(value)}`);
}

/** Checks that options are an object, and that switches among them are true or false. */
export function checkOptions(caller: string, options: unknown, switches: readonly string[] = []): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`Cannot run ${caller}: options must be an object but is ${describe(options)}`);
  }
  for (const name of switches) {
    const value: unknown = (options as Record<string, unknown>)[name];
    if (value !== undefined) checkFlag(caller, name, value);
  }
}

/** Checks that a value is a text, if it is given. */
export function checkText(caller: string, name: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be a string but is ${describe(value)}`);
}

/** Checks that a value is a list of texts, if it is given. */
export function checkTexts(caller: string, name: string, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a list of strings but is ${describe(value)}`);
  }
  // By index, as a list may have holes.
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] === "string") continue;
    throw new TypeError(`Cannot run ${caller}: ${name}[${i}] must be a string but is ${describe(value[i])}`);
  }
}
