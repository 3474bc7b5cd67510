// Results between, as a Torch7 file holds them: they are written again as they were, until the module is used.
import { empty, isFloat, Tensor } from "@taimatsu/tensor";
import { originOf } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";

/** The outputs that modules had when they were read. */
const outputs = new WeakMap<AnyModule, unknown>();

function isEmpty(value: unknown): boolean {
  return value instanceof Tensor ? value.count === 0 : Array.isArray(value) && value.length === 0;
}

/** Remembers that a module was just read. */
export function keepResults(module: AnyModule): void {
  outputs.set(module, module.output);
}

/** Returns whether a module that was read has not been used since. */
export function hasResults(module: AnyModule): boolean {
  return outputs.get(module) === module.output && isEmpty(module.output);
}

/** Drops the results that a module's file held. */
export function forgetResults(module: AnyModule): void {
  if (!outputs.delete(module)) return;
  const fields = originOf(module)?.fields, kept = new Set<unknown>(Object.values(module));
  if (typeof fields !== "object" || fields === null || fields instanceof Map) return;
  for (const [name, value] of Object.entries(fields as Record<string, unknown>)) {
    if (value instanceof Tensor && isFloat(value.store.code) && !kept.has(value)) {
      (fields as Record<string, unknown>)[name] = empty([], { dtype: value.dtype });
    }
  }
}
