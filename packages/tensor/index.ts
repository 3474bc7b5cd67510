// Reading and writing single elements and slices.
import { checkIndex, checkInteger, formatSize } from "./check.ts";
import { copyInto, fillInto } from "./copy.ts";
import { BFLOAT16, INT64 } from "./dtype.ts";
import { viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";

/** What to take of a dimension: an index, a half-open range `[start, end]` or `[start, end, step]`, or `null` for all. */
export type Index = number | readonly [number, number] | readonly [number, number, number] | null;

const bits = new Uint32Array(1), floats = new Float32Array(bits.buffer);

function fromBfloat16(x: number): number {
  bits[0] = x << 16;
  return floats[0]!;
}

/** Rounds to the nearest bfloat16, ties to even. */
function toBfloat16(value: number): number {
  floats[0] = value;
  const x = bits[0]!;
  if ((x & 0x7fffffff) > 0x7f800000) return (x >>> 16) | 0x40;
  return (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
}

function positionOf(caller: string, x: Tensor, index: readonly number[]): number {
  const { shape, strides } = x;
  if (index.length !== shape.length) {
    throw new RangeError(
      `Cannot run ${caller}: ${shape.length} indices are needed for ${formatSize(shape)} but ${index.length} are given`,
    );
  }
  let position = x.offset;
  for (let d = 0; d < index.length; d++) {
    let i = index[d]!;
    if (!(i >= 0 && i < shape[d]! && Number.isInteger(i))) i = checkIndex(caller, `index ${d}`, i, shape[d]!);
    position += i * strides[d]!;
  }
  return position + x.store.base;
}

/** Reads element `position` of the block. */
function read(x: Tensor, position: number): number {
  const { store } = x, value = store.block.view(store.code)[position]!;
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new RangeError(`Cannot read ${value} exactly as a number: use getBigInt`);
    }
    return number;
  }
  return store.code === BFLOAT16 ? fromBfloat16(value) : value;
}

/** Reads element `position` of the block as a number, though a large int64 may lose its last digits. */
export function readNumber(x: Tensor, position: number): number {
  const { store } = x, value = Number(store.block.view(store.code)[position]!);
  return store.code === BFLOAT16 ? fromBfloat16(value) : value;
}

/** Writes element `position` of the block. */
function write(x: Tensor, position: number, value: number | bigint): void {
  const { store } = x, view = store.block.view(store.code);
  if (store.code === INT64) {
    if (typeof value === "number" && !Number.isSafeInteger(Math.trunc(value))) {
      throw new RangeError(`Cannot write ${value} exactly as int64: use a bigint`);
    }
    (view as BigInt64Array)[position] = typeof value === "bigint" ? value : BigInt(Math.trunc(value));
  } else {
    const number = Number(value);
    view[position] = store.code === BFLOAT16 ? toBfloat16(number) : store.dtype === "bool" ? +(number !== 0) : number;
  }
}

/** Returns one element. */
export function getElement(x: Tensor, index: readonly number[]): number {
  return read(x, positionOf("get", x, index));
}

/** Returns one element of an int64 tensor exactly. */
export function getBigInt(x: Tensor, index: readonly number[]): bigint {
  if (x.store.code !== INT64) throw new TypeError(`Cannot run getBigInt: the tensor must be int64 but is ${x.dtype}`);
  return (x.store.block.view(INT64) as BigInt64Array)[positionOf("getBigInt", x, index)]!;
}

/** Writes one element. */
export function setElement(x: Tensor, index: readonly number[], value: number | bigint): void {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new TypeError(`Cannot run set: the value must be a number but is ${typeof value}`);
  }
  write(x, positionOf("set", x, index), value);
}

/** Returns the only element. */
export function item(x: Tensor): number {
  if (x.count !== 1) {
    throw new TypeError(`Cannot run item: the tensor must have one element but is ${formatSize(x.shape)}`);
  }
  return read(x, x.offset + x.store.base);
}

/** Returns a view of what the indices take of the leading dimensions. */
export function at(x: Tensor, index: readonly Index[]): Tensor {
  if (index.length > x.shape.length) {
    throw new RangeError(
      `Cannot run at: ${formatSize(x.shape)} takes at most ${x.shape.length} indices but ${index.length} are given`,
    );
  }
  const shape: number[] = [], strides: number[] = [];
  let { offset } = x;
  for (let d = 0; d < x.shape.length; d++) {
    const entry = index[d] ?? null, size = x.shape[d]!, stride = x.strides[d]!;
    if (entry === null) {
      shape.push(size);
      strides.push(stride);
    } else if (typeof entry === "number") {
      offset += checkIndex("at", `index ${d}`, entry, size) * stride;
    } else {
      const [first, last, step = 1] = entry;
      checkInteger("at", `the start of range ${d}`, first, -size, size);
      checkInteger("at", `the end of range ${d}`, last, -size, size);
      checkInteger("at", `the step of range ${d}`, step, 1);
      const start = first < 0 ? first + size : first, end = last < 0 ? last + size : last;
      offset += start * stride;
      shape.push(Math.max(0, Math.ceil((end - start) / step)));
      strides.push(stride * step);
    }
  }
  return shape.length === 0 ? viewAt(x, [1], [1], offset) : viewAt(x, shape, strides, offset);
}

/** Fills or copies into what the indices take. */
export function setAt(x: Tensor, index: readonly Index[], value: number | Tensor): void {
  const slice = at(x, index);
  if (typeof value === "number") fillInto(slice, value);
  else copyInto(slice, value);
}

/** The elements as nested lists of numbers. */
export type NestedArray = number | NestedArray[];

/** Returns the elements as nested lists; an empty tensor gives `[]`. */
export function toArray(x: Tensor): NestedArray[] {
  const { shape, strides } = x;
  const level = (d: number, position: number): NestedArray[] => {
    const list = new Array<NestedArray>(shape[d]!), stride = strides[d]!;
    for (let i = 0; i < list.length; i++) {
      list[i] = d + 1 === shape.length ? read(x, position + i * stride) : level(d + 1, position + i * stride);
    }
    return list;
  };
  return shape.length === 0 ? [] : level(0, x.offset + x.store.base);
}
