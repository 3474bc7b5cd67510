// Other shapes of the same elements, joining and splitting.
import { type Draw, Operand } from "./draw.ts";
import {
  at,
  countOf,
  dimOf,
  isFloat,
  isInt,
  make,
  need,
  type Plain,
  sameShape,
  withAt,
  without,
  withSize,
} from "./plain.ts";
import type { Case } from "./run.ts";

const integer = (value: unknown): boolean => typeof value === "number" && Number.isInteger(value);

/** The sizes a user gives, where −1 stands for what is left. */
function resolved(sizes: readonly number[], n: number): number[] {
  const free = sizes.indexOf(-1), known = sizes.map((s, d) => d === free ? 1 : s);
  need(known.every((s) => integer(s) && s >= 0) && known.length <= 16, "sizes");
  const others = countOf(known);
  if (free >= 0) {
    need(others > 0 && n % others === 0, "the free size");
    known[free] = n / others;
  }
  need(countOf(known) === n, "the number of elements");
  return known;
}

function drawSizes(draw: Draw, n: number): number[] {
  if (draw.chance(12)) return draw.shape();
  const divisors = Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);
  const first = n === 0 ? 0 : draw.oneOf(divisors);
  return draw.oneOf([[n], [first, n === 0 ? 3 : n / first], [-1, Math.max(first, 1)], [1, first, -1]]);
}

const reshaped = (x: Plain, shape: readonly number[]): Plain => ({ ...x, dtype: x.dtype, shape, values: x.values });

function dims(x: Plain, list: readonly number[]): number[] {
  return list.map((dim) => dimOf(dim, x.shape.length));
}

/** Ranges of equal length along a dimension. */
function pieces(x: Plain, dim: number, size: number): Plain[] {
  const parts: Plain[] = [];
  for (let start = 0; start < x.shape[dim]!; start += size) {
    const length = Math.min(size, x.shape[dim]! - start);
    parts.push(
      make(x.dtype, withSize(x.shape, dim, length), (index) => at(x, withAt(index, dim, index[dim]! + start))),
    );
  }
  return parts;
}

/** The place of a new dimension. */
function newDim(dim: unknown, length: number): number {
  return dimOf(dim, length + 1);
}

