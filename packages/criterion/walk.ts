// Copying and converting what a criterion holds: its fields, and what lies in lists, modules and criterions among them.
import { type Dtype, DTYPES, type Storage, Tensor } from "@taimatsu/tensor";
import { FLOAT32, FLOAT64, fresh } from "@taimatsu/tensor/native";

type Fields = Record<string, unknown>;

/** What is asked of a criterion, which is above this file. */
interface Owner {
  foreign(by: "clone" | "type"): readonly string[];
}

/** What is asked of a module. */
interface Convertible {
  type(dtype: Dtype, converted?: Map<Storage, Storage>): unknown;
}

function isCriterion(value: object): value is Owner {
  return "foreign" in value && typeof value.foreign === "function";
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Returns a copy of a value and of all that it holds; what is held twice is copied once. Modules and others that can
 * are asked to clone themselves; what cannot be copied is shared.
 */
export function copyDeep<T>(value: T, copies: Map<unknown, unknown> = new Map()): T {
  if (typeof value !== "object" || value === null) return value;
  let copy = copies.get(value);
  if (copy === undefined) {
    if (value instanceof Tensor) copy = value.store.isGone() ? fresh(value.store.code, []) : value.clone();
    else if (isCriterion(value) || isPlain(value)) return copyFields(value, copies) as T;
    else copy = "clone" in value && typeof value.clone === "function" ? value.clone() : value;
    copies.set(value, copy);
  }
  return copy as T;
}

function copyFields(value: object, copies: Map<unknown, unknown>): object {
  const copy = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  copies.set(value, copy);
  const kept = isCriterion(value) ? value.foreign("clone") : [];
  for (const [name, field] of Object.entries(value)) copy[name] = kept.includes(name) ? field : copyDeep(field, copies);
  return copy;
}

/** A conversion: what became of storages and tensors, and what was visited. */
class Conversion {
  readonly #tensors = new Map<Tensor, Tensor>();
  readonly #seen = new Set<object>();

  constructor(readonly code: number, readonly storages: Map<Storage, Storage>) {}

  #converted(x: Tensor): Tensor {
    const { store } = x;
    if (store.code === this.code || (store.code !== FLOAT32 && store.code !== FLOAT64)) return x;
    let y = this.#tensors.get(x);
    if (y === undefined) {
      y = store.isGone() || store.length === 0
        ? fresh(this.code, [])
        : new Tensor(this.#storageOf(store), x.shape, x.strides, x.offset, x.count, x.dense);
      this.#tensors.set(x, y);
    }
    return y;
  }

  #storageOf(store: Storage): Storage {
    let converted = this.storages.get(store);
    if (converted === undefined) {
      const n = store.length, all = new Tensor(store, [n], [1], 0, n, true);
      converted = fresh(this.code, [n]).copy(all).store;
      this.storages.set(store, converted);
    }
    return converted;
  }

  /** Converts what a criterion, a list or a plain object holds. */
  visit(value: object): void {
    this.#seen.add(value);
    const fields = value as Fields, kept = isCriterion(value) ? value.foreign("type") : [];
    for (const [name, field] of Object.entries(value)) {
      if (typeof field !== "object" || field === null || kept.includes(name)) continue;
      if (field instanceof Tensor) fields[name] = this.#converted(field);
      else if (!this.#seen.has(field)) {
        if (isCriterion(field) || isPlain(field)) this.visit(field);
        else if ("type" in field && typeof field.type === "function") {
          this.#seen.add(field);
          (field as Convertible).type(DTYPES[this.code]!, this.storages);
        }
      }
    }
  }
}

/**
 * Converts every floating-point tensor that a criterion holds, directly or below, and the modules that it holds.
 *
 * @param code The dtype's number.
 * @param storages Storages and what they became.
 */
export function convertFields(criterion: object, code: number, storages: Map<Storage, Storage>): void {
  new Conversion(code, storages).visit(criterion);
}
