// Many elements to one: reductions, running sums, order.
import type { Draw } from "./draw.ts";
import {
  at,
  convert,
  countOf,
  dimOf,
  FLOATS,
  isFloat,
  isInt,
  make,
  need,
  type Plain,
  positions,
  withAt,
  without,
  withSize,
  wrap,
} from "./plain.ts";
import type { Case, Expected } from "./run.ts";

/** Where there are results, they need elements. */
function needElements(x: Plain, dim: number): void {
  need(x.shape[dim]! > 0 || countOf(withSize(x.shape, dim, 1)) === 0, "no elements");
}

interface DimOptions {
  keepDim?: boolean;
  biased?: boolean;
}

/** The elements along a dimension at a position whose entry for the dimension is 0. */
function line(x: Plain, dim: number, index: readonly number[]): number[] {
  return Array.from({ length: x.shape[dim]! }, (_, i) => at(x, withAt(index, dim, i)));
}

/** Applies fn along a dimension; several results give several tensors. */
function along(
  x: Plain,
  dim: number,
  keepDim: boolean,
  outputs: readonly Plain["dtype"][],
  fn: (list: number[]) => number[],
): Plain[] {
  const kept = withSize(x.shape, dim, 1), all = positions(kept).map((index) => fn(line(x, dim, index)));
  // A vector keeps its only dimension: there is no tensor without one.
  const shape = keepDim || kept.length === 1 ? kept : without(kept, dim);
  return outputs.map((dtype, k) => ({ dtype, shape, values: all.map((results) => convert(dtype, results[k]!)) }));
}

/** Sums in float64, or wrapping in integers of 64 bits. */
function total(x: Plain, list: readonly number[]): number {
  return isFloat(x) ? list.reduce((s, v) => s + v, 0) : Number(wrap("int64", list.reduce((s, v) => s + BigInt(v), 0n)));
}

function product(x: Plain, list: readonly number[]): number {
  return isFloat(x) ? list.reduce((s, v) => s * v, 1) : Number(wrap("int64", list.reduce((s, v) => s * BigInt(v), 1n)));
}

function narrowed(x: Plain, value: number): number {
  return isFloat(x) ? convert(x.dtype, value) : Number(wrap(x.dtype, BigInt(value)));
}

function extreme(list: readonly number[], better: (a: number, b: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < list.length; i++) {
    if (Number.isNaN(list[best]!)) break;
    if (Number.isNaN(list[i]!) || better(list[i]!, list[best]!)) best = i;
  }
  return best;
}

function variance(list: readonly number[], biased: boolean): number {
  const n = list.length, mean = list.reduce((s, v) => s + v, 0) / n;
  return list.reduce((s, v) => s + (v - mean) ** 2, 0) / (biased ? n : n - 1);
}

function norm(list: readonly number[], p: number): number {
  if (p === Infinity) {
    return list.reduce((m, v) => Number.isNaN(m) || Number.isNaN(v) ? NaN : Math.max(m, Math.abs(v)), 0);
  }
  if (p === 0) return list.filter((v) => v !== 0).length;
  return list.reduce((s, v) => s + Math.abs(v) ** p, 0) ** (1 / p);
}

const number = (x: Plain): void => need(isFloat(x) || isInt(x), "dtype");
/** Truth values count as 0 and 1. */
const countable = (x: Plain): void => need(isFloat(x) || isInt(x) || x.dtype === "bool", "dtype");
const float = (x: Plain): void => need(isFloat(x), "dtype");

function drawDim(draw: Draw, options: Parameters<Draw["tensor"]>[0] = {}, extra: DimOptions = {}): unknown[] {
  const x = draw.tensor(options);
  if (draw.chance(3)) return [x];
  return draw.chance(2) ? [x, draw.dim(x)] : [x, draw.dim(x), { keepDim: draw.chance(2), ...extra }];
}

