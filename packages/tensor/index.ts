// Reading and writing single elements and slices.
import { atTensors, isAdvanced, setAtTensors } from "./advanced_index.ts";
import { checkIndex, checkInteger, describe, formatSize } from "./check.ts";
import { copyInto, fillInto, moved } from "./copy.ts";
import { INT64 } from "./codes.ts";
import { cpu } from "./device.ts";
import { readBigInt, readElement, writeElement } from "./element.ts";
import { viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { Index, NestedArray } from "./types.ts";

type BasicIndex = Exclude<Index, Tensor>;

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
  if (shape.length === 0) throw new RangeError(`Cannot run ${caller}: the tensor has no elements`);
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
    return readElement(store, store.base + x.offset + i * strides[0]!);
  }
  if (shape.length === 2 && more.length === 0 && isIndex(i, shape[0]!) && isIndex(j, shape[1]!)) {
    return readElement(store, store.base + x.offset + i * strides[0]! + j * strides[1]!);
  }
  return readElement(store, positionOf("get", x, [i, j, ...more].filter((k) => k !== undefined) as number[]));
}

/** Returns one element of an int64 tensor exactly. */
export function getBigInt(x: Tensor, index: readonly number[]): bigint {
  if (x.store.code !== INT64) throw new TypeError(`Cannot run getBigInt: the tensor must be int64 but is ${x.dtype}`);
  return readBigInt(x.store, positionOf("getBigInt", x, index));
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
    return writeElement(store, store.base + x.offset + a * strides[0]!, b);
  }
  if (
    shape.length === 2 && typeof c === "number" && more.length === 0 && isIndex(a, shape[0]!) && isIndex(b, shape[1]!)
  ) {
    return writeElement(store, store.base + x.offset + a * strides[0]! + b * strides[1]!, c);
  }
  const index = [a, b, c, ...more].filter((k) => k !== undefined), value = index.pop();
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new TypeError(`Cannot run set: the value must be a number but is ${describe(value)}`);
  }
  writeElement(store, positionOf("set", x, index as number[]), value);
}

/** Writes element `position` from the beginning of a contiguous tensor. */
export function setFlat(x: Tensor, position: number, value: number | bigint): void {
  writeElement(x.store, x.store.base + x.offset + position, value);
}

/** Returns the only element. */
export function item(x: Tensor): number {
  if (x.count !== 1) {
    throw new TypeError(`Cannot run item: the tensor must have one element but is ${formatSize(x.shape)}`);
  }
  return readElement(x.store, x.offset + x.store.base);
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
  const whole = shape.length === 0 && x.shape.length > 0; // one element
  return whole ? viewAt(x, [1], [1], offset) : viewAt(x, shape, strides, offset);
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
  x = moved(x, cpu);
  const { shape, strides } = x;
  const level = (d: number, position: number): NestedArray[] => {
    const list = new Array<NestedArray>(shape[d]!), stride = strides[d]!;
    for (let i = 0; i < list.length; i++) {
      list[i] = d + 1 === shape.length
        ? readElement(x.store, position + i * stride)
        : level(d + 1, position + i * stride);
    }
    return list;
  };
  return shape.length === 0 ? [] : level(0, x.offset + x.store.base);
}
