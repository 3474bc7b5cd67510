// What fits nowhere else: random numbers, histograms, geometry, convolution.
import { type Draw, finiteValue } from "./draw.ts";
import {
  at,
  convert,
  dimOf,
  FLOATS,
  INTS,
  isFloat,
  isInt,
  make,
  need,
  type Plain,
  positions,
  sameShape,
  withAt,
} from "./plain.ts";
import { type Case, valuesOf } from "./run.ts";

/** A method that fills with random numbers: where they must lie. */
function filler(
  name: string,
  draw: (draw: Draw) => number[],
  valid: (...parameters: number[]) => boolean,
  inside: (value: number, ...parameters: number[]) => boolean,
  dtypes: readonly Plain["dtype"][] = FLOATS,
): Case {
  return {
    name: `.${name}`,
    draw: (d) => [d.tensor({ dtypes }), ...draw(d)],
    expect: (x: Plain, ...parameters: number[]) => {
      need(dtypes.includes(x.dtype), "dtype");
      need(valid(...parameters), "parameters");
      return { dtype: x.dtype, shape: x.shape, values: x.values };
    },
    method: "inPlace",
    accepts: (result, [x, ...parameters]) =>
      sameShape(result.size(), x.shape) && valuesOf(result).every((v) => inside(v, ...parameters)),
  };
}

function convolution(name: string, flip: boolean): Case {
  return {
    name,
    draw: (draw) => {
      const x = draw.tensor({ dims: [2, 2], most: 5, least: 1, dtypes: FLOATS, value: finiteValue });
      return [x, draw.like(x, { shape: [draw.int(1, 3), draw.int(1, 3)], value: finiteValue }), draw.oneOf(["V", "F"])];
    },
    expect: (x: Plain, k: Plain, mode: string) => {
      need(x.dtype === k.dtype && [...FLOATS, ...INTS].includes(x.dtype), "dtypes");
      need(x.shape.length === 2 && k.shape.length === 2 && x.values.length > 0 && k.values.length > 0, "matrices");
      const [h, w] = x.shape as [number, number], [p, q] = k.shape as [number, number], full = mode === "F";
      need(full || (p <= h && q <= w), "the kernel's size");
      const top = full ? p - 1 : 0, left = full ? q - 1 : 0;
      const shape = full ? [h + p - 1, w + q - 1] : [h - p + 1, w - q + 1];
      return make(x.dtype, shape, ([i, j]) => {
        let s = 0;
        for (const [u, v] of positions(k.shape) as [number, number][]) {
          const y = i! + u - top, z = j! + v - left;
          if (y >= 0 && y < h && z >= 0 && z < w) s += at(x, [y, z]) * at(k, flip ? [p - 1 - u, q - 1 - v] : [u, v]);
        }
        return s;
      });
    },
    out: 3,
    method: "new",
    tolerance: 1e-5,
  };
}

