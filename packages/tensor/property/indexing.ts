// Elements by their positions and masks.
import type { Draw, Operand } from "./draw.ts";
import {
  at,
  broadcast,
  convert,
  countOf,
  dimOf,
  flat,
  isFloat,
  isInt,
  make,
  need,
  type Plain,
  positions,
  sameShape,
  stretched,
  withAt,
  without,
  withSize,
  wrap,
} from "./plain.ts";
import type { Case, Expected } from "./run.ts";

function resolve(i: number, size: number, some = true): number {
  // Where no element is read, no position is looked at.
  if (some) need(Number.isInteger(i) && i >= -size && i < size, "position");
  return i < 0 ? i + size : i;
}

/** Resolves a list or vector of positions. */
function vector(index: Plain | readonly number[], size: number, some: boolean): number[] {
  if (!Array.isArray(index)) {
    const x = index as Plain;
    need(x.dtype === "int64" && x.shape.length <= 1, "index");
  }
  return (Array.isArray(index) ? index : (index as Plain).values).map((i: number) => resolve(i, size, some));
}

/** Adds as the dtype does. */
function sum(x: Plain, a: number, b: number): number {
  return isInt(x) ? Number(wrap(x.dtype, BigInt(a) + BigInt(b))) : convert(x.dtype, a + b);
}

/** Changes copies of the elements of x. */
function changed(x: Plain, fn: (values: number[]) => void): Plain {
  const values = [...x.values];
  fn(values);
  return { dtype: x.dtype, shape: x.shape, values: values.map((v) => convert(x.dtype, v)) };
}

function sizeAt(x: Plain, dim: number): number {
  return (Number.isInteger(dim) ? x.shape.at(dim) : undefined) ?? 1;
}

function drawVector(draw: Draw, size: number, n = draw.int(0, 4)): Operand | number[] {
  const index = draw.index([n], size);
  return draw.chance(3) && index.dtype === "int64" ? [...index.values] : index;
}

/** Positions that are all different, so that the order of writing does not matter. */
function distinct(draw: Draw, size: number): Operand {
  const list = Array.from({ length: size }, (_, i) => i);
  for (let i = list.length - 1; i > 0; i--) {
    const j = draw.int(0, i);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  const chosen = list.slice(0, draw.int(0, size)), bad = draw.chance(15);
  let next = 0;
  return draw.tensor({
    dtypes: ["int64"],
    shape: [chosen.length],
    value: () => bad ? size : chosen[next++ % chosen.length]!,
  });
}

/** The values to write at the slices of a dimension. */
function sourceFor(draw: Draw, x: Plain, dim: number, n: number): Operand {
  const d = Number.isInteger(dim) && x.shape.length > 0 ? (dim + x.shape.length) % x.shape.length : 0;
  return draw.like(x, { shape: draw.chance(15) ? draw.shape() : withSize(x.shape, d, n) });
}

function sliceWriter(name: string, write: (x: Plain, old: number, value: number) => number): Case {
  return {
    name,
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), dim = draw.dim(x);
      const index = distinct(draw, sizeAt(x, dim));
      return [x, dim, index, sourceFor(draw, x, dim, index.shape[0] ?? 0)];
    },
    expect: (x: Plain, dim: number, index: Plain, source: Plain) => {
      const d = dimOf(dim, x.shape.length),
        list = vector(index, x.shape[d]!, countOf(without(x.shape, d)) > 0 || x.shape.length === 1);
      need(x.dtype === source.dtype, "dtypes differ");
      need(sameShape(source.shape, withSize(x.shape, d, list.length)), "sizes");
      if (name === "indexAdd") need(isFloat(x) || isInt(x), "dtype");
      return changed(x, (values) => {
        for (const from of positions(source.shape)) {
          const to = flat(x.shape, withAt(from, d, list[from[d]!]!));
          values[to] = write(x, values[to]!, at(source, from));
        }
      });
    },
    out: 4,
    method: "inPlace",
  };
}

/** Sizes for gather and scatter: not larger than those of x but along the dimension. */
function indexShape(draw: Draw, x: Plain, dim: number): number[] {
  const d = Number.isInteger(dim) && x.shape.length > 0 ? (dim + x.shape.length) % x.shape.length : 0;
  if (draw.chance(15)) return draw.shape();
  return x.shape.map((s, k) => k === d ? draw.int(0, 3) : draw.int(Math.min(s, 1), s));
}

