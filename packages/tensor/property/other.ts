// What fits nowhere else: histograms, geometry, convolution.
import { finiteValue } from "./draw.ts";
import {
  at,
  convert,
  countOf,
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
import type { Case } from "./run.ts";

/** Kernels over maps of `axes` axes; `flip` reads them backwards. */
function convolution(name: string, axes: number, flip: boolean): Case {
  const slide = (dtype: Plain["dtype"], x: Plain, k: Plain, full: boolean): Plain => {
    const lead = k.shape.map((n) => full ? n - 1 : 0);
    const shape = x.shape.map((n, d) => full ? n + k.shape[d]! - 1 : n - k.shape[d]! + 1);
    return make(dtype, shape, (index) => {
      let s = 0;
      for (const u of positions(k.shape)) {
        const p = index.map((i, d) => i + u[d]! - lead[d]!);
        if (!p.every((i, d) => i >= 0 && i < x.shape[d]!)) continue;
        s += at(x, p) * at(k, flip ? u.map((v, d) => k.shape[d]! - 1 - v) : u);
      }
      return s;
    });
  };
  return {
    name,
    draw: (draw) => {
      const [own, others] = draw.oneOf([[[], []], [[2], [2]], [[2], [3, 2]], [[2], []], [[3], [2]]]);
      const size = (most: number) => Array.from({ length: axes }, () => draw.int(1, most));
      const x = draw.tensor({ shape: [...own, ...size(5)], dtypes: FLOATS, value: finiteValue });
      return [x, draw.like(x, { shape: [...others, ...size(3)], value: finiteValue }), draw.oneOf(["V", "F"])];
    },
    expect: (x: Plain, k: Plain, mode: string) => {
      need(x.dtype === k.dtype && [...FLOATS, ...INTS].includes(x.dtype), "dtypes");
      const maps = x.shape.length - axes, kernels = k.shape.length - axes, sums = maps === 1 && kernels === 2;
      need(sums || (maps === kernels && (maps === 0 || maps === 1)), "dimensions");
      need(maps === 0 || k.shape[kernels - 1] === x.shape[0], "maps");
      const size = x.shape.slice(maps), window = k.shape.slice(kernels), full = mode === "F";
      need(x.values.length > 0 && k.values.length > 0, "elements");
      need(full || window.every((n, d) => n <= size[d]!), "the kernel's size");
      const one = (t: Plain, shape: readonly number[], i: number): Plain => {
        const n = countOf(shape);
        return { dtype: t.dtype, shape, values: t.values.slice(i * n, (i + 1) * n) };
      };
      if (maps === 0) return slide(x.dtype, x, k, full);
      const count = x.shape[0]!, results = k.shape[0]!, lists: number[][] = [];
      let shape: readonly number[] = [];
      for (let r = 0; r < results; r++) {
        const parts = sums
          ? Array.from(
            { length: count },
            (_, m) => slide("float64", one(x, size, m), one(k, window, r * count + m), full),
          )
          : [slide("float64", one(x, size, r), one(k, window, r), full)];
        shape = parts[0]!.shape;
        lists.push(parts[0]!.values.map((_, i) => parts.reduce((s, p) => s + p.values[i]!, 0)));
      }
      return { dtype: x.dtype, shape: [results, ...shape], values: lists.flat().map((v) => convert(x.dtype, v)) };
    },
    out: 3,
    method: "new",
    tolerance: 1e-5,
  };
}

/** Counts of the elements of each row, all over one range. */
function histogram(name: string, dims: readonly [number, number], byRow: boolean): Case {
  return {
    name,
    draw: (draw) => {
      const low = draw.int(-4, 2);
      return [
        draw.tensor({ dims, value: finiteValue }),
        draw.int(+!draw.chance(15), 6),
        low,
        low + draw.int(+!draw.chance(15), 5),
      ];
    },
    expect: (x: Plain, bins: number, low: number, high: number) => {
      need(isFloat(x) && (!byRow || x.shape.length === 2), "x");
      need(bins >= 1 && low <= high, "bins");
      // Without a range it is that of the elements.
      let [least, most] = low === high && x.values.length > 0
        ? [Math.min(...x.values), Math.max(...x.values)]
        : [low, high];
      if (least === most) [least, most] = [least - 1, most + 1];
      const rows = byRow ? x.shape[0]! : 1, width = most - least, counts = new Array<number>(rows * bins).fill(0);
      x.values.forEach((v, i) => {
        const row = Math.floor(i / (x.values.length / rows)) * bins;
        if (v >= least && v <= most) counts[row + Math.min(bins - 1, Math.floor((v - least) / width * bins))]!++;
      });
      return {
        dtype: x.dtype,
        shape: byRow ? [rows, bins] : [bins],
        values: counts.map((n) => convert(x.dtype, n)),
      };
    },
    out: 4,
    method: "new",
  };
}

/** Histograms, geometry, convolution. */
export const OTHERS: readonly Case[] = [
  histogram("histc", [0, 4], false),
  histogram("bhistc", [2, 2], true),
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
  convolution("conv2", 2, true),
  convolution("xcorr2", 2, false),
  convolution("conv3", 3, true),
  convolution("xcorr3", 3, false),
  {
    name: "match",
    draw: (draw) => {
      const m = draw.int(1, 4), x = draw.tensor({ shape: [draw.int(1, 4), m], dtypes: FLOATS, value: finiteValue });
      return [
        x,
        draw.like(x, { shape: [draw.int(1, 4), draw.chance(10) ? m + 1 : m], value: finiteValue }),
        draw.int(-1, 3),
      ];
    },
    expect: (x: Plain, y: Plain, gain: number) => {
      need(x.dtype === y.dtype && isFloat(x), "dtypes");
      need(x.shape.length === 2 && y.shape.length === 2 && x.shape[1] === y.shape[1], "sizes");
      return make(x.dtype, [x.shape[0]!, y.shape[0]!], ([i, j]) => {
        let s = 0;
        for (let k = 0; k < x.shape[1]!; k++) s += (at(x, [i!, k]) - at(y, [j!, k])) ** 2;
        return gain * s;
      });
    },
    out: 3,
    method: "new",
    tolerance: 1e-5,
  },
];
