// Says what a Torch7 file is to hold of a module.
import { empty, Generator, sameSize, Storage, Tensor, UnknownObject } from "@taimatsu/tensor";
import { fieldsOf, originOf, writeFields } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import { PARAMETERS } from "./parameters.ts";
import { type ModuleClass, NOTHING } from "./read_module.ts";
import { hasResults } from "./results.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

/** Fields that a file without them does not need. */
const OPTIONAL = ["_type", "train"];
/** Tensors of up to so many elements are compared by value: tables that are made anew. */
const SMALL = 1e5;
const RESULTS = ["output", "gradInput"];

function typeOf(module: AnyModule): string {
  return module.type() === "float64" ? "torch.DoubleTensor" : "torch.FloatTensor";
}

/** What a file is to hold, whether the module was read from one or not. */
function lasting(module: AnyModule, form: TorchForm): TorchFields {
  const own = module as unknown as Record<string, unknown>, fields: TorchFields = { _type: typeOf(module) };
  for (const name of [...RESULTS, "train", ...PARAMETERS, "modules"]) {
    if (name in module) fields[name] = own[name] ?? undefined;
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

/** Returns what the file held instead of what is to be written, where that is the same. */
function same(name: string, now: unknown, before: unknown): unknown {
  if (now instanceof Storage && before instanceof Storage) {
    const equal = now.code === before.code && now.length === before.length &&
      now.toArray().every((value, i) => value === before.get(i));
    return equal ? before : now;
  }
  if (now instanceof Tensor && before instanceof Tensor) {
    if (now.store === before.store && now.offset === before.offset && now.count === before.count) return before;
    // Parameters are told by their memory, which modules may share.
    const made = !(PARAMETERS as readonly string[]).includes(name) && now.count <= SMALL;
    return made && now.dtype === before.dtype && sameSize(now.shape, before.shape) && now.device === before.device &&
        now.equal(before)
      ? before
      : now;
  }
  return now;
}

/** All fields of a module whose class says nothing about files, those of results between without what they hold. */
function everyField(module: AnyModule): UnknownObject {
  const { code: _code, device: _device, ...own } = module as unknown as TorchFields, buffers = module.buffers();
  const fields: TorchFields = { _type: typeOf(module) }, nothing: string[] = [];
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
  const before = fieldsOf(origin.fields), unused = hasResults(module), fields: TorchFields = {};
  for (const [name, value] of Object.entries(before)) {
    if (unused && (RESULTS.includes(name) || !(name in now))) fields[name] = value;
    else if (name in now) fields[name] = same(name, now[name], value);
    else if (name in other) fields[name] = other[name];
    else fields[name] = value instanceof Tensor ? empty([], { dtype: value.dtype }) : value;
  }
  for (const [name, value] of Object.entries(now)) {
    // What is false and what a file does not have is the same.
    if (!(name in before) && (OPTIONAL.includes(name) ? value === false : value !== false)) fields[name] = value;
  }
  return new UnknownObject(className, fields, version);
}
