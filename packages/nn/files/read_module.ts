// Makes modules of what a Torch7 file holds.
import { cpu, describe, type Dtype, DTYPES, isFloat, Tensor, UnknownObject, zeros } from "@taimatsu/tensor";
import { dtypeCode, fieldsOf, FLOAT32, formOf, meta, readFields } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { floatDtype } from "./fields.ts";
import { PARAMETERS } from "./parameters.ts";
import { keepResults } from "./results.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

/** A class of modules. */
export interface ModuleClass {
  new (...args: never[]): AnyModule;
  readonly torch?: TorchForm;
}

/** Packages of Torch7 whose classes are those of `nn`, or the same for GPUs. */
const PACKAGES = /^(nn|cunn|cudnn|fbcunn|fbnn)\.(?=\w+$)/;

/** Where a class that says nothing about files has the names of fields that are `null`, which files cannot hold. */
export const NOTHING = "_null";

/** Returns the dtype of a module: files from before `_type` have it only in the tensors. */
function dtypeOf(fields: TorchFields): Dtype {
  const { _type } = fields;
  if (typeof _type === "string") return floatDtype(_type);
  for (const name of [...PARAMETERS, "output", "gradInput"]) {
    const value = fields[name];
    if (value instanceof Tensor) return value.store.code === FLOAT32 ? "float32" : "float64";
  }
  for (const child of childrenOf(fields)) return child.type();
  return "float64";
}

/** The modules among the fields. */
function childrenOf(fields: TorchFields): AnyModule[] {
  return Array.isArray(fields.modules) ? fields.modules : [];
}

/** Returns a tensor of a file as a module's: half becomes float32, and of a size that has as many elements. */
function fitting(name: string, value: unknown, like: Tensor | null | undefined, dtype: Dtype): Tensor {
  if (!(value instanceof Tensor)) throw new TypeError(`${name} must be a tensor but is ${describe(value)}`);
  let x = value;
  const wanted = like === null || like === undefined || isFloat(like.store.code) ? dtype : like.dtype;
  if (x.dtype !== wanted) x = x.to(wanted);
  if (like === null || like === undefined || like.count === 0) return x;
  if (like.shape.length === x.shape.length && like.shape.every((size, d) => size === x.shape[d])) return x;
  if (x.count === like.count) return x.dense ? x.view(...like.shape) : x.reshape(...like.shape);
  throw new TypeError(`${name} must be [${like.shape}] but is [${x.shape}]`);
}

/** Brings tensors to the CPU; those that have no memory become zeros. */
function settle(value: unknown): unknown {
  if (value instanceof Tensor) {
    const { code, device } = value.store;
    return device === meta ? zeros([...value.shape], { dtype: DTYPES[code]!, device: cpu }) : value.to(cpu);
  }
  if (Array.isArray(value)) value.forEach((entry, i) => value[i] = settle(entry));
  return value;
}

/** Makes a module by its class's constructor, without memory for its parameters. */
function construct(
  type: ModuleClass,
  form: TorchForm,
  fields: TorchFields,
  options: ModuleOptions,
): AnyModule | undefined {
  if (form.make !== undefined) return form.make(fields, options);
  const Type = type as unknown as new (...args: unknown[]) => AnyModule;
  return new Type(...readFields(form.args ?? [], fields), options);
}

/** Makes a module of a class that says nothing about files: its fields are in the file by their names. */
function revive(type: ModuleClass, object: UnknownObject): AnyModule | undefined {
  if (object.className !== type.name || !Array.isArray(object.get(NOTHING))) return undefined;
  const { _type, [NOTHING]: nothing, ...fields } = fieldsOf(object.fields), module = Object.create(type.prototype);
  Object.assign(module, { code: dtypeCode(floatDtype(_type)), device: cpu, ...fields });
  for (const name of nothing as unknown[]) module[String(name)] = null;
  return module;
}

/** Objects that lack what their modules are made of, and the classes of those. */
const unmade = new WeakMap<UnknownObject, ModuleClass>();

/** Makes a module of an object that lacked these fields; `undefined` if that is not why there is none. */
export function makeWith(object: UnknownObject, fields: TorchFields): AnyModule | undefined {
  const type = unmade.get(object), { className, version } = object;
  return type && readModule(type, new UnknownObject(className, { ...fieldsOf(object.fields), ...fields }, version));
}

/** Makes a module of what a file holds; `undefined` if something in it is no module, or the class is of another package. */
export function readModule(type: ModuleClass, object: UnknownObject): AnyModule | undefined {
  if (!Object.hasOwn(type, "torch") || object.className === type.name) return revive(type, object);
  const form = type.torch!;
  if (!PACKAGES.test(object.className)) return undefined;
  const fields = fieldsOf(object.fields);
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Tensor && value.dtype === "float16") fields[name] = value.to("float32");
  }
  form.upgrade?.(fields, object.className, object.version ?? 0);
  const children = childrenOf(fields);
  if (children.some((child) => child instanceof UnknownObject)) return undefined;
  const dtype = dtypeOf(fields), module = construct(type, form, fields, { dtype, device: meta });
  if (module === undefined) {
    unmade.set(object, type);
    return undefined;
  }
  if (module.type() !== dtype) module.type(dtype); // some constructors take no options
  const own = module as unknown as Record<string, unknown>;
  if (Array.isArray(own.modules) && form.make === undefined) own.modules = children;
  for (const name of PARAMETERS) {
    const value = fields[name], like = own[name];
    if (!(name in module)) continue;
    if (value instanceof Tensor && value.count > 0) own[name] = fitting(name, value, like as Tensor | null, dtype);
    else if (/bias/i.test(name) && (fields.bias === undefined || fields.bias === null)) own[name] = null;
  }
  const specs = form.fields ?? [], values = readFields(specs, fields);
  specs.forEach((spec, i) => {
    const { ours, torch } = formOf(spec), value = values[i];
    if (value === undefined) return;
    own[ours] = value instanceof Tensor ? fitting(torch, value, own[ours] as Tensor, dtype) : value;
  });
  for (const [name, value] of Object.entries(own)) own[name] = settle(value);
  own.device = cpu;
  if (fields.train === false) own.train = false;
  if (fields.accUpdateGradParameters !== undefined) own.shared = true;
  form.finish?.(module as never, fields);
  keepResults(module);
  return module;
}