/** A reduction that gives a number, or one tensor along a dimension. */
function reduction(
  name: string,
  check: (x: Plain) => void,
  fn: (x: Plain, list: number[]) => number,
  { some = false, tolerance = 2e-6 }: { some?: boolean; tolerance?: number } = {},
): Case {
  return {
    name,
    draw: (draw) => drawDim(draw),
    expect: (x: Plain, dim?: number, options?: DimOptions): Expected => {
      check(x);
      if (dim === undefined) {
        if (some) need(x.values.length > 0, "no elements");
        return fn(x, [...x.values]);
      }
      const d = dimOf(dim, x.shape.length);
      if (some) needElements(x, d);
      const dtype = x.dtype === "bool" ? "int64" : x.dtype;
      return along(x, d, options?.keepDim ?? true, [dtype], (list) => [narrowed({ ...x, dtype }, fn(x, list))])[0]!;
    },
    method: "new",
    tolerance,
  };
}

const truths = (name: string, test: (list: number[]) => boolean): Case => ({
  name,
  draw: (draw) => drawDim(draw, { dtypes: ["uint8", "bool", "int32", "float32"] }),
  expect: (x: Plain, dim?: number, options?: DimOptions): Expected => {
    need(isFloat(x) || isInt(x) || x.dtype === "bool", "dtype");
    if (dim === undefined) return test([...x.values]);
    const d = dimOf(dim, x.shape.length);
    return along(x, d, options?.keepDim ?? true, [x.dtype], (list) => [+test(list)])[0]!;
  },
  method: "new",
});

/** The largest or smallest elements with their positions, or only these. */
const extremes = (name: string, better: (a: number, b: number) => boolean, only: "both" | "positions"): Case => ({
  name,
  draw: (draw) => drawDim(draw),
  expect: (x: Plain, dim?: number, options?: DimOptions): Expected => {
    countable(x);
    if (dim === undefined) {
      need(x.values.length > 0, "no elements");
      const best = extreme(x.values, better);
      return only === "positions" ? best : x.values[best]!;
    }
    const d = dimOf(dim, x.shape.length);
    needElements(x, d);
    const [values, positions] = along(x, d, options?.keepDim ?? true, [x.dtype, "int64"], (list) => {
      const best = extreme(list, better);
      return [list[best]!, best];
    });
    return only === "positions" ? positions! : [values!, positions!];
  },
  method: "new",
});

const spread = (name: string, methodName: string, fn: (v: number) => number): Case => ({
  name,
  methodName,
  draw: (draw) => {
    const [x, dim, options] = drawDim(draw, { dtypes: FLOATS }) as [Plain, number?, DimOptions?];
    return options === undefined
      ? dim === undefined ? [x] : [x, dim]
      : [x, dim, { ...options, biased: draw.chance(2) }];
  },
  expect: (x: Plain, dim?: number, options?: DimOptions): Expected => {
    float(x);
    const biased = options?.biased ?? false;
    if (dim === undefined) {
      need(x.values.length > 0, "no elements");
      return fn(variance(x.values, biased));
    }
    const d = dimOf(dim, x.shape.length);
    needElements(x, d);
    return along(x, d, options?.keepDim ?? true, [x.dtype], (list) => [fn(variance(list, biased))])[0]!;
  },
  method: "new",
  tolerance: 1e-5,
});

/** Ascending, NaN last; equal ones keep their order. */
function order(list: readonly number[], descending: boolean): number[] {
  const key = (v: number) => Number.isNaN(v) ? Infinity : v;
  const compare = (a: number, b: number) => {
    const x = list[a]!, y = list[b]!;
    if (Number.isNaN(x) || Number.isNaN(y)) return (+Number.isNaN(x) - +Number.isNaN(y)) * (descending ? -1 : 1);
    return (key(x) - key(y)) * (descending ? -1 : 1) || 0;
  };
  return list.map((_, i) => i).sort((a, b) => {
    const x = list[a]!, y = list[b]!;
    return x === y ? 0 : compare(a, b);
  });
}

