// Walking the tensors that the fields of modules hold: what clone(), type() and clearState() have in common.
import { type Storage, Tensor } from "@taimatsu/tensor";
import { FLOAT32, FLOAT64, fresh, relayout } from "@taimatsu/tensor/native";
import { settleFields } from "./deferred.ts";
import { forgetResults } from "./files/results.ts";
import { retireFlat, retireFlatOf } from "./flatten.ts";
import type { AnyModule } from "./module.ts";
import type { Place } from "./options.ts";

type Fields = Record<string, unknown>;

const FLOATS: readonly number[] = [FLOAT32, FLOAT64];

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** A module that says where those inside it go when it goes to a place. */
interface Placing {
  placeInside(place: Partial<Place>): Partial<Place>;
}

function isPlacing(module: object): module is Placing {
  return "placeInside" in module && typeof module.placeInside === "function";
}

/** A module is known by its method: this file is below the class. */
function isModule(value: object): value is AnyModule {
  return "buffers" in value && typeof value.buffers === "function";
}

/** Calls `visit` for every tensor that a module or what it contains holds, except in the fields of intermediate results. */
function eachTensor(
  value: unknown,
  visit: (x: Tensor) => void,
  seen: Set<object>,
  onModule: (m: AnyModule) => void,
): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Tensor) visit(value);
  else if (isModule(value)) {
    onModule(value);
    const buffers = value.buffers(), fields = value as unknown as Fields;
    for (const key of Object.keys(fields)) if (!buffers.includes(key)) eachTensor(fields[key], visit, seen, onModule);
  } else if (isPlain(value)) {
    for (const entry of Object.values(value)) eachTensor(entry, visit, seen, onModule);
  }
}

/** The same nesting of empty tensors at a place; only tensors of floating point change their dtype. */
function emptied(value: unknown, place: Partial<Place>): unknown {
  if (value instanceof Tensor) {
    const { code, device } = value.store;
    return fresh(FLOATS.includes(code) ? place.code ?? code : code, [], place.device ?? device);
  }
  return Array.isArray(value) ? [] : value;
}

/** Puts new empty tensors in the place of a module's intermediate results: others may hold the old ones. */
export function clearBuffers(module: AnyModule, place: Partial<Place> = {}): void {
  const fields = module as unknown as Fields;
  settleFields(module);
  forgetResults(module);
  for (const key of module.buffers()) fields[key] = emptied(fields[key], place);
}

/**
 * Converts all floating-point tensors of a module and what it contains to a dtype, or moves all tensors to a device, in place; those
 * that share memory still do.
 */
export function convertFields(
  module: AnyModule,
  place: Partial<Place>,
  storages: Map<Storage, Storage> = new Map(),
): void {
  const by = place.device === undefined ? "type()" : "to()", seen = new Set<object>();
  eachTensor(
    module,
    (x) => {
      const { store } = x, code = FLOATS.includes(store.code) ? place.code ?? store.code : store.code;
      const device = place.device ?? store.device;
      if (store.code === code && store.device === device) return;
      let converted = storages.get(store);
      if (converted === undefined || converted.device !== device) {
        const n = store.length, source = new Tensor(store, [n], [1], 0, n, true);
        converted = n === 0 ? fresh(code, [], device).store : fresh(code, [n], device).copy(source).store;
        storages.set(store, converted);
        retireFlat(store, 0, n, by);
      }
      relayout(x, converted, x.shape, x.strides, x.offset);
    },
    seen,
    (m) => {
      clearBuffers(m, place);
      Object.assign(m, place);
      const inside = isPlacing(m) ? m.placeInside(place) : place;
      if (inside.code === place.code && inside.device === place.device) return;
      for (const child of m.children()) {
        seen.add(child);
        if (inside.code !== undefined || inside.device !== undefined) convertFields(child, inside, storages);
      }
    },
  );
}

/**
 * Copies a module and all that it contains; tensors that share memory, or are one object, still do or are.
 *
 * @param same Tensors that the copy holds too, instead of copies of them.
 */
export function cloneFields<M extends AnyModule>(module: M, same: readonly Tensor[] = []): M {
  const lasting = new Set<Storage>(), storages = new Map<Storage, Storage>();
  const copies = new Map<object, object>(same.map((x) => [x, x]));
  eachTensor(module, (x) => lasting.add(x.store), new Set(), () => {});

  const copyTensor = (x: Tensor): Tensor => {
    const { store } = x;
    if (!lasting.has(store)) return x.count === 0 ? fresh(store.code, [], store.device) : x.clone();
    let copied = storages.get(store);
    if (copied === undefined) {
      const n = store.length;
      copied = n === 0
        ? fresh(store.code, [], store.device).store
        : new Tensor(store, [n], [1], 0, n, true).clone().store;
      storages.set(store, copied);
    }
    return new Tensor(copied, x.shape, x.strides, x.offset, x.count, x.dense);
  };
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (value instanceof Tensor) {
      const copied = copyTensor(value);
      copies.set(value, copied);
      return copied;
    }
    if (!isModule(value) && !isPlain(value)) return value;
    const copied = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
    copies.set(value, copied);
    for (const [key, entry] of Object.entries(value)) copied[key] = copy(entry);
    return copied;
  };
  return copy(module) as M;
}

/** Makes the tensor of that name a view of the other module's, here and inside; returns how many there were. */
export function shareField(module: AnyModule, other: AnyModule, name: string): number {
  const mine = (module as unknown as Record<string, unknown>)[name];
  const theirs = (other as unknown as Record<string, unknown>)[name];
  let count = 0;
  if (mine instanceof Tensor && theirs instanceof Tensor) {
    if (!mine.isSetTo(theirs)) {
      retireFlatOf(mine, "share()");
      mine.set(theirs);
    }
    module.shared = other.shared = true;
    count++;
  }
  const children = module.children(), others = other.children();
  if (children.length !== others.length) {
    throw new TypeError(
      `Cannot run ${module.constructor.name}.share: the other module must contain ${children.length} modules but ` +
        `contains ${others.length}`,
    );
  }
  for (let i = 0; i < children.length; i++) count += shareField(children[i]!, others[i]!, name);
  return count;
}
