// Fields that several criterions have.
import { checkOneOf, describe, type Dtype, empty, Tensor, UnknownObject } from "@taimatsu/tensor";
import { type FieldForm, type FieldSpec, tensorClass } from "@taimatsu/tensor/native";
import type { Reduction } from "../reduced_criterion.ts";
import { weightsFrom } from "../weights.ts";

/** Whether something is so: in Lua everything is but `nil` and `false`. */
export function flag(name: string): FieldForm {
  return { torch: name, ours: name, read: (value) => value !== false, write: (value) => value };
}

/** A setting that Torch7 does not have: files hold it only where it is not the usual one. */
export function extra(spec: FieldForm, usual: unknown): FieldForm {
  return { ...spec, write: (value) => value === usual ? undefined : spec.write(value) };
}

/** A number. */
export function numeric(name: string): FieldForm {
  const read = (value: unknown): number => {
    if (typeof value === "number") return value;
    throw new TypeError(`${name} must be a number but is ${describe(value)}`);
  };
  return { torch: name, ours: name, read, write: (value) => value };
}

/** Factors for classes or columns. */
export const WEIGHTS: FieldForm = {
  torch: "weights",
  ours: "weights",
  read: (value) => {
    const none = value instanceof Tensor && value.shape.length === 0; // files hold no other size without elements
    return weightsFrom("fromTorch", none ? empty([0], { dtype: value.dtype }) : value as Tensor, "classes");
  },
  write: (value) => value,
};

const REDUCTIONS: readonly Reduction[] = ["mean", "sum", "none"];

const reduction: FieldForm = {
  torch: "reduction",
  ours: "reduction",
  read: (value) => {
    checkOneOf("fromTorch", "reduction", value, REDUCTIONS);
    return value;
  },
  write: (value) => value,
};

/** What becomes of the losses: Torch7 has no `"none"`, which is written besides. */
export const REDUCED: readonly FieldSpec[] = [
  flag("sizeAverage"),
  { ...reduction, write: (value) => value === "none" ? value : undefined },
];

/** What becomes of the losses, in a class of Torch7 that always sums. */
export const SUMMED: readonly FieldSpec[] = [extra(reduction, "sum")];

/** The settings of criterions that compare element by element: Torch7 has no weights there. */
export const POINTWISE: readonly FieldSpec[] = [...REDUCED, WEIGHTS];

/** The label to ignore, which counts from 1 in files; negative ones are none, and stay. */
export const IGNORE_INDEX: FieldForm = {
  ...numeric("ignoreIndex"),
  read: (value) => {
    const label = numeric("ignoreIndex").read(value) as number;
    return label >= 0 ? label - 1 : label;
  },
  write: (value) => value as number >= 0 ? value as number + 1 : value,
};

/** A module of Torch7 without parameters, as it was made. */
export function plainModule(className: string, dtype: Dtype): UnknownObject {
  return new UnknownObject(className, {
    _type: tensorClass(dtype),
    output: empty([], { dtype }),
    gradInput: empty([], { dtype }),
  });
}

/** In older files losses were averaged without saying so. */
export const AVERAGED: Readonly<Record<string, unknown>> = { sizeAverage: true };

/** A setting that is read, and written elsewhere. */
export function hidden(spec: FieldForm): FieldForm {
  return { ...spec, write: () => undefined };
}

/**
 * Checks that a file can hold what a criterion got from elsewhere.
 *
 * @throws {TypeError} If it has not the method `toTorch`.
 */
export function checkSavable(className: string, name: string, value: object | undefined): void {
  if (value === undefined || ("toTorch" in value && typeof value.toTorch === "function")) return;
  throw new TypeError(
    `Cannot run ${className}.toTorch: ${name} must have the method toTorch but is ${describe(value)}`,
  );
}
