// Values on their way to another thread: tensors and what Workers share cross as their memory, without a copy.
import { AtomicCounter } from "./atomic_counter.ts";
import { Condition } from "./condition.ts";
import type { Dtype } from "./dtype.ts";
import { overStorage } from "./make.ts";
import { Mutex } from "./mutex.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

const HANDLES = { Mutex, Condition, AtomicCounter } as const;

/** What stands for an object of ours in a message. */
type Packed =
  | { kind: keyof typeof HANDLES; memory: SharedArrayBuffer }
  | { kind: "Storage"; memory: SharedArrayBuffer; dtype: Dtype; base: number; length: number }
  | {
    kind: "Tensor";
    memory: SharedArrayBuffer;
    dtype: Dtype;
    offset: number;
    shape: readonly number[];
    strides: readonly number[];
  };

/** The name under which a packed object lies in its place. */
const KEY = "@taimatsu/tensor";

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Applies fn to every entry of lists and plain objects. */
function mapEntries(value: object, fn: (entry: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(fn);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fn(entry)]));
}

function memoryOf(store: Storage): SharedArrayBuffer {
  store.share();
  return store.block.buffer as unknown as SharedArrayBuffer;
}

function pack(value: object): Packed | undefined {
  if (value instanceof Tensor) {
    const { store, shape, strides } = value, memory = memoryOf(store);
    return { kind: "Tensor", memory, dtype: store.dtype, offset: store.base + value.offset, shape, strides };
  }
  if (value instanceof Storage) {
    const memory = memoryOf(value);
    return { kind: "Storage", memory, dtype: value.dtype, base: value.base, length: value.length };
  }
  for (const [kind, type] of Object.entries(HANDLES)) {
    if (value instanceof type) return { kind: kind as keyof typeof HANDLES, memory: value.memory };
  }
}

/** Makes a value ready for `postMessage`. The storages of its tensors move into shared memory. */
export function encode(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const packed = pack(value);
  if (packed !== undefined) return { [KEY]: packed };
  return Array.isArray(value) || isPlain(value) ? mapEntries(value, encode) : value;
}

/** Returns the value that {@linkcode encode} made ready; its tensors lie in the memory of the sender's. */
export function decode(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const packed = (value as { [KEY]?: Packed })[KEY];
  if (packed === undefined) return Array.isArray(value) || isPlain(value) ? mapEntries(value, decode) : value;
  if (packed.kind === "Tensor") {
    const { memory, dtype, offset, shape, strides } = packed;
    return overStorage(Storage.from(dtype, memory), offset, shape, strides);
  }
  if (packed.kind === "Storage") return Storage.from(packed.dtype, packed.memory).subarray(packed.base, packed.length);
  return new HANDLES[packed.kind](packed.memory);
}
