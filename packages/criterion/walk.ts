// Copying and converting what a criterion holds: its fields, and what lies in lists, modules and criterions among them.
import { type Device, type Dtype, DTYPES, type Storage, Tensor } from "@taimatsu/tensor";
import { FLOAT32, FLOAT64, fresh } from "@taimatsu/tensor/native";

type Fields = Record<string, unknown>;

/** What is asked of a criterion, which is above this file. */
interface Owner {
  foreign(by: "clone" | "type"): readonly string[];
}

/** What is asked of a module. */
interface Convertible {
  type(dtype: Dtype, converted?: Map<Storage, Storage>): unknown;
  to(device: Device, converted?: Map<Storage, Storage>): unknown;
}

/** What tensors become: of a dtype, as its number in the native library, or on a device. */
export type Place = { readonly code: number; readonly device?: undefined } | {
  readonly code?: undefined;
  readonly device: Device;
};

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
    if (value instanceof Tensor) {
      copy = value.store.isGone() ? fresh(value.store.code, [], value.store.device) : value.clone();
    } else if (isCriterion(value) || isPlain(value)) return copyFields(value, copies) as T;
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

  constructor(readonly place: Place, readonly storages: Map<Storage, Storage>) {}

  #converted(x: Tensor): Tensor {
    const { store } = x, { code, device } = this.#placeOf(store);
    if (store.code === code && store.device === device) return x;
    let y = this.#tensors.get(x);
    if (y === undefined) {
      y = store.isGone() || store.length === 0
        ? fresh(code, [], device)
        : new Tensor(this.#storageOf(store), x.shape, x.strides, x.offset, x.count, x.dense);
      this.#tensors.set(x, y);
    }
    return y;
  }

  /** Only numbers of floating point change their dtype. */
  #placeOf({ code, device }: Storage): { code: number; device: Device } {
    const converts = code === FLOAT32 || code === FLOAT64;
    return { code: converts ? this.place.code ?? code : code, device: this.place.device ?? device };
  }

  #storageOf(store: Storage): Storage {
    let converted = this.storages.get(store);
    if (converted === undefined) {
      const n = store.length, all = new Tensor(store, [n], [1], 0, n, true), { code, device } = this.#placeOf(store);
      converted = fresh(code, [n], device).copy(all).store;
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
          const { code, device } = this.place;
          if (device === undefined) (field as Convertible).type(DTYPES[code]!, this.storages);
          else (field as Convertible).to(device, this.storages);
        }
      }
    }
  }
}

/**
 * Converts every floating-point tensor that a criterion holds, directly or below, and the modules that it holds, or moves all to
 * a device.
 *
 * @param place The dtype or the device.
 * @param storages Storages and what they became.
 */
export function convertFields(criterion: object, place: Place, storages: Map<Storage, Storage>): void {
  new Conversion(place, storages).visit(criterion);
}
