// Flat parameters: all parameters of a module in one piece of memory, which the tensors of its layers view.
import { Block, formatSize, Storage, Tensor } from "@taimatsu/tensor";
import { fresh, relayout, viewAt } from "@taimatsu/tensor/native";
import type { Place } from "./options.ts";

/** A range of a storage that tensors use, and where it goes in the flat tensor. */
interface Span {
  storage: Storage;
  start: number;
  end: number;
  /** Tensors of the range that skip elements. */
  sparse: boolean;
  base: number;
}

/** Where tensors lie now and where they go. */
export interface Plan {
  readonly tensors: readonly Tensor[];
  readonly spans: readonly Span[];
  /** Of each tensor in the flat one. */
  readonly offsets: readonly number[];
  readonly total: number;
}

/** The flat tensors that were handed out over a storage. */
const flats = new WeakMap<Storage, Tensor[]>();

/** Elements from the first to the last one that a tensor uses; each is used once if `sparse` is false. */
function reach(x: Tensor): { length: number; sparse: boolean } {
  let last = 0, used = 1;
  for (let d = 0; d < x.shape.length; d++) {
    last += (x.shape[d]! - 1) * x.strides[d]!;
    if (x.strides[d] !== 0) used *= x.shape[d]!;
  }
  return { length: last + 1, sparse: used !== last + 1 };
}

/**
 * Finds out which elements the tensors use: in the order of their storages' first appearance, and of the elements in them.
 *
 * @throws {TypeError} If the dtypes or the devices differ, or the elements of a tensor leave gaps that no other tensor fills.
 */
export function planFlat(caller: string, what: string, tensors: readonly Tensor[]): Plan {
  const byStorage = new Map<Storage, Span[]>();
  const own: (Span | undefined)[] = tensors.map((x, k) => {
    if (x.store.code !== tensors[0]!.store.code) {
      throw new TypeError(
        `Cannot run ${caller}: ${what} must have one dtype but are ${tensors[0]!.dtype} and, at ${k}, ${x.dtype}`,
      );
    }
    if (x.store.device !== tensors[0]!.store.device) {
      throw new TypeError(
        `Cannot run ${caller}: ${what} must be on one device but are on ${
          tensors[0]!.device.name
        } and, at ${k}, on ${x.device.name}`,
      );
    }
    if (x.count === 0) return undefined;
    const { length, sparse } = reach(x);
    const span = { storage: x.store, start: x.offset, end: x.offset + length, sparse, base: 0 };
    const list = byStorage.get(x.store);
    if (list === undefined) byStorage.set(x.store, [span]);
    else list.push(span);
    return span;
  });
  const spans: Span[] = [];
  let total = 0;
  for (const list of byStorage.values()) {
    list.sort((a, b) => a.start - b.start);
    let whole: Span | undefined;
    for (const span of list) {
      if (whole === undefined || span.start > whole.end) {
        total += whole === undefined ? 0 : whole.end - whole.start;
        whole = { ...span, base: total };
        spans.push(whole);
      } else {
        whole.end = Math.max(whole.end, span.end);
        whole.sparse ||= span.sparse;
      }
      span.base = whole.base + span.start - whole.start;
    }
    total += whole!.end - whole!.start;
  }
  for (const span of spans) if (span.sparse) checkFilled(caller, what, span, tensors);
  return { tensors, spans, offsets: own.map((span) => span?.base ?? 0), total };
}

function checkFilled(caller: string, what: string, span: Span, tensors: readonly Tensor[]): void {
  const used = new Uint8Array(span.end - span.start);
  const mark = (x: Tensor, d: number, at: number): void => {
    if (d === x.shape.length) used[at] = 1;
    else for (let i = 0; i < x.shape[d]!; i++) mark(x, d + 1, at + i * x.strides[d]!);
  };
  for (const x of tensors) {
    if (x.store === span.storage && x.count > 0 && x.offset >= span.start && x.offset < span.end) {
      mark(x, 0, x.offset - span.start);
    }
  }
  if (!used.includes(0)) return;
  const k = tensors.findIndex((x) => x.store === span.storage && x.count > 0 && reach(x).sparse);
  const { shape, strides } = tensors[k]!;
  throw new TypeError(
    `Cannot run ${caller}: ${what} must use their memory without gaps but number ${k} of size ${formatSize(shape)} ` +
      `has the strides ${formatSize(strides)}`,
  );
}