function scan(name: string, fn: (list: number[], x: Plain) => number[]): Case {
  return {
    name,
    draw: (draw) => {
      const x = draw.tensor();
      return draw.chance(4) ? [x] : [x, draw.dim(x)];
    },
    expect: (x: Plain, dim = 0) => {
      number(x);
      const d = dimOf(dim, x.shape.length), lines = new Map<string, number[]>();
      return make(x.dtype, x.shape, (index) => {
        const start = withAt(index, d, 0), key = start.join();
        if (!lines.has(key)) lines.set(key, fn(line(x, d, start), x));
        return lines.get(key)![index[d]!]!;
      });
    },
    out: 2,
    method: "new",
  };
}

function running(step: (x: Plain, list: number[]) => number): (list: number[], x: Plain) => number[] {
  return (list, x) => list.map((_, i) => narrowed(x, step(x, list.slice(0, i + 1))));
}

/** Where several positions hold the value, any may be given. */
function kth(name: string, rank: (list: number[], k: number) => number, needsK: boolean): Case {
  return {
    name,
    draw: (draw) => {
      const x = draw.tensor({
        value: (random, dtype) => dtype === "uint8" ? Math.floor(random() * 30) : random() * 40 - 20,
      });
      const dim = draw.dim(x), size = x.shape.at(Number.isInteger(dim) ? dim : 0) ?? 1;
      const k = needsK ? [draw.int(draw.chance(12) ? 0 : 1, Math.max(1, size + +draw.chance(12)))] : [];
      return [x, ...k, dim, ...(draw.chance(2) ? [{ keepDim: draw.chance(2) }] : [])];
    },
    expect: (x: Plain, ...rest: unknown[]) => {
      number(x);
      const k = needsK ? rest.shift() as number : 1, [dim, options] = rest as [number, DimOptions?];
      const d = dimOf(dim, x.shape.length);
      need(x.shape[d]! > 0 && k >= 1 && k <= x.shape[d]!, "k");
      return along(x, d, options?.keepDim ?? true, [x.dtype, "int64"], (list) => {
        const i = rank(list, k);
        return [list[i]!, i];
      });
    },
    method: "new",
    accepts: ([values, indices], args, real) => {
      const rest = args.slice(1), k = needsK ? rest.shift() : 1, [dim, options] = rest as [number, DimOptions?];
      const x = args[0] as Plain, d = dimOf(dim, x.shape.length);
      const wanted = along(x, d, options?.keepDim ?? true, [x.dtype], (list) => [list[rank(list, k)]!])[0]!;
      if (values.dtype !== x.dtype || indices.dtype !== "int64" || `${values.size()}` !== `${wanted.shape}`) {
        return false;
      }
      const flatValues = values.nElement() === 0 ? [] : values.contiguous().view(-1).toArray();
      if (flatValues.some((v: number, i: number) => v !== wanted.values[i])) return false;
      if (wanted.values.length === 0) return true;
      const kept = indices.contiguous().view(withSize(x.shape, d, 1));
      return real[0].gather(d, kept).contiguous().view(-1).equal(values.contiguous().view(-1));
    },
  };
}

const median = (list: number[]): number => order(list, false)[Math.floor((list.length - 1) / 2)]!;

function mostFrequent(list: number[]): number {
  const counts = new Map<number, number>();
  for (const v of list) counts.set(v, (counts.get(v) ?? 0) + 1);
  const best = [...counts].reduce((a, b) => b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a)[0];
  return list.indexOf(best);
}

