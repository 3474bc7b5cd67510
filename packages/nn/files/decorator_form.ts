// How modules around another one lie in files.
import { type FieldForm, fieldsOf, originOf, tensorClass } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import type { TorchFields } from "./torch_form.ts";

/** The module inside, which the constructor takes. */
const INNER: FieldForm = {
  ours: "modules",
  torch: "modules",
  read: (value) => (value as AnyModule[])[0],
  write: (value) => value,
};

/** Returns the module inside; dpnn's first decorators have `module` only. */
export function innerOf(fields: TorchFields): unknown {
  const { modules, module } = fields;
  if (!Array.isArray(modules) || modules.length === 0) fields.modules = [module];
  return (fields.modules as unknown[])[0];
}

/** The type of a decorator says nothing: the module inside may have had another one when it was put there. */
function innerType(fields: TorchFields): void {
  const inner = innerOf(fields);
  if (typeof inner === "object" && inner !== null && "buffers" in inner) {
    fields._type = tensorClass((inner as AnyModule).type());
  }
}

/** Returns `module` where the file that it was read from has that too, as dpnn's decorators do. */
function moduleToo(module: AnyModule): TorchFields {
  const before = fieldsOf(originOf(module)?.fields);
  return "module" in before ? { module: module.children()[0] } : {};
}

/** What all decorators have in common. */
export const DECORATOR: {
  readonly args: readonly [FieldForm];
  readonly derive: (module: AnyModule) => TorchFields;
  readonly upgrade: (fields: TorchFields) => void;
} = { args: [INNER], derive: moduleToo, upgrade: innerType };