function scatterCase(name: string, write: (x: Plain, old: number, value: number) => number): Case {
  return {
    name,
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), dim = draw.dim(x), size = sizeAt(x, dim);
      const index = draw.index(indexShape(draw, x, dim), size);
      return [
        x,
        dim,
        index,
        draw.chance(2) ? draw.int(-3, 3) : draw.like(x, { shape: draw.chance(15) ? draw.shape() : index.shape }),
      ];
    },
    expect: (x: Plain, dim: number, index: Plain, source: Plain | number) => {
      const d = dimOf(dim, x.shape.length);
      need(index.dtype === "int64" && index.shape.length === x.shape.length, "index");
      need(index.shape.every((s, k) => k === d || s <= x.shape[k]!), "sizes");
      if (name === "scatterAdd") need(isFloat(x) || isInt(x), "dtype");
      const list = index.values.map((i) => resolve(i, x.shape[d]!));
      if (typeof source !== "number") {
        need(source.dtype === x.dtype, "dtypes differ");
        need(source.shape.length === x.shape.length && index.shape.every((s, k) => s <= source.shape[k]!), "source");
      }
      return changed(x, (values) => {
        positions(index.shape).forEach((from, k) => {
          const to = flat(x.shape, withAt(from, d, list[k]!));
          values[to] = write(x, values[to]!, typeof source === "number" ? convert(x.dtype, source) : at(source, from));
        });
      });
    },
    out: 4,
    method: "inPlace",
  };
}

function mask(x: Plain, m: Plain): number[] {
  need(m.dtype === "uint8" || m.dtype === "bool", "the mask's dtype");
  need(sameShape(broadcast(x.shape, m.shape), x.shape), "the mask's size");
  return positions(x.shape).flatMap((index, i) => stretched(m, index) === 0 ? [] : [i]);
}

function drawMasked(draw: Draw): [Operand, Operand] {
  const x = draw.tensor();
  return [x, draw.mask(draw.chance(15) ? draw.shape() : x.shape)];
}

/** What stands for x and y of where. */
function chosen(x: Plain | number, index: number[], shape: readonly number[]): number {
  if (typeof x === "number") return x;
  const lead = shape.length - x.shape.length;
  return at(x, x.shape.map((s, d) => s === 1 ? 0 : index[d + lead]!));
}

