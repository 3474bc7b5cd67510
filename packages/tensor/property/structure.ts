// What a tensor says of itself, single elements, and memory without known contents.
import { btrifact, type Dtype, DTYPES, type Tensor } from "../mod.ts";
import { type Draw, finiteValue, Operand } from "./draw.ts";
import { at, convert, convertFrom, countOf, dimOf, FLOATS, need, type Plain, positions, sameShape } from "./plain.ts";
import { type Case, type Expected, valuesOf } from "./run.ts";

const BYTES: Record<Dtype, number> = {
  uint8: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  float32: 4,
  float64: 8,
  bool: 1,
  float16: 2,
  bfloat16: 2,
};

/** A method without effect, and what it must return. */
function question(
  name: string,
  answer: (x: Plain, ...rest: never[]) => Expected,
  rest: (draw: Draw, x: Operand) => unknown[] = () => [],
): Case {
  return {
    name: `.${name}`,
    draw: (draw) => {
      const x = draw.tensor({ dtypes: DTYPES });
      return [x, ...rest(draw, x)];
    },
    expect: answer as Case["expect"],
    method: "new",
  };
}

/** Indices, one for each dimension, now and then outside or too many. */
function indices(draw: Draw, x: Plain): number[] {
  const list = x.shape.map((size) =>
    draw.chance(30) ? draw.oneOf([-size - 1, size, 0.5]) : draw.int(-size, Math.max(size - 1, -size))
  );
  return draw.chance(20) ? [...list, 0] : list;
}

function elementAt(x: Plain, ...index: number[]): number {
  need(index.length === x.shape.length && index.length > 0, "the number of indices");
  return at(x, index.map((i, d) => dimOf(i, x.shape[d]!)));
}

/** Whether strides and offset lead to the elements. */
function leadsToElements(x: Plain, real: Tensor, strides: readonly number[], offset: number): boolean {
  const storage = real.storage();
  return positions(x.shape).every((index) => {
    const position = index.reduce((k, i, d) => k + i * strides[d]!, offset);
    return Object.is(storage.get(position), at(x, index));
  });
}

function contiguousStrides(shape: readonly number[]): number[] {
  return shape.map((_, d) => shape.slice(d + 1).reduce((n, s) => n * s, 1));
}

/** Sizes, and now and then something else. */
const sizes = (draw: Draw): number[] => draw.chance(15) ? [draw.oneOf([-2, 0.5, NaN]), 2] : draw.shape([1, 3]);
const validSizes = (shape: readonly number[]): void => need(shape.every((s) => Number.isInteger(s) && s >= 0), "sizes");

/** A tensor of whatever contents. */
function unknown(name: string, draw: Case["draw"], shapeOf: (...args: never[]) => readonly number[]): Case {
  return {
    name,
    draw,
    expect: (...args) => (validSizes(shapeOf(...args as never[])), undefined),
    method: "none",
    accepts: (r: Tensor, args) => sameShape(r.size(), shapeOf(...args as never[])),
  };
}

/** A method that gives the receiver other sizes and fills it. */
function refilled(name: string, value: number): Case {
  return {
    name: `.${name}`,
    draw: (draw) => [draw.tensor({ dtypes: DTYPES }), ...sizes(draw)],
    expect: (_: Plain, ...shape: number[]) => (validSizes(shape), undefined),
    method: "inPlace",
    accepts: (r: Tensor, [, ...shape]) => sameShape(r.size(), shape) && valuesOf(r).every((v) => v === value),
  };
}

/** A batch of matrices far from singular. */
function batch(draw: Draw): Operand {
  const n = draw.int(1, 4), count = draw.int(1, 3);
  const x = draw.tensor({ shape: [count, n, n], dtypes: FLOATS, value: finiteValue });
  const values = x.values.map((v, k) =>
    convert("float32", v + (Math.floor(k / n) % n === k % n ? (v < 0 ? -3 * n : 3 * n) : 0))
  );
  return new Operand(FLOATS.includes(x.dtype) ? x.dtype : "float32", x.shape, values, "contiguous");
}