const orderCases: Case[] = [
  {
    name: "sort",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.dim(x), draw.chance(2)];
    },
    expect: (x: Plain, dim: number, descending: boolean): Expected => {
      number(x);
      const d = dimOf(dim, x.shape.length);
      const rank = (index: number[]) => order(line(x, d, withAt(index, d, 0)), descending)[index[d]!]!;
      return [
        make(x.dtype, x.shape, (index) => at(x, withAt(index, d, rank(index)))),
        make("int64", x.shape, rank),
      ];
    },
    method: "new",
  },
  {
    name: "topk",
    draw: (draw) => {
      const x = draw.tensor({
        value: (random, dtype) => dtype === "uint8" ? Math.floor(random() * 250) : random() * 200 - 100,
      });
      const dim = draw.dim(x), size = x.shape.at(Number.isInteger(dim) ? dim : 0) ?? 1;
      return [x, draw.int(draw.chance(12) ? 0 : 1, Math.max(1, size + +draw.chance(12))), dim, draw.chance(2), true];
    },
    expect: (x: Plain, k: number, dim: number, largest: boolean): Expected => {
      number(x);
      const d = dimOf(dim, x.shape.length);
      need(k >= 1 && k <= x.shape[d]!, "k");
      const shape = withSize(x.shape, d, k);
      const rank = (index: number[]) => order(line(x, d, withAt(index, d, 0)), largest)[index[d]!]!;
      return make(x.dtype, shape, (index) => at(x, withAt(index, d, rank(index))));
    },
    method: "new",
    accepts: ([values, indices], args, real) => {
      const [x, k, dim, largest] = args, d = dimOf(dim, x.shape.length), shape = withSize(x.shape, d, k);
      if (`${values.size()}` !== `${shape}` || indices.dtype !== "int64") return false;
      const wanted = make(x.dtype, shape, (index) => {
        const list = line(x, d, withAt(index, d, 0));
        return list[order(list, largest)[index[d]!]!]!;
      });
      if (countOf(shape) === 0) return true;
      const found = values.contiguous().view(-1).toArray() as number[];
      return found.every((v, i) => v === wanted.values[i]) && real[0].gather(d, indices).equal(values);
    },
  },
  kth("kthvalue", (list, k) => order(list, false)[k - 1]!, true),
  kth("median", median, false),
  kth("mode", mostFrequent, false),
];

/** Reductions, running sums and order statistics. */
export const REDUCTIONS: readonly Case[] = [
  reduction("sum", countable, total),
  reduction("prod", countable, product),
  reduction("mean", (x) => float(x), (_, list) => list.reduce((s, v) => s + v, 0) / list.length, {
    some: true,
  }),
  extremes("max", (a, b) => a > b, "both"),
  extremes("min", (a, b) => a < b, "both"),
  extremes("argmax", (a, b) => a > b, "positions"),
  extremes("argmin", (a, b) => a < b, "positions"),
  truths("all", (list) => list.every((v) => v !== 0)),
  truths("any", (list) => list.some((v) => v !== 0)),
  spread("variance", "var", (v) => v),
  spread("std", "std", Math.sqrt),
  reduction("logsumexp", float, (_, list) => {
    const most = list.reduce((m, v) => Number.isNaN(m) || Number.isNaN(v) ? NaN : Math.max(m, v), -Infinity);
    if (!Number.isFinite(most)) return most;
    return most + Math.log(list.reduce((s, v) => s + Math.exp(v - most), 0));
  }),
  {
    name: "norm",
    draw: (draw) => {
      const [x, dim, options] = drawDim(draw, { dtypes: FLOATS }) as [Plain, number?, DimOptions?];
      const p = draw.oneOf([0, 1, 2, 3, 2.5, Infinity]);
      return options === undefined ? dim === undefined ? [x, p] : [x, p, dim] : [x, p, dim, options];
    },
    expect: (x: Plain, p: number, dim?: number, options?: DimOptions): Expected => {
      float(x);
      if (dim === undefined) return norm(x.values, p);
      const d = dimOf(dim, x.shape.length);
      return along(x, d, options?.keepDim ?? true, [x.dtype], (list) => [norm(list, p)])[0]!;
    },
    method: "new",
    tolerance: 1e-5,
  },
  {
    name: "dist",
    draw: (draw) => {
      const x = draw.tensor({ dtypes: FLOATS });
      return [x, draw.like(x), draw.oneOf([0, 1, 2, 3, Infinity])];
    },
    expect: (x: Plain, y: Plain, p: number) => {
      float(x);
      need(x.dtype === y.dtype && `${x.shape}` === `${y.shape}`, "sizes");
      return norm(x.values.map((v, i) => v - y.values[i]!), p);
    },
    method: "new",
    tolerance: 1e-5,
  },
  scan("cumsum", running(total)),
  scan("cumprod", running(product)),
  ...orderCases,
];
