// Tensors as plain lists, and what every reference needs: positions, conversion, broadcasting. Slow and simple on purpose.
import type { Dtype } from "../mod.ts";

/** Elements in row-major order. */
export interface Plain {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What a reference throws where the function must refuse. */
export class Refusal extends Error {}

/** Says that the function must refuse unless the condition holds. */
export function need(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Refusal(why);
}

export const FLOATS: readonly Dtype[] = ["float32", "float64"];
export const INTS: readonly Dtype[] = ["uint8", "int8", "int16", "int32", "int64"];
/** The dtypes that arithmetic is defined for. */
export const NUMBERS: readonly Dtype[] = [...FLOATS, ...INTS];

export const isFloat = (x: { dtype: Dtype }): boolean => FLOATS.includes(x.dtype);
export const isInt = (x: { dtype: Dtype }): boolean => INTS.includes(x.dtype);

/** Number of elements; none without dimensions. */
export function countOf(shape: readonly number[]): number {
  return shape.length === 0 ? 0 : shape.reduce((n, s) => n * s, 1);
}

/** All positions of a shape in row-major order. */
export function positions(shape: readonly number[]): number[][] {
  return Array.from({ length: countOf(shape) }, (_, k) => {
    const index = new Array<number>(shape.length);
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = k % shape[d]!;
      k = Math.floor(k / shape[d]!);
    }
    return index;
  });
}

/** The row-major number of a position. */
export function flat(shape: readonly number[], index: readonly number[]): number {
  return index.reduce((k, i, d) => k * shape[d]! + i, 0);
}

/** The element at a position. */
export function at(x: Plain, index: readonly number[]): number {
  return x.values[flat(x.shape, index)]!;
}

/** Makes a tensor by calling fn for every position. */
export function make(dtype: Dtype, shape: readonly number[], fn: (index: number[]) => number): Plain {
  return { dtype, shape, values: positions(shape).map((index) => convert(dtype, fn(index))) };
}

/** The position with the entry of a dimension replaced. */
export function withAt(index: readonly number[], dim: number, value: number): number[] {
  return index.map((i, d) => d === dim ? value : i);
}

/** The list with an entry replaced: sizes whose dimension has another size. */
export const withSize = withAt;

/** The list without an entry. */
export function without(list: readonly number[], dim: number): number[] {
  return list.filter((_, d) => d !== dim);
}

/** Resolves a dimension that may count from the end, or refuses. */
export function dimOf(dim: unknown, dims: number): number {
  need(typeof dim === "number" && Number.isInteger(dim) && dim >= -dims && dim < dims, "dim");
  return dim < 0 ? dim + dims : dim;
}

const RANGES: Partial<Record<Dtype, readonly [number, number, number]>> = {
  uint8: [8, 0, 255],
  int8: [8, -128, 127],
  int16: [16, -32768, 32767],
  int32: [32, -2147483648, 2147483647],
};
const bits = new Uint32Array(1), single = new Float32Array(bits.buffer);

/** Converts a number to a dtype as a write does: rounding, truncation, the nearest that fits. */
export function convert(dtype: Dtype, value: number): number {
  if (dtype === "float32") return Math.fround(value);
  if (dtype === "float64") return value;
  if (dtype === "float16") return Math.f16round(value);
  if (dtype === "bool") return +(value !== 0);
  if (dtype === "bfloat16") {
    if (Number.isNaN(value)) return NaN;
    single[0] = value;
    bits[0] = (bits[0]! + 0x7fff + ((bits[0]! >>> 16) & 1)) & 0xffff0000;
    return single[0]!;
  }
  if (Number.isNaN(value)) return 0;
  const whole = Math.trunc(value) + 0, range = RANGES[dtype] ?? [64, -(2 ** 63), 2 ** 63];
  return Math.min(Math.max(whole, range[1]), range[2]);
}

/** Converts an element of another dtype: integers wrap among themselves, as in C. */
export function convertFrom(from: Dtype, to: Dtype, value: number): number {
  return INTS.includes(from) && INTS.includes(to) ? Number(wrap(to, BigInt(value))) : convert(to, value);
}

/** Keeps the low bits of an integer, as arithmetic does. */
export function wrap(dtype: Dtype, value: bigint): bigint {
  const width = RANGES[dtype]?.[0] ?? 64;
  return dtype === "uint8" ? BigInt.asUintN(width, value) : BigInt.asIntN(width, value);
}

/** The common shape of two, or a refusal. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  need((a.length > 0) === (b.length > 0), "one is without dimensions");
  const dims = Math.max(a.length, b.length);
  return Array.from({ length: dims }, (_, d) => {
    const m = a[d - dims + a.length] ?? 1, n = b[d - dims + b.length] ?? 1;
    need(m === n || m === 1 || n === 1, "sizes");
    return m === 1 ? n : m;
  });
}

/** The element that stands at a position of the broadcast shape. */
export function stretched(x: Plain, index: readonly number[]): number {
  const lead = index.length - x.shape.length;
  return at(x, x.shape.map((s, d) => s === 1 ? 0 : index[lead + d]!));
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((s, d) => s === b[d]);
}
