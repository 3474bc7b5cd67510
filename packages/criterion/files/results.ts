// What criterions were when they were read: those that still are so are written as they were.
import { defaultDtype, type Dtype, empty, isFloat, Tensor, zeros } from "@taimatsu/tensor";
import { type Activity, firstTensor } from "../activity.ts";
import type { AnyCriterion } from "../criterion.ts";
import type { TorchForm } from "./torch_form.ts";

/** A criterion as it was read. */
interface Snapshot {
  readonly output: number;
  readonly gradInput: unknown;
  /** Its settings; copies of lists. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const snapshots = new WeakMap<AnyCriterion, Snapshot>();

function isEmpty(gradInput: unknown): boolean {
  return Array.isArray(gradInput) ? gradInput.every(isEmpty) : gradInput instanceof Tensor && gradInput.count === 0;
}

function equal(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}

/** Remembers what a criterion that was just read has in some fields. */
export function keepSnapshot(criterion: AnyCriterion, names: readonly string[]): void {
  const own = criterion as unknown as Record<string, unknown>, settings: Record<string, unknown> = {};
  for (const name of names) settings[name] = Array.isArray(own[name]) ? [...own[name]] : own[name];
  snapshots.set(criterion, { output: criterion.output, gradInput: criterion.gradInput, settings });
}

/** Returns whether a criterion that was read has not been used since. */
export function isUnused(criterion: AnyCriterion): boolean {
  const before = snapshots.get(criterion), { output, gradInput } = criterion;
  return before !== undefined && Object.is(before.output, output) && before.gradInput === gradInput &&
    isEmpty(gradInput);
}

/** Returns whether a criterion that was read is still as it was. */
export function isUntouched(criterion: AnyCriterion): boolean {
  const own = criterion as unknown as Record<string, unknown>;
  return isUnused(criterion) &&
    Object.entries(snapshots.get(criterion)!.settings).every(([name, value]) => equal(own[name], value));
}

/** Returns the dtype that a criterion computes in, as far as it is known. */
export function dtypeOf(criterion: AnyCriterion): Dtype {
  const { weights, weight, gradInput, criterion: inside } = criterion as unknown as Record<string, unknown>;
  const x = firstTensor(weights) ?? firstTensor(weight) ?? firstTensor(gradInput);
  if (x !== undefined && isFloat(x.store.code)) return x.dtype;
  return typeof inside === "object" && inside !== null && "updateOutput" in inside
    ? dtypeOf(inside as AnyCriterion)
    : defaultDtype();
}

/** Returns a gradient that a file can hold: an empty one of the dtype instead of one that is empty or disposed. */
function lasting(x: unknown, dtype: Dtype): unknown {
  if (Array.isArray(x)) {
    x.forEach((entry, k) => x[k] = lasting(entry, dtype));
    return x;
  }
  const holds = x instanceof Tensor && !x.store.isGone() && (x.count > 0 || x.dtype === dtype);
  return holds ? x : empty([], { dtype });
}

/** Gives `gradInput` the dtype, and where it is a list the tensors that Torch7 wants to find there. */
export function fillGradInput(criterion: AnyCriterion, form: TorchForm | undefined, dtype: Dtype): void {
  const gradInput = lasting(criterion.gradInput, dtype), list = gradInput as Tensor[];
  criterion.gradInput = gradInput as Activity;
  form?.gradInput?.forEach((size, k) => {
    if (size.length === 0) list[k] ??= empty([], { dtype });
    else if (list[k] === undefined || list[k].count === 0) list[k] = zeros([...size], { dtype });
  });
}
