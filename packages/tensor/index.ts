// Reading and writing single elements and slices.
import { atTensors, isAdvanced, setAtTensors } from "./advanced_index.ts";
import { checkIndex, checkInteger, describe, formatSize } from "./check.ts";
import { copyInto, fillInto } from "./copy.ts";
import { BFLOAT16, BOOL, FLOAT32, FLOAT64, INT64 } from "./codes.ts";
import { viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { Index, NestedArray } from "./types.ts";

type BasicIndex = Exclude<Index, Tensor>;

const bits = new Uint32Array(1), floats = new Float32Array(bits.buffer);

function fromBfloat16(x: number): number {
  bits[0] = x << 16;
  return floats[0]!;
}

/** Rounds once to the nearest bfloat16, ties to even. */
function toBfloat16(value: number): number {
  floats[0] = value;
  let x = bits[0]!;
  if ((x & 0x7fffffff) > 0x7f800000) return (x >>> 16) | 0x40;
  // Where the float32 is not exact: the one towards zero, its last bit set, so that a half way is not mistaken for one.
  if (Math.abs(floats[0]) > Math.abs(value)) x = (x - 1) | 1;
  else if (floats[0] !== value) x |= 1;
  return (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
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

/** The least and the largest number of the dtypes uint8, int8, int16 and int32. */
const LIMITS = [[0, 255], [-128, 127], [-32768, 32767], [-2147483648, 2147483647]] as const;

/** Writes element `position` of the block, converted as the native library does: a number out of range becomes the nearest. */
function write(x: Tensor, position: number, value: number | bigint): void {
  const { store } = x, { code } = store, view = store.block.view(code);
  if (code === FLOAT32 || code === FLOAT64) view[position] = Number(value);
  else if (code === INT64) (view as BigInt64Array)[position] = toInt64(value);
  else if (code < INT64) {
    const number = Number(value), [least, most] = LIMITS[code]!;
    view[position] = number < least ? least : number > most ? most : number;
  } else view[position] = code === BFLOAT16 ? toBfloat16(Number(value)) : code === BOOL ? +(value != 0) : Number(value);
}

function toInt64(value: number | bigint): bigint {
  const whole = typeof value === "bigint" ? value : Math.trunc(value);
  if (typeof whole === "bigint" ? BigInt.asIntN(64, whole) !== whole : !Number.isSafeInteger(whole)) {
    const advice = typeof value === "bigint" ? "it has more than 64 bits" : "use a bigint";
    throw new RangeError(`Cannot write ${value} exactly as int64: ${advice}`);
  }
  return BigInt(whole);
}

/** Returns the position of an element in the block. */
function positionOf(caller: string, x: Tensor, index: readonly number[]): number {
  const { shape, strides } = x;
  if (index.length !== shape.length) {
    const are = index.length === 1 ? "is" : "are";
    throw new RangeError(
      `Cannot run ${caller}: there must be ${shape.length} indices for ${
        formatSize(shape)
      } but there ${are} ${index.length}`,
    );
  }
  let position = x.offset;
  for (let d = 0; d < index.length; d++) {
    position += checkIndex(caller, `index ${d}`, index[d]!, shape[d]!) * strides[d]!;
  }
  return position + x.store.base;
}

function isIndex(i: unknown, size: number): i is number {
  return typeof i === "number" && i >= 0 && i < size && Number.isInteger(i);
}

/** Returns one element: `i` and `j` are the first two indices, `more` the others. */
export function getElement(x: Tensor, i: number, j: number | undefined, more: readonly number[]): number {
  const { shape, strides, store } = x;
  if (shape.length === 1 && j === undefined && isIndex(i, shape[0]!)) {
    return read(x, store.base + x.offset + i * strides[0]!);
  }
  if (shape.length === 2 && more.length === 0 && isIndex(i, shape[0]!) && isIndex(j, shape[1]!)) {
    return read(x, store.base + x.offset + i * strides[0]! + j * strides[1]!);
  }
  return read(x, positionOf("get", x, [i, j, ...more].filter((k) => k !== undefined) as number[]));
}

/** Returns one element of an int64 tensor exactly. */
export function getBigInt(x: Tensor, index: readonly number[]): bigint {
  if (x.store.code !== INT64) throw new TypeError(`Cannot run getBigInt: the tensor must be int64 but is ${x.dtype}`);
  return (x.store.block.view(INT64) as BigInt64Array)[positionOf("getBigInt", x, index)]!;
}

/** Writes one element: `a`, `b`, `c` and `more` are the indices and, last, the value. */
export function setElement(
  x: Tensor,
  a: number,
  b: number | bigint | undefined,
  c: number | bigint | undefined,
  more: readonly (number | bigint)[],
): void {
  const { shape, strides, store } = x;
  if (shape.length === 1 && typeof b === "number" && c === undefined && isIndex(a, shape[0]!)) {
    return write(x, store.base + x.offset + a * strides[0]!, b);
  }
  if (
    shape.length === 2 && typeof c === "number" && more.length === 0 && isIndex(a, shape[0]!) && isIndex(b, shape[1]!)
  ) {
    return write(x, store.base + x.offset + a * strides[0]! + b * strides[1]!, c);
  }
  const index = [a, b, c, ...more].filter((k) => k !== undefined), value = index.pop();
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new TypeError(`Cannot run set: the value must be a number but is ${describe(value)}`);
  }
  write(x, positionOf("set", x, index as number[]), value);
}

/** Writes element `position` from the beginning of a contiguous tensor. */
export function setFlat(x: Tensor, position: number, value: number | bigint): void {
  write(x, x.store.base + x.offset + position, value);
}

/** Returns the only element. */
export function item(x: Tensor): number {
  if (x.count !== 1) {
    throw new TypeError(`Cannot run item: the tensor must have one element but is ${formatSize(x.shape)}`);
  }
  return read(x, x.offset + x.store.base);
}

/** Returns what the indices take of the leading dimensions: a view, or a copy if there are tensors among them. */
export function at(x: Tensor, index: readonly Index[]): Tensor {
  return isAdvanced(index) ? atTensors(x, index, basicAt) : basicAt(x, index as readonly BasicIndex[]);
}

function basicAt(x: Tensor, index: readonly BasicIndex[]): Tensor {
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
  if (isAdvanced(index)) return setAtTensors(x, index, value, basicAt);
  const slice = at(x, index);
  if (typeof value === "number") fillInto(slice, value);
  else copyInto(slice, value);
}

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
