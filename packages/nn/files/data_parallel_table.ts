// Nets that Torch7 copied to several GPUs.
import type { TorchClass, UnknownObject } from "@taimatsu/tensor";
import { Decorator } from "../containers/decorator.ts";
import { Module } from "../module.ts";

/**
 * What `load` makes a `nn.DataParallelTable` of cunn with, which has a copy of a net for each GPU: a {@linkcode Decorator} of the first
 * copy.
 *
 * @example Usage
 * ```ts
 * import * as nn from "@taimatsu/nn";
 * import { deserialize, serialize, UnknownObject } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const copies = [new nn.Linear(3, 2), new nn.Linear(3, 2)];
 * const file = serialize(new UnknownObject("nn.DataParallelTable", { modules: copies, dimension: 1 }));
 * assertEquals(String(deserialize(file, { classes: [nn] })), "nn.Decorator @ nn.Linear(3 -> 2)");
 * ```
 */
export const dataParallelTable: TorchClass = {
  fromTorch(object: UnknownObject): Decorator | undefined {
    const modules = object.get("modules"), [first] = Array.isArray(modules) ? modules as unknown[] : [];
    return first instanceof Module ? new Decorator(first) : undefined;
  },
};
