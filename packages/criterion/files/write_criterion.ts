// Says what a Torch7 file is to hold of a criterion.
import { empty, Generator, Tensor, UnknownObject } from "@taimatsu/tensor";
import { formOf, mergedFields, originOf, writeFields } from "@taimatsu/tensor/native";
import type { AnyCriterion } from "../criterion.ts";
import { type CriterionClass, NOTHING, torchFormOf, torchName, upgradedFields } from "./read_criterion.ts";
import { dtypeOf, fillGradInput, isUntouched, isUnused } from "./results.ts";
import type { TorchFields } from "./torch_form.ts";

const RESULTS = ["output", "gradInput"];

/** The same nesting of empty tensors. */
function emptied(value: unknown): unknown {
  if (value instanceof Tensor) return empty([], { dtype: value.dtype });
  return Array.isArray(value) ? value.map(emptied) : value;
}

function isOp(value: unknown): boolean {
  return typeof value === "object" && value !== null && "family" in value && "number" in value;
}

/** All fields of a criterion whose class says nothing about files, without results. */
function everyField(criterion: AnyCriterion): UnknownObject {
  const { name: className } = criterion.constructor, fields: TorchFields = {}, nothing: string[] = [];
  const { loss: _loss, ...own } = criterion as unknown as TorchFields;
  for (const [name, value] of Object.entries(own)) {
    if (typeof value === "function" || value instanceof Generator) {
      const found = typeof value === "function" ? "a function" : "a generator";
      throw new TypeError(`Cannot run ${className}.toTorch: a file cannot hold the field ${name}, ${found}`);
    }
    if (value === null) nothing.push(name);
    else if (name === "gradInput") fields[name] = emptied(value);
    else fields[name] = isOp(value) ? { ...value as object, number: -1 } : value; // each library has its own numbers
  }
  return new UnknownObject(className, { ...fields, [NOTHING]: nothing });
}

/** Returns what a file is to hold of a criterion: in the order of the file that it was read from, with what is unknown in it. */
export function writeCriterion(criterion: AnyCriterion): UnknownObject {
  const type = criterion.constructor as unknown as CriterionClass, form = torchFormOf(type);
  if (form === undefined) return everyField(criterion);
  const className = torchName(type, form), origin = originOf(criterion);
  if (origin !== undefined && isUntouched(criterion)) {
    return new UnknownObject(origin.className, origin.fields, origin.version);
  }
  const unused = isUnused(criterion), dtype = dtypeOf(criterion);
  if (!unused) fillGradInput(criterion, form, dtype);
  const now: TorchFields = { output: criterion.output, gradInput: criterion.gradInput };
  const specs = [...form.args ?? [], ...form.fields ?? []];
  Object.assign(now, writeFields(specs, criterion));
  Object.assign(now, form.derive?.(criterion as never, dtype));
  const scratch = form.scratch?.(dtype) ?? {};
  if (origin === undefined) return new UnknownObject(className, { ...scratch, ...now });
  const before = upgradedFields(form, origin.fields), missing = form.missing ?? {};
  for (const spec of specs) {
    const { torch, ours, read } = formOf(spec), value = before[torch];
    if (now[torch] === undefined || value === undefined || typeof value === "object") continue;
    if (read(value) === (criterion as unknown as TorchFields)[ours]) now[torch] = value; // two may mean the same
  }
  return new UnknownObject(
    className,
    mergedFields({ before, now, scratch, unused, results: RESULTS, missing, dtype }),
  );
}
