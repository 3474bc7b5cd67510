import { describe } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/** Returns the options that give a container the dtype and the device of the module in it, or throws if that is none. */
export function optionsLike(caller: string, module: unknown): ModuleOptions {
  if (module instanceof Module) return module.tensorOptions();
  throw new TypeError(`Cannot run ${caller}: the module must be a Module but is ${describe(module)}`);
}