/** Functions of positions and masks. */
export const INDEXING: readonly Case[] = [
  ...["index", "indexSelect"].map((name): Case => ({
    name,
    draw: (draw) => {
      const x = draw.tensor(), dim = draw.dim(x);
      return [x, dim, drawVector(draw, sizeAt(x, dim))];
    },
    expect: (x: Plain, dim: number, index: Plain | number[]) => {
      const d = dimOf(dim, x.shape.length),
        list = vector(index, x.shape[d]!, countOf(without(x.shape, d)) > 0 || x.shape.length === 1);
      return make(x.dtype, withSize(x.shape, d, list.length), (to) => at(x, withAt(to, d, list[to[d]!]!)));
    },
    out: 3,
    method: "new",
  })),
  {
    name: "gather",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), dim = draw.dim(x);
      return [x, dim, draw.index(indexShape(draw, x, dim), sizeAt(x, dim))];
    },
    expect: (x: Plain, dim: number, index: Plain) => {
      const d = dimOf(dim, x.shape.length);
      need(index.dtype === "int64" && index.shape.length === x.shape.length, "index");
      need(index.shape.every((s, k) => k === d || s <= x.shape[k]!), "sizes");
      return make(x.dtype, index.shape, (to) => at(x, withAt(to, d, resolve(at(index, to), x.shape[d]!))));
    },
    out: 3,
    method: "new",
  },
  {
    name: "take",
    draw: (draw) => {
      const x = draw.tensor(), n = countOf(x.shape);
      return [x, draw.chance(3) ? drawVector(draw, n) : draw.index(draw.shape([1, 2]), n)];
    },
    expect: (x: Plain, index: Plain | number[]) => {
      const list = Array.isArray(index) ? index : (need(index.dtype === "int64", "index"), index.values);
      const n = x.values.length, values = list.map((i) => x.values[resolve(i, n)]!);
      return {
        dtype: x.dtype,
        shape: Array.isArray(index) ? (index.length === 0 ? [] : [index.length]) : index.shape,
        values,
      };
    },
    out: 2,
    method: "new",
  },
  {
    name: "put",
    draw: (draw) => {
      const x = draw.tensor(), index = distinct(draw, countOf(x.shape));
      const source = draw.chance(2)
        ? draw.int(-3, 3)
        : draw.like(x, { shape: draw.chance(15) ? draw.shape() : index.shape });
      return draw.chance(2) ? [x, index, source, { accumulate: draw.chance(2) }] : [x, index, source];
    },
    expect: (x: Plain, index: Plain, source: Plain | number, options?: { accumulate?: boolean }) => {
      need(index.dtype === "int64", "index");
      const list = index.values.map((i) => resolve(i, x.values.length)), add = options?.accumulate === true;
      if (add) need(isFloat(x) || isInt(x), "dtype");
      if (typeof source !== "number") need(source.dtype === x.dtype && source.values.length === list.length, "source");
      return changed(x, (values) =>
        list.forEach((to, k) => {
          const value = typeof source === "number" ? convert(x.dtype, source) : source.values[k]!;
          values[to] = add ? sum(x, values[to]!, value) : value;
        }));
    },
    out: 3,
    method: "inPlace",
  },
  sliceWriter("indexCopy", (_x, _old, value) => value),
  sliceWriter("indexAdd", sum),
  {
    name: "indexFill",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), dim = draw.dim(x);
      return [x, dim, drawVector(draw, sizeAt(x, dim)), draw.int(-3, 3)];
    },
    expect: (x: Plain, dim: number, index: Plain | number[], value: number) => {
      const d = dimOf(dim, x.shape.length),
        list = vector(index, x.shape[d]!, countOf(without(x.shape, d)) > 0 || x.shape.length === 1);
      return make(x.dtype, x.shape, (to) => list.includes(to[d]!) ? value : at(x, to));
    },
    out: 4,
    method: "inPlace",
  },
  scatterCase("scatter", (_x, _old, value) => value),
  scatterCase("scatterAdd", sum),
  {
    name: "maskedSelect",
    draw: drawMasked,
    expect: (x: Plain, m: Plain) => {
      const list = mask(x, m);
      return { dtype: x.dtype, shape: [list.length], values: list.map((i) => x.values[i]!) };
    },
    out: 2,
    method: "new",
  },
  {
    name: "maskedFill",
    draw: (draw) => [...drawMasked(draw), draw.int(-3, 3)],
    expect: (x: Plain, m: Plain, value: number) => {
      const list = mask(x, m);
      return changed(x, (values) => list.forEach((i) => values[i] = value));
    },
    out: 3,
    method: "inPlace",
  },
  {
    name: "maskedCopy",
    draw: (draw) => {
      const [x, m] = drawMasked(draw);
      return [x, m, draw.like(x, { shape: draw.chance(5) ? draw.shape() : x.shape })];
    },
    expect: (x: Plain, m: Plain, source: Plain) => {
      const list = mask(x, m);
      need(source.dtype === x.dtype && source.values.length >= list.length, "source");
      return changed(x, (values) => list.forEach((i, k) => values[i] = source.values[k]!));
    },
    out: 3,
    method: "inPlace",
  },
  {
    name: "where",
    draw: (draw) => {
      const x = draw.tensor(), m = draw.mask(draw.chance(15) ? draw.shape() : x.shape);
      return [m, draw.chance(3) ? draw.int(-3, 3) : x, draw.chance(3) ? draw.int(-3, 3) : draw.broadcasting(x)];
    },
    expect: (m: Plain, x: Plain | number, y: Plain | number): Expected => {
      need(m.dtype === "uint8" || m.dtype === "bool", "the mask's dtype");
      need(typeof x !== "number" || typeof y !== "number", "a tensor");
      if (typeof x !== "number" && typeof y !== "number") need(x.dtype === y.dtype, "dtypes differ");
      const { dtype } = (typeof x === "number" ? y : x) as Plain;
      let shape: readonly number[] = m.shape;
      for (const other of [x, y]) if (typeof other !== "number") shape = broadcast(shape, other.shape);
      return make(dtype, shape, (to) => chosen(m, to, shape) !== 0 ? chosen(x, to, shape) : chosen(y, to, shape));
    },
    method: "none",
  },
  {
    name: "nonzero",
    draw: (draw) => [draw.tensor({ dims: [1, 3] })],
    expect: (x: Plain) => {
      const list = positions(x.shape).filter((index) => at(x, index) !== 0);
      return { dtype: "int64", shape: list.length === 0 ? [] : [list.length, x.shape.length], values: list.flat() };
    },
    method: "new",
  },
];