/** Views, and functions that put parts together. */
export const VIEWS: readonly Case[] = [
  {
    name: ".select",
    draw: (draw) => {
      const x = draw.tensor(), dim = draw.dim(x), size = x.shape.at(Number.isInteger(dim) ? dim : 0) ?? 1;
      return [x, dim, draw.chance(15) ? size : draw.int(-size, Math.max(size - 1, -size))];
    },
    expect: (x: Plain, dim: number, i: number) => {
      const d = dimOf(dim, x.shape.length), size = x.shape[d]!;
      need(i >= -size && i < size, "index");
      const k = i < 0 ? i + size : i;
      if (x.shape.length === 1) return { dtype: x.dtype, shape: [1], values: [x.values[k]!] };
      return make(x.dtype, without(x.shape, d), (index) => at(x, index.toSpliced(d, 0, k)));
    },
    method: "new",
  },
  {
    name: ".narrow",
    draw: (draw) => {
      const x = draw.tensor(), dim = draw.dim(x), size = x.shape.at(Number.isInteger(dim) ? dim : 0) ?? 1;
      const start = draw.int(0, size);
      return [x, dim, start, draw.int(0, size - start + +draw.chance(10))];
    },
    expect: (x: Plain, dim: number, start: number, length: number) => {
      const d = dimOf(dim, x.shape.length);
      need(start >= 0 && length >= 0 && start + length <= x.shape[d]!, "range");
      return make(x.dtype, withSize(x.shape, d, length), (index) => at(x, withAt(index, d, index[d]! + start)));
    },
    method: "new",
  },
  {
    name: ".transpose",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.dim(x), draw.dim(x)];
    },
    expect: (x: Plain, a: number, b: number) => {
      const [p, q] = dims(x, [a, b]) as [number, number];
      const swap = (list: readonly number[]) => withAt(withAt(list, p, list[q]!), q, list[p]!);
      return make(x.dtype, swap(x.shape), (index) => at(x, swap(index)));
    },
    method: "new",
  },
  {
    name: ".permute",
    draw: (draw) => {
      const x = draw.tensor(), order = x.shape.map((_, d) => d);
      for (let i = order.length - 1; i > 0; i--) {
        const j = draw.int(0, i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return [x, draw.chance(12) ? order.slice(1) : order];
    },
    expect: (x: Plain, list: number[]) => {
      const order = dims(x, list);
      need(order.length === x.shape.length && new Set(order).size === order.length, "order");
      return make(
        x.dtype,
        order.map((d) => x.shape[d]!),
        (index) => at(x, x.shape.map((_, d) => index[order.indexOf(d)]!)),
      );
    },
    method: "new",
  },
  {
    name: ".reshape",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, drawSizes(draw, countOf(x.shape))];
    },
    expect: (x: Plain, sizes: number[]) => reshaped(x, resolved(sizes, countOf(x.shape))),
    method: "new",
  },
  {
    name: ".view",
    // Which sizes the strides of other layouts allow, view_test.ts shows.
    draw: (draw) => {
      const x = draw.tensor(), y = new Operand(x.dtype, x.shape, x.values, "contiguous");
      return [y, drawSizes(draw, countOf(x.shape))];
    },
    expect: (x: Plain, sizes: number[]) => reshaped(x, resolved(sizes, countOf(x.shape))),
    method: "new",
  },
  {
    name: ".expand",
    draw: (draw) => {
      const x = draw.tensor({ shape: draw.shape().map((s) => draw.chance(2) ? 1 : s) });
      const sizes = x.shape.map((s) => s === 1 ? draw.int(0, 3) : draw.chance(3) ? -1 : s);
      return [x, draw.chance(3) ? [draw.int(0, 2), ...sizes] : draw.chance(10) ? draw.shape() : sizes];
    },
    expect: (x: Plain, sizes: number[]) => {
      const lead = sizes.length - x.shape.length;
      need(x.shape.length > 0 && lead >= 0, "dimensions");
      const shape = sizes.map((s, d) => {
        if (d < lead) {
          need(s >= 0, "a new size");
          return s;
        }
        const own = x.shape[d - lead]!;
        need(s === -1 || s === own || (own === 1 && s >= 0), "sizes");
        return s === -1 ? own : s;
      });
      return make(x.dtype, shape, (index) => at(x, x.shape.map((s, d) => s === 1 ? 0 : index[lead + d]!)));
    },
    method: "new",
  },
  {
    name: ".squeeze",
    draw: (draw) => {
      const x = draw.tensor({ shape: draw.shape().map((s) => draw.chance(2) ? 1 : s) });
      return draw.chance(2) ? [x] : [x, draw.dim(x)];
    },
    expect: (x: Plain, dim?: number) => {
      if (dim === undefined) {
        const shape = x.shape.filter((s) => s !== 1);
        return reshaped(x, shape.length === 0 && x.shape.length > 0 ? [1] : shape);
      }
      const d = dimOf(dim, x.shape.length);
      return reshaped(x, x.shape[d] === 1 && x.shape.length > 1 ? without(x.shape, d) : x.shape);
    },
    method: "new",
  },
  {
    name: ".unsqueeze",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 4] });
      return [x, draw.chance(15) ? x.shape.length + 1 : draw.int(-x.shape.length - 1, x.shape.length)];
    },
    expect: (x: Plain, dim: number) => {
      need(x.shape.length > 0, "no dimension");
      return reshaped(x, x.shape.toSpliced(newDim(dim, x.shape.length), 0, 1));
    },
    method: "new",
  },
  {
    name: ".unfold",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] });
      return [x, draw.dim(x), draw.int(+!draw.chance(15), 4), draw.int(+!draw.chance(15), 3)];
    },
    expect: (x: Plain, dim: number, size: number, step: number) => {
      const d = dimOf(dim, x.shape.length);
      need(size >= 1 && size <= x.shape[d]! && step >= 1, "size and step");
      const windows = Math.floor((x.shape[d]! - size) / step) + 1;
      return make(
        x.dtype,
        [...withSize(x.shape, d, windows), size],
        (index) => at(x, withAt(index.slice(0, -1), d, index[d]! * step + index.at(-1)!)),
      );
    },
    method: "new",
  },
  {
    name: ".flatten",
    draw: (draw) => {
      const x = draw.tensor();
      return draw.chance(3) ? [x] : [x, draw.dim(x), draw.dim(x)];
    },
    expect: (x: Plain, start = 0, end = -1) => {
      if (x.shape.length === 0) return reshaped(x, []);
      const a = dimOf(start, x.shape.length), b = dimOf(end, x.shape.length);
      need(a <= b, "order");
      const merged = x.shape.slice(a, b + 1).reduce((n, s) => n * s, 1);
      return reshaped(x, [...x.shape.slice(0, a), merged, ...x.shape.slice(b + 1)]);
    },
    method: "new",
  },
  {
    name: "cat",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), dim = draw.dim(x);
      const more = Array.from({ length: draw.int(0, 3) }, () => {
        const size = Number.isInteger(dim) && x.shape.length > 0
          ? withSize(x.shape, (dim + x.shape.length) % x.shape.length, draw.int(0, 3))
          : x.shape;
        return draw.chance(10) ? draw.tensor({ dtypes: [x.dtype], shape: [] }) : draw.like(x, { shape: size });
      });
      return [[x, ...more], dim];
    },
    expect: (list: Plain[], dim: number) => {
      need(list.every((x) => x.dtype === list[0]!.dtype), "dtypes differ");
      let parts = list.filter((x) => x.shape.length > 0); // the empty tensor counts for nothing
      need(integer(dim), "dim");
      if (parts.length === 0) return reshaped(list[0]!, []);
      // As in Torch7, the dimension after the last one is new.
      const isNew = dim === parts[0]!.shape.length;
      if (isNew) parts = parts.map((x) => reshaped(x, [...x.shape, 1]));
      const [first] = parts as [Plain], d = dimOf(dim, first.shape.length);
      need(
        parts.every((x) =>
          x.shape.length === first.shape.length && sameShape(withSize(x.shape, d, 0), withSize(first.shape, d, 0))
        ),
        "sizes",
      );
      const total = parts.reduce((n, x) => n + x.shape[d]!, 0);
      return make(first.dtype, withSize(first.shape, d, total), (index) => {
        let i = index[d]!, k = 0;
        while (i >= parts[k]!.shape[d]!) i -= parts[k++]!.shape[d]!;
        return at(parts[k]!, withAt(index, d, i));
      });
    },
    out: 2,
    method: "none",
  },
  {
    name: "stack",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3] }), n = x.shape.length;
      return [
        [x, ...Array.from({ length: draw.int(0, 2) }, () => draw.like(x))],
        draw.chance(15) ? n + 1 : draw.int(-n - 1, n),
      ];
    },
    expect: (list: Plain[], dim: number) => {
      const [first] = list as [Plain];
      need(list.every((x) => x.dtype === first.dtype && sameShape(x.shape, first.shape)), "tensors differ");
      const d = newDim(dim, first.shape.length);
      if (first.shape.length === 0) return reshaped(first, []);
      return make(
        first.dtype,
        first.shape.toSpliced(d, 0, list.length),
        (index) => at(list[index[d]!]!, without(index, d)),
      );
    },
    out: 2,
    method: "none",
  },
  {
    name: "split",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.int(+!draw.chance(15), 3), draw.dim(x)];
    },
    expect: (x: Plain, size: number, dim: number) => {
      const d = dimOf(dim, x.shape.length);
      need(size >= 1, "size");
      return pieces(x, d, size);
    },
    method: "new",
  },
  {
    name: "chunk",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.int(+!draw.chance(15), 4), draw.dim(x)];
    },
    expect: (x: Plain, n: number, dim: number) => {
      const d = dimOf(dim, x.shape.length);
      need(n >= 1, "n");
      return pieces(x, d, Math.max(1, Math.ceil(x.shape[d]! / n)));
    },
    method: "new",
  },
  {
    name: "repeatTensor",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 3], most: 3 }), lead = draw.int(0, 1);
      return [
        x,
        draw.chance(12)
          ? x.shape.slice(1).map(() => 2)
          : Array.from({ length: x.shape.length + lead }, () => draw.int(0, 2)),
      ];
    },
    expect: (x: Plain, sizes: number[]) => {
      if (x.shape.length === 0) return reshaped(x, []);
      const lead = sizes.length - x.shape.length;
      need(lead >= 0, "dimensions");
      const shape = sizes.map((s, d) => d < lead ? s : s * x.shape[d - lead]!);
      return make(x.dtype, shape, (index) => at(x, x.shape.map((s, d) => index[d + lead]! % s)));
    },
    out: 2,
    method: "new",
  },
  {
    name: "flip",
    draw: (draw) => {
      const x = draw.tensor();
      return draw.chance(3) ? [x] : [x, draw.chance(2) ? draw.dim(x) : [draw.dim(x)]];
    },
    expect: (x: Plain, list?: number | number[]) => {
      const turned = list === undefined ? x.shape.map((_, d) => d) : dims(x, [list].flat());
      return make(
        x.dtype,
        x.shape,
        (index) => at(x, index.map((i, d) => turned.includes(d) ? x.shape[d]! - 1 - i : i)),
      );
    },
    out: 2,
    method: "new",
  },
  {
    name: "roll",
    draw: (draw) => {
      const x = draw.tensor();
      return draw.chance(3) ? [x, draw.int(-9, 9)] : [x, draw.int(-9, 9), draw.dim(x)];
    },
    expect: (x: Plain, shift: number, dim?: number) => {
      const mod = (i: number, n: number) => ((i % n) + n) % n;
      if (dim === undefined) {
        return {
          ...x,
          dtype: x.dtype,
          shape: x.shape,
          values: x.values.map((_, i) => x.values[mod(i - shift, x.values.length)]!),
        };
      }
      const d = dimOf(dim, x.shape.length);
      return make(x.dtype, x.shape, (index) => at(x, withAt(index, d, mod(index[d]! - shift, x.shape[d]!))));
    },
    out: 3,
    method: "new",
  },
  {
    name: "diag",
    draw: (draw) => [draw.tensor({ dims: [1, 2] }), draw.int(-3, 3)],
    expect: (x: Plain, k: number) => {
      need(x.shape.length === 1 || x.shape.length === 2, "dimensions");
      const down = Math.max(-k, 0), right = Math.max(k, 0);
      if (x.shape.length === 1) {
        const n = x.shape[0]! + Math.abs(k);
        return make(x.dtype, [n, n], ([i, j]) => i! - down === j! - right && i! >= down ? x.values[i! - down] ?? 0 : 0);
      }
      const length = Math.max(0, Math.min(x.shape[0]! - down, x.shape[1]! - right));
      return make(x.dtype, length === 0 ? [] : [length], ([i]) => at(x, [i! + down, i! + right]));
    },
    out: 2,
    method: "new",
  },
  ...["tril", "triu"].map((name): Case => ({
    name,
    draw: (draw) => [draw.tensor({ dims: [1, 3] }), draw.int(-3, 3)],
    expect: (x: Plain, k: number) => {
      need(x.shape.length >= 2, "dimensions");
      return make(x.dtype, x.shape, (index) => {
        const [i, j] = index.slice(-2) as [number, number];
        return (name === "tril" ? j - i <= k : j - i >= k) ? at(x, index) : 0;
      });
    },
    out: 2,
    method: "new",
  })),
  {
    name: "trace",
    draw: (draw) => [draw.tensor({ dims: [1, 3], dtypes: ["float32", "float64", "int32", "uint8"] })],
    expect: (x: Plain) => {
      need(x.shape.length === 2 && (isFloat(x) || isInt(x) || x.dtype === "bool"), "a matrix of numbers");
      return Array.from({ length: Math.min(...x.shape) }, (_, i) => at(x, [i, i])).reduce((s, v) => s + v, 0);
    },
    method: "new",
  },
];
