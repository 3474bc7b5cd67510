// What a Torch7 file is to hold of an object that was read from one: as it was there, where that is still right.
import { empty } from "../../create.ts";
import { type Dtype, isFloat } from "../../dtype.ts";
import { sameSize } from "../../check.ts";
import { Storage } from "../../storage.ts";
import { Tensor } from "../../tensor.ts";

/** What an object held in a file, and what it is to hold. */
export interface FieldsToMerge {
  /** What the file held, by name. */
  readonly before: Readonly<Record<string, unknown>>;
  /** What the object is, whether it was read or not. */
  readonly now: Readonly<Record<string, unknown>>;
  /** What Torch7 wants to find besides, whatever it holds. */
  readonly scratch: Readonly<Record<string, unknown>>;
  /** Whether the object did not compute since it was read, so that results are still those of the file. */
  readonly unused: boolean;
  /** Names of fields of `now` with results. */
  readonly results: readonly string[];
  /** What fields mean that a file does not have; `false` unless said. */
  readonly missing: Readonly<Record<string, unknown>>;
  /** Names of fields of `now` with tensors that are told by their memory, which objects may share; others by their elements too. */
  readonly parameters?: readonly string[];
  /** The dtype of floating-point tensors that are emptied; that which they had unless given. */
  readonly dtype?: Dtype;
}

/** Tensors of up to so many elements are compared by them: tables that are made anew. */
const SMALL = 1e5;

function sameTensor(now: Tensor, before: Tensor): boolean {
  return now.dtype === before.dtype && sameSize(now.shape, before.shape) && now.device === before.device &&
    now.count <= SMALL && now.equal(before);
}

/** Returns the numbers of a storage or a list; `undefined` for anything else. */
function numbersOf(value: unknown): readonly unknown[] | undefined {
  if (value instanceof Storage) return value.toArray();
  if (Array.isArray(value)) return value;
  return value instanceof Tensor && value.shape.length === 1 ? value.toArray() as number[] : undefined;
}

/**
 * Returns what the file held instead of what is to be written, where that is the same: a tensor over the same memory, or if it was
 * `made` anew with the same elements, or a list of the same entries, however it lies there.
 */
export function sameAsBefore(now: unknown, before: unknown, made = false): unknown {
  if (now instanceof Tensor) {
    if (!(before instanceof Tensor)) return now;
    const same = now.store === before.store && now.offset === before.offset && now.count === before.count;
    return same || (made && sameTensor(now, before)) ? before : now;
  }
  if (now instanceof Storage && before instanceof Storage && now.code !== before.code) return now;
  const list = numbersOf(now), other = numbersOf(before);
  if (list === undefined || other === undefined) return now;
  return list.length === other.length && list.every((entry, i) => entry === other[i]) ? before : now;
}

/** Returns a field that the object does not know, without the results that it may hold. */
function emptied(value: unknown, dtype: Dtype | undefined): unknown {
  if (!(value instanceof Tensor)) return value;
  return empty([], { dtype: isFloat(value.store.code) ? dtype ?? value.dtype : value.dtype });
}

/**
 * Returns what a file is to hold of an object that was read from one: fields in the order of that file, those that are unknown
 * among them, then those that are new.
 */
export function mergedFields(
  { before, now, scratch, unused, results, missing, parameters, dtype }: FieldsToMerge,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(before)) {
    if (unused && (results.includes(name) || !(name in now))) fields[name] = value;
    else if (name in now) {
      fields[name] = sameAsBefore(now[name], value, parameters !== undefined && !parameters.includes(name));
    } else fields[name] = name in scratch ? scratch[name] : emptied(value, dtype);
  }
  for (const [name, value] of Object.entries(now)) {
    if (name in before || (unused && results.includes(name))) continue;
    if (value !== (Object.hasOwn(missing, name) ? missing[name] : false)) fields[name] = value;
  }
  return fields;
}