/**
 * Makes the tensors views of one piece of memory and returns that; nothing moves if they are already.
 *
 * @param place Dtype and device of an empty result.
 */
export function moveFlat({ tensors, spans, offsets, total }: Plan, { code, device }: Place): Tensor {
  if (total === 0) return fresh(code, [], device);
  if (spans.length === 1) {
    const { storage, start } = spans[0]!;
    return handOut(storage, start, total, tensors[0]!);
  }
  const flat = fresh(tensors[0]!.store.code, [total], tensors[0]!.store.device);
  for (const { storage, start, end, base } of spans) {
    const source = new Tensor(storage, [end - start], [1], start, end - start, true);
    flat.narrow(0, base, end - start).copy(source);
    retireFlat(storage, start, end, "getParameters() of another module");
  }
  tensors.forEach((x, k) => relayout(x, flat.store, x.shape, x.strides, offsets[k]!));
  flats.set(flat.store, [flat]);
  return flat;
}

/**
 * Makes parameters and their gradients views of one piece of memory each and returns these.
 *
 * @throws {TypeError} If parameters and gradients share memory differently; nothing has moved then.
 */
export function flattenBoth(
  caller: string,
  [parameters, gradients]: [Tensor[], Tensor[]],
  place: Place,
): [Tensor, Tensor] {
  const flat = planFlat(caller, "the parameters", parameters),
    wanted = "parameters and gradients must share memory alike";
  const flatGradient = planFlat(caller, "the gradients", gradients);
  for (let k = 0; k < parameters.length; k++) {
    if (flat.offsets[k] !== flatGradient.offsets[k]) {
      throw new TypeError(
        `Cannot run ${caller}: ${wanted} but parameter ${k} of size ${formatSize(parameters[k]!.shape)} comes at ` +
          `${flat.offsets[k]}, its gradient at ${flatGradient.offsets[k]}`,
      );
    }
  }
  if (flat.total !== flatGradient.total) {
    throw new TypeError(`Cannot run ${caller}: ${wanted} but have ${flat.total} and ${flatGradient.total} elements`);
  }
  return [moveFlat(flat, place), moveFlat(flatGradient, place)];
}

/** Returns the flat tensor over a range of a storage: the same object each time. */
function handOut(storage: Storage, start: number, total: number, like: Tensor): Tensor {
  const list = flats.get(storage) ?? [];
  let flat = list.find((x) => x.offset === start && x.count === total);
  if (flat === undefined) {
    flat = viewAt(like, [total], [1], start);
    list.push(flat);
    flats.set(storage, list);
  }
  return flat;
}

/**
 * Notes that parameters leave a range of a storage: flat tensors over it would be written in vain. They stay readable in size,
 * but every access to their elements throws and says why.
 */
export function retireFlat(storage: Storage, start: number, end: number, by: string): void {
  const list = flats.get(storage);
  if (list === undefined) return;
  flats.set(storage, list.filter((flat) => flat.offset >= end || flat.offset + flat.count <= start));
  for (const flat of list) {
    if (flat.offset < end && flat.offset + flat.count > start) {
      relayout(flat, unusable(flat.store, flat.count, by), flat.shape, flat.strides, 0);
    }
  }
}

/** As {@linkcode retireFlat} for what one parameter uses. */
export function retireFlatOf(x: Tensor, by: string): void {
  if (x.count > 0 && flats.has(x.store)) retireFlat(x.store, x.offset, x.offset + reach(x).length, by);
}

function unusable({ code, device }: Place, length: number, by: string): Storage {
  const storage = new Storage(code, 0, true, device), block = new Block(new ArrayBuffer(0), true);
  Object.defineProperty(block, "arg", {
    get(): never {
      throw new Error(
        `Cannot use a flat tensor of getParameters(): its parameters were moved by ${by}; call getParameters() again`,
      );
    },
  });
  storage.block = block;
  storage.length = length;
  return storage;
}
