// Says what a Torch7 file is to hold of a module.
import { empty, Generator, Tensor, UnknownObject } from "@taimatsu/tensor";
import { fieldsOf, mergedFields, originOf, tensorClass, writeFields } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import { PARAMETERS } from "./parameters.ts";
import { type ModuleClass, NOTHING } from "./read_module.ts";
import { hasResults } from "./results.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

const RESULTS = ["output", "gradInput"];

/** What a file is to hold, whether the module was read from one or not. */
function lasting(module: AnyModule, form: TorchForm): TorchFields {
  const own = module as unknown as Record<string, unknown>, fields: TorchFields = { _type: tensorClass(module.type()) };
  for (const name of [...RESULTS, "train", ...PARAMETERS, "modules"]) {
    if (name in module) fields[name] = own[name] ?? undefined;
  }
  for (const name of RESULTS) {
    const x = fields[name];
    if (x instanceof Tensor && x.store.isGone()) fields[name] = empty([], { dtype: x.dtype }); // by tidy(), for one
  }
  Object.assign(fields, writeFields([...form.args ?? [], ...form.fields ?? []], module));
  return Object.assign(fields, form.constant, form.derive?.(module as never));
}

/** What Torch7 wants to find besides, whatever it holds. */
function scratch(module: AnyModule, form: TorchForm): TorchFields {
  const fields: TorchFields = {};
  for (const name of form.empty ?? []) fields[name] = empty([], { dtype: module.type() });
  return Object.assign(fields, form.scratch?.(module as never));
}

/** All fields of a module whose class says nothing about files, those of results between without what they hold. */
function everyField(module: AnyModule): UnknownObject {
  const { code: _code, device: _device, ...own } = module as unknown as TorchFields, buffers = module.buffers();
  const fields: TorchFields = { _type: tensorClass(module.type()) }, nothing: string[] = [];
  for (const [name, value] of Object.entries(own)) {
    if (value === null) nothing.push(name);
    else if (value instanceof Generator) continue;
    else if (!buffers.includes(name)) fields[name] = value;
    else if (value instanceof Tensor) fields[name] = empty([], { dtype: value.dtype });
    else fields[name] = Array.isArray(value) ? [] : value;
  }
  return new UnknownObject(module.constructor.name, { ...fields, [NOTHING]: nothing });
}

/** Returns what a file is to hold of a module: in the order of the file that it was read from, with what is unknown in it. */
export function writeModule(module: AnyModule): UnknownObject {
  const type = module.constructor as unknown as ModuleClass;
  if (!Object.hasOwn(type, "torch")) return everyField(module);
  const form = type.torch!, className = form.className?.(module as never) ?? `nn.${type.name}`;
  if (className === type.name) return everyField(module); // what Torch7's class lacks
  const origin = originOf(module), now = lasting(module, form), other = scratch(module, form);
  const version = form.version ?? 1;
  if (origin?.className !== className) return new UnknownObject(className, { ...other, ...now }, version);
  const fields = mergedFields({
    before: fieldsOf(origin.fields),
    now,
    scratch: other,
    unused: hasResults(module),
    results: RESULTS,
    missing: { train: true, _type: now._type },
    parameters: PARAMETERS,
    dtype: module.type(),
  });
  return new UnknownObject(className, fields, version);
}