/** Structure, elements, empty tensors, batches. */
export const STRUCTURE: readonly Case[] = [
  question("dim", (x) => x.shape.length),
  question("nDimension", (x) => x.shape.length),
  question("nElement", (x) => countOf(x.shape)),
  question("numel", (x) => countOf(x.shape)),
  question("elementSize", (x) => BYTES[x.dtype]),
  question(
    "size",
    (x, dim?: number) => dim === undefined ? x.shape : x.shape[dimOf(dim, x.shape.length)]!,
    (draw, x) => draw.chance(2) ? [] : [draw.dim(x)],
  ),
  question("isSameSizeAs", (x, y: Plain) => sameShape(x.shape, y.shape), (draw, x) => [draw.like(x)]),
  question(
    "isSize",
    (x, shape: number[]) => sameShape(x.shape, shape),
    (draw, x) => [draw.chance(2) ? x.shape : draw.shape()],
  ),
  question(
    "type",
    (x, dtype?: Dtype) =>
      dtype === undefined ? x.dtype : { ...x, dtype, values: x.values.map((v) => convertFrom(x.dtype, dtype, v)) },
    (draw) => draw.chance(2) ? [] : [draw.oneOf(DTYPES)],
  ),
  question("get", elementAt as never, indices),
  question("item", (x) => (need(countOf(x.shape) === 1, "one element"), x.values[0]!)),
  {
    name: ".getBigInt",
    draw: (draw) => {
      const x = draw.tensor({ dtypes: ["int64"] });
      return [x, ...indices(draw, x)];
    },
    expect: (x: Plain, ...index: number[]) => {
      need(x.dtype === "int64", "dtype");
      elementAt(x, ...index);
      return undefined;
    },
    method: "new",
    accepts: (value, [x, ...index]) => value === BigInt(elementAt(x, ...index)),
  },
  {
    ...question("stride", () => undefined),
    accepts: (strides, [x], [real]) => leadsToElements(x, real, strides, real.storageOffset()),
  },
  {
    ...question("storageOffset", () => undefined),
    accepts: (offset, [x], [real]) => leadsToElements(x, real, real.stride(), offset),
  },
  {
    ...question("isContiguous", () => undefined),
    accepts: (answer, [x], [real]) =>
      countOf(x.shape) === 0 || answer ===
        contiguousStrides(x.shape).every((s, d) => x.shape[d] === 1 || s === real.stride(d)),
  },
  {
    name: ".newEmpty",
    draw: (draw) => [draw.tensor({ dtypes: DTYPES }), ...sizes(draw)],
    expect: (_: Plain, ...shape: number[]) => (validSizes(shape), undefined),
    method: "new",
    accepts: (r: Tensor, [x, ...shape]) => r.dtype === x.dtype && sameShape(r.size(), shape),
  },
  {
    name: ".newTensor",
    draw: (draw) => [draw.tensor({ dtypes: DTYPES }), [draw.int(-300, 300) / 2, draw.int(0, 9)]],
    expect: (x: Plain, list: number[]) => ({
      dtype: x.dtype,
      shape: [2],
      values: list.map((v) => convert(x.dtype, v)),
    }),
    method: "new",
  },
  refilled("zeros", 0),
  refilled("ones", 1),
  unknown("empty", (draw) => [sizes(draw)], (shape: number[]) => shape),
  unknown("emptyLike", (draw) => [draw.tensor({ dtypes: DTYPES })], (x: Plain) => x.shape),
  unknown("emptyStrided", (draw) => {
    const shape = sizes(draw);
    return [shape, contiguousStrides(shape.map((s) => s >= 0 ? s : 1)).reverse()];
  }, (shape: number[]) => shape),
  {
    name: "btrisolve",
    draw: (draw) => {
      const a = batch(draw), [count, n] = a.shape as [number, number];
      const b = draw.tensor({ shape: [count, n], dtypes: [a.dtype], value: finiteValue });
      return [b, ...btrifact(a.make()), a];
    },
    expect: (b: Plain, ...[, , a]: [Tensor, Tensor, Plain]) => {
      need(b.dtype === a.dtype && sameShape(b.shape, a.shape.slice(0, 2)), "b");
      return undefined;
    },
    method: "none",
    accepts: (x: Tensor, [b, , , a]) => {
      const n = a.shape[1], found = valuesOf(x), allowed = a.dtype === "float32" ? 1e-3 : 1e-9;
      return found.every((_, k) => {
        const row = a.values.slice(k * n, (k + 1) * n), first = Math.floor(k / n) * n;
        const product = row.reduce((s: number, v: number, j: number) => s + v * found[first + j]!, 0);
        return Math.abs(product - b.values[k]) <= allowed;
      });
    },
  },
];
