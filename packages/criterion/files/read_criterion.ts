// Makes criterions of what a Torch7 file holds.
import { defaultDtype, type Dtype, empty, isFloat, Tensor, UnknownObject } from "@taimatsu/tensor";
import { fieldsOf, formOf, readFields } from "@taimatsu/tensor/native";
import { firstTensor } from "../activity.ts";
import type { AnyCriterion } from "../criterion.ts";
import { keepSnapshot } from "./results.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

/** A class of criterions. */
export interface CriterionClass {
  new (...args: never[]): AnyCriterion;
  readonly torch?: TorchForm;
}

/** Where a class that says nothing about files has the names of fields that are `null`, which files cannot hold. */
export const NOTHING = "_null";

/** Returns what a class says about files, unless only its base says it. */
export function torchFormOf(type: CriterionClass): TorchForm | undefined {
  return Object.hasOwn(type, "torch") ? type.torch : undefined;
}

/** Returns the name that a class has in files. */
export function torchName(type: CriterionClass, form: TorchForm): string {
  return form.ours === true ? type.name : `nn.${type.name}`;
}

/** Returns what a file held, as the class has it now. */
export function upgradedFields(form: TorchForm, payload: unknown): TorchFields {
  const fields = fieldsOf(payload);
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Tensor && value.dtype === "float16") fields[name] = value.to("float32");
  }
  form.upgrade?.(fields);
  return fields;
}

function dtypeIn({ weights, weight, gradInput }: TorchFields): Dtype {
  const x = firstTensor(weights) ?? firstTensor(weight) ?? firstTensor(gradInput);
  return x !== undefined && isFloat(x.store.code) ? x.dtype : defaultDtype();
}

/** Returns whether an object that is needed was not made of what is in the file. */
function isUnmade(value: unknown): boolean {
  return value instanceof UnknownObject || (Array.isArray(value) && value.some(isUnmade));
}

/** Returns whether a criterion has copies of what a file holds, which may change without the file's tensors. */
function isConverted(criterion: AnyCriterion, object: UnknownObject): boolean {
  const own = criterion as unknown as TorchFields;
  return ["weights", "weight", "simplex"].some((name) => {
    const x = own[name], given = object.get(name);
    return x instanceof Tensor && given instanceof Tensor && x.store !== given.store;
  });
}

/** Makes a criterion of a class that says nothing about files: its fields are in the file by their names. */
function revive(type: CriterionClass, object: UnknownObject): AnyCriterion | undefined {
  if (object.className !== type.name || !Array.isArray(object.get(NOTHING))) return undefined;
  const { [NOTHING]: nothing, ...fields } = fieldsOf(object.fields), criterion = Object.create(type.prototype);
  Object.assign(criterion, fields);
  for (const name of nothing as unknown[]) criterion[String(name)] = null;
  return criterion;
}

/** Makes a criterion of what a file holds; `undefined` if something in it is not made, or it is not what the class is here. */
export function readCriterion(type: CriterionClass, object: UnknownObject): AnyCriterion | undefined {
  const form = torchFormOf(type);
  if (form === undefined) return revive(type, object);
  if (object.className !== torchName(type, form)) return undefined;
  const fields = upgradedFields(form, object.fields), args = form.args ?? [];
  if (form.inside?.some((name) => isUnmade(fields[name]))) return undefined;
  const Type = type as unknown as new (...values: unknown[]) => AnyCriterion;
  const criterion = form.make === undefined ? new Type(...readFields(args, fields)) : form.make(fields);
  if (criterion === undefined) return undefined;
  const own = criterion as unknown as TorchFields, specs = [...args, ...form.fields ?? []];
  readFields(specs, fields).forEach((value, i) => {
    if (value !== undefined && (i >= args.length || value instanceof Tensor)) own[formOf(specs[i]!).ours] = value;
  });
  if (typeof fields.output === "number") criterion.output = fields.output;
  const none = (): Tensor => empty([], { dtype: dtypeIn(fields) });
  criterion.gradInput = form.gradInput?.map(none) ?? (Array.isArray(criterion.gradInput) ? [] : none());
  if (!isConverted(criterion, object)) keepSnapshot(criterion, specs.map((spec) => formOf(spec).ours));
  return criterion;
}
