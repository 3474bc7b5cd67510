// What tests of forms share.
import { assertEquals } from "@std/assert";
import { deserialize, serialize, UnknownObject } from "@taimatsu/tensor";
import * as nn from "./mod.ts";

/** Fields that every module has in files. */
const EVERY = ["_type", "output", "gradInput", "train"];
/** Fields of modules with weights and biases. */
export const PARAMETERS: readonly string[] = ["weight", "bias", "gradWeight", "gradBias"];

/** Returns what a file holds of a module. */
export function writtenFields(module: nn.AnyModule): Record<string, unknown> {
  return module.toTorch().fields as Record<string, unknown>;
}

/** Checks the class, the version and the names of all fields that are written. */
export function checkForm(module: nn.AnyModule, className: string, names: readonly string[], version = 1): void {
  const object = module.toTorch(), fields = object.fields as Record<string, unknown>;
  assertEquals([object.className, object.version], [className, version]);
  const found = Object.keys(fields).filter((name) => fields[name] !== undefined);
  assertEquals(found.sort(), [...EVERY, ...names].sort());
}

/** Reads an object as it comes from a file. */
export function readObject<M>(className: string, fields: Record<string, unknown>, version = 1): M {
  return deserialize<M>(serialize(new UnknownObject(className, fields, version)), { classes: [nn] });
}

/** Writes a module and reads it again. */
export function readAgain<M extends nn.AnyModule>(module: M): nn.AnyModule {
  return deserialize<nn.AnyModule>(serialize(module), { classes: [nn] });
}
