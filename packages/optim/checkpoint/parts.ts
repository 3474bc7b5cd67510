// What has a state of its own in training.
import { Generator, type Tensor } from "@taimatsu/tensor";

/** What a module has: tensors by name. */
interface Named {
  stateDict(): Record<string, Tensor>;
  loadStateDict(state: Record<string, Tensor>): unknown;
}

/** What optimizers, schedules and loaders have: a state of data and tensors. */
interface Stateful {
  state(): unknown;
  loadState(state: never): unknown;
}

function has(value: unknown, ...methods: string[]): value is Record<string, unknown> {
  return typeof value === "object" && value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}

/** Returns whether a value has tensors by name. */
export function isNamed(value: unknown): value is Named {
  return has(value, "stateDict", "loadStateDict");
}

/** Returns whether a value has a state. */
export function isStateful(value: unknown): value is Stateful {
  return has(value, "state", "loadState");
}

/** What is kept of a part. */
export type Kind = "named" | "stateful" | "generator" | "data";

/** Returns what is kept of a value. */
export function kindOf(value: unknown): Kind {
  return value instanceof Generator ? "generator" : isNamed(value) ? "named" : isStateful(value) ? "stateful" : "data";
}
