// How the fields of objects lie in Torch7's files, where names and counting differ.
import { describe } from "../../check.ts";
import { Storage } from "../../storage.ts";
import { Tensor } from "../../tensor.ts";

/** How a field lies in files. */
export interface FieldForm {
  /** Its name in files. */
  readonly torch: string;
  /** Its name here. */
  readonly ours: string;
  /** Makes the value of what a file holds; that is never missing. */
  read(value: unknown): unknown;
  /** Makes what a file holds of the value; that is never missing. */
  write(value: unknown): unknown;
}

/** A field that lies in files as it is here, by its name; or how it differs. */
export type FieldSpec = string | FieldForm;

const same = (value: unknown): unknown => value;

/** Returns how a field lies in files. */
export function formOf(spec: FieldSpec): FieldForm {
  return typeof spec === "string" ? { torch: spec, ours: spec, read: same, write: same } : spec;
}

/** A field that has another name in files. */
export function renamed(ours: string, torch: string): FieldForm {
  return { ours, torch, read: same, write: same };
}

/** A dimension or a position: files count from 1, and from the end from −1. */
export function counted(ours: string, torch: string = ours): FieldForm {
  return {
    ours,
    torch,
    read(value) {
      if (typeof value !== "number" || !Number.isInteger(value) || value === 0) {
        throw new RangeError(`${torch} must be an integer other than 0 but is ${describe(value)}`);
      }
      return value > 0 ? value - 1 : value;
    },
    write: (value) => (value as number) >= 0 ? (value as number) + 1 : value,
  };
}

/** Returns a list of numbers, however a file holds it. */
export function listOf(name: string, value: unknown): number[] {
  if (value instanceof Storage) return value.toArray();
  if (value instanceof Tensor && value.count === 0) return [];
  // Elements that stand for many would make a small file a list of any length.
  if (value instanceof Tensor && value.count <= value.store.length) return value.reshape(-1).toArray() as number[];
  if (Array.isArray(value) && value.every((entry) => typeof entry === "number")) return value;
  throw new TypeError(`${name} must be a list of numbers but is ${describe(value)}`);
}

/** Returns a `LongStorage` of numbers. */
export function longs(...values: number[]): Storage {
  return Storage.from("int64", values.map(BigInt));
}

/** A list of numbers, which files hold as a `LongStorage`. */
export function sizes(ours: string, torch: string = ours): FieldForm {
  return {
    ours,
    torch,
    read: (value) => listOf(torch, value),
    write: (value) => longs(...value as readonly number[]),
  };
}

/** Returns the values of fields; `undefined` for those that are missing. */
export function readFields(specs: readonly FieldSpec[], fields: Readonly<Record<string, unknown>>): unknown[] {
  return specs.map((spec) => {
    const { torch, read } = formOf(spec), value = fields[torch];
    return value === undefined || value === null ? undefined : read(value);
  });
}

/** Returns what a file holds of an object's fields. */
export function writeFields(specs: readonly FieldSpec[], object: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const spec of specs) {
    const { torch, ours, write } = formOf(spec), value = (object as Record<string, unknown>)[ours];
    fields[torch] = value === undefined || value === null ? undefined : write(value);
  }
  return fields;
}

/** Returns the fields of an object as a file holds them, which may be a map there. */
export function fieldsOf(payload: unknown): Record<string, unknown> {
  if (payload instanceof Map) return Object.fromEntries([...payload].filter(([key]) => typeof key === "string"));
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? { ...payload } : {};
}