/** Random numbers, histograms, geometry, convolution. */
export const OTHERS: readonly Case[] = [
  filler(
    "uniform",
    (d) => [d.int(-4, 4), d.int(-4, 4)],
    () => true,
    (v, a, b) => v >= Math.min(a!, b!) && v <= Math.max(a!, b!),
  ),
  filler("normal", (d) => [d.int(-4, 4), d.int(-1, 3)], (_, s) => s > 0, Number.isFinite),
  filler("exponential", (d) => [d.int(-1, 3)], (rate) => rate > 0, (v) => v >= 0),
  filler("cauchy", (d) => [d.int(-4, 4), d.int(1, 3)], () => true, Number.isFinite),
  filler("logNormal", (d) => [d.int(-2, 2), d.int(-1, 2)], (_, s) => s > 0, (v) => v >= 0),
  filler("geometric", (d) => [d.int(0, 4) / 4], (p) => p > 0 && p < 1, (v) => v >= 1, [...FLOATS, ...INTS, "bool"]),
  filler("bernoulli", (d) => [d.int(-1, 5) / 4], (p) => p >= 0 && p <= 1, (v) => v === 0 || v === 1, [
    ...FLOATS,
    ...INTS,
    "bool",
  ]),
  filler(
    "random",
    (d) => [d.int(-1, 4), d.int(-1, 4)],
    (a, b) => a <= b,
    (v, a, b) => v >= Math.min(a!, 0) && v <= Math.max(b!, 1),
    [...FLOATS, ...INTS, "bool"],
  ),
  {
    name: "randperm",
    draw: (draw) => [draw.int(0, 9)],
    expect: (n: number) => (need(n >= 1, "n"), undefined),
    method: "none",
    accepts: (x, [n]) =>
      x.dtype === "int64" && valuesOf(x).sort((a, b) => a - b).every((v, i) => v === i) && x.nElement() === n,
  },
  {
    name: "multinomial",
    draw: (draw) => {
      const p = draw.tensor({ dims: [1, 2], dtypes: FLOATS, value: (random) => random() < 0.2 ? 0 : random() });
      return [p, draw.int(+!draw.chance(15), 4), draw.chance(2)];
    },
    expect: (p: Plain, n: number, replacement: boolean) => {
      need(isFloat(p) && (p.shape.length === 1 || p.shape.length === 2) && n >= 1, "weights");
      const size = p.shape.at(-1)!;
      need(size > 0 && (replacement || n <= size), "weights");
      for (let i = 0; i < p.values.length; i += size) {
        const row = p.values.slice(i, i + size), some = row.filter((v) => v > 0).length;
        need(some > 0 && row.every((v) => v >= 0 && Number.isFinite(v)) && (replacement || n <= some), "a row");
      }
      return undefined;
    },
    method: "new",
    accepts: (x, [p, n, replacement]) => {
      const size = p.shape.at(-1), list = valuesOf(x);
      return list.every((i, k) => {
        const row = Math.floor(k / n), others = list.slice(row * n, k);
        return p.values[row * size + i] > 0 && (replacement || !others.includes(i));
      });
    },
  },
  {
    name: "histc",
    draw: (draw) => {
      const low = draw.int(-4, 2);
      return [
        draw.tensor({ value: finiteValue }),
        draw.int(+!draw.chance(15), 6),
        low,
        low + draw.int(+!draw.chance(15), 5),
      ];
    },
    expect: (x: Plain, bins: number, low: number, high: number) => {
      need(isFloat(x), "dtype");
      need(bins >= 1 && low <= high, "bins");
      // Without a range it is that of the elements.
      let [least, most] = low === high ? [Math.min(...x.values), Math.max(...x.values)] : [low, high];
      if (least === most) [least, most] = [least - 1, most + 1];
      const width = most - least, counts = new Array<number>(bins).fill(0);
      for (const v of x.values) {
        if (v >= least && v <= most) counts[Math.min(bins - 1, Math.floor((v - least) / width * bins))]!++;
      }
      return { dtype: x.dtype, shape: [bins], values: counts.map((n) => convert(x.dtype, n)) };
    },
    out: 4,
    method: "new",
  },
  {
    name: "cross",
    draw: (draw) => {
      const shape = draw.shape([1, 3]).map((s) => draw.chance(2) ? 3 : s), x = draw.tensor({ shape });
      return [x, draw.like(x), draw.dim(x)];
    },
    expect: (x: Plain, y: Plain, dim: number) => {
      need(x.dtype === y.dtype && (isFloat(x) || isInt(x)) && sameShape(x.shape, y.shape), "operands");
      const d = dimOf(dim, x.shape.length);
      need(x.shape[d] === 3, "the dimension's size");
      return make(x.dtype, x.shape, (index) => {
        const i = index[d]!, p = (z: Plain, k: number) => at(z, withAt(index, d, k % 3));
        const value = p(x, i + 1) * p(y, i + 2) - p(x, i + 2) * p(y, i + 1);
        return x.dtype === "uint8" ? ((value % 256) + 256) % 256 : x.dtype === "int8" ? value << 24 >> 24 : value;
      });
    },
    out: 3,
    method: "new",
  },
  {
    name: "renorm",
    draw: (draw) => {
      const x = draw.tensor({ dims: [2, 3], dtypes: FLOATS, value: finiteValue });
      return [x, draw.oneOf([1, 2, 3]), draw.dim(x), draw.int(0, 3)];
    },
    expect: (x: Plain, p: number, dim: number, most: number) => {
      need(isFloat(x) && x.shape.length > 1, "dtype and dimensions");
      const d = dimOf(dim, x.shape.length), norms = new Array<number>(x.shape[d]!).fill(0);
      for (const index of positions(x.shape)) norms[index[d]!]! += Math.abs(at(x, index)) ** p;
      return make(x.dtype, x.shape, (index) => {
        const norm = norms[index[d]!]! ** (1 / p);
        return norm > most ? at(x, index) * most / (norm + 1e-7) : at(x, index);
      });
    },
    out: 4,
    tolerance: 1e-5,
  },
  convolution("conv2", true),
  convolution("xcorr2", false),
];
