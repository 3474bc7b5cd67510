// Matrix products and linear algebra. Where many results are right, what they must satisfy is checked with plain products.
import type { Tensor } from "../mod.ts";
import { type Draw, finiteValue, Operand } from "./draw.ts";
import { at, FLOATS, INTS, isFloat, make, need, type Plain, wrap } from "./plain.ts";
import { type Case, valuesOf } from "./run.ts";

type Matrix = number[][];

/** Σ over k of the products, exact for integers. */
function sumOf(x: Plain, n: number, term: (k: number) => [number, number]): number {
  if (isFloat(x)) {
    let s = 0;
    for (let k = 0; k < n; k++) s += term(k)[0] * term(k)[1];
    return s;
  }
  let s = 0n;
  for (let k = 0; k < n; k++) s += BigInt(term(k)[0]) * BigInt(term(k)[1]);
  return Number(wrap(x.dtype, s));
}

function alike(...list: Plain[]): void {
  need(list.every((x) => x.dtype === list[0]!.dtype), "dtypes differ");
  need([...FLOATS, ...INTS].includes(list[0]!.dtype), "dtype");
}

/** A tensor of small numbers, exact in any dtype. */
function factor(
  draw: Draw,
  shape: readonly number[],
  dtypes: readonly Plain["dtype"][] = [...FLOATS, "int32", "int64"],
): Operand {
  return draw.tensor({
    dtypes,
    shape: draw.chance(20) ? draw.shape() : shape,
    value: (random, dtype) => FLOATS.includes(dtype) ? finiteValue(random) : Math.floor(random() * 7),
  });
}

function product(a: Plain, b: Plain): Plain {
  need(a.shape.length === 2 && b.shape.length === 2 && a.shape[1] === b.shape[0], "sizes");
  alike(a, b);
  return make(
    a.dtype,
    [a.shape[0]!, b.shape[1]!],
    ([i, j]) => sumOf(a, a.shape[1]!, (k) => [at(a, [i!, k]), at(b, [k, j!])]),
  );
}

function batchProduct(a: Plain, b: Plain): Plain {
  need(a.shape.length === 3 && b.shape.length === 3 && a.shape[0] === b.shape[0] && a.shape[2] === b.shape[1], "sizes");
  alike(a, b);
  const shape = [a.shape[0]!, a.shape[1]!, b.shape[2]!];
  return make(a.dtype, shape, ([n, i, j]) => sumOf(a, a.shape[2]!, (k) => [at(a, [n!, i!, k]), at(b, [n!, k, j!])]));
}

function vectorProduct(a: Plain, x: Plain): Plain {
  need(a.shape.length === 2 && x.shape.length === 1 && a.shape[1] === x.shape[0], "sizes");
  alike(a, x);
  return make(a.dtype, [a.shape[0]!], ([i]) => sumOf(a, a.shape[1]!, (k) => [at(a, [i!, k]), x.values[k]!]));
}

function outer(x: Plain, y: Plain): Plain {
  need(x.shape.length === 1 && y.shape.length === 1, "sizes");
  alike(x, y);
  return make(x.dtype, [x.shape[0]!, y.shape[0]!], ([i, j]) => sumOf(x, 1, () => [x.values[i!]!, y.values[j!]!]));
}

function dot(x: Plain, y: Plain): number {
  need(`${x.shape}` === `${y.shape}`, "sizes");
  alike(x, y);
  return sumOf({ ...x, dtype: isFloat(x) ? x.dtype : "int64" }, x.values.length, (k) => [x.values[k]!, y.values[k]!]);
}

interface Scale {
  beta?: number;
  alpha?: number;
}

/** x of the size of the product, and both factors. */
function added(name: string, draw: (draw: Draw) => [Operand, Operand], multiply: (a: Plain, b: Plain) => Plain): Case {
  return {
    name,
    draw: (d) => {
      const [a, b] = draw(d);
      let shape: readonly number[] = [2];
      try {
        shape = multiply(a, b).shape;
      } catch { /* the factors do not fit: any size does */ }
      const x = d.like(a, { shape: d.chance(20) ? d.shape() : shape, value: finiteValue });
      return d.chance(2) ? [x, a, b] : [x, a, b, { beta: d.int(0, 2), alpha: d.int(-1, 2) }];
    },
    expect: (x: Plain, a: Plain, b: Plain, { beta = 1, alpha = 1 }: Scale = {}) => {
      alike(x, a, b);
      const r = multiply(a, b);
      need(`${r.shape}` === `${x.shape}`, "x");
      return make(x.dtype, x.shape, (index) => {
        const sum = (beta === 0 ? 0 : beta * at(x, index)) + alpha * at(r, index);
        return isFloat(x) ? sum : Number(wrap(x.dtype, BigInt(sum)));
      });
    },
    out: 3,
    apart: true,
    methodArgs: ([, a, b, options]) => [(options as Scale)?.beta ?? 1, (options as Scale)?.alpha ?? 1, a, b],
    tolerance: 1e-5,
  };
}

const sizes = (draw: Draw) => [draw.int(1, 6), draw.int(1, 6), draw.int(1, 6), draw.int(1, 3)] as const;

const matrices = (draw: Draw): [Operand, Operand] => {
  const [n, k, m] = sizes(draw), a = factor(draw, [n, k]);
  return [a, factor(draw, [k, m], [a.dtype])];
};
const matrixVector = (draw: Draw): [Operand, Operand] => {
  const [n, k] = sizes(draw), a = factor(draw, [n, k]);
  return [a, factor(draw, [k], [a.dtype])];
};
const vectors = (draw: Draw): [Operand, Operand] => {
  const [n, m] = sizes(draw), a = factor(draw, [n]);
  return [a, factor(draw, [m], [a.dtype])];
};
const batches = (draw: Draw): [Operand, Operand] => {
  const [n, k, m, b] = sizes(draw), a = factor(draw, [b, n, k]);
  return [a, factor(draw, [b, k, m], [a.dtype])];
};

function plainProduct(
  name: string,
  draw: (draw: Draw) => [Operand, Operand],
  multiply: (a: Plain, b: Plain) => Plain,
): Case {
  return { name, draw, expect: multiply, out: 2, apart: true, method: "none", tolerance: 1e-5 };
}

// ---- linear algebra

function rows(x: Tensor): Matrix {
  const [n, m] = x.size() as [number, number], values = valuesOf(x);
  return Array.from({ length: n }, (_, i) => values.slice(i * m, (i + 1) * m));
}

function times(a: Matrix, b: Matrix): Matrix {
  const m = b[0]?.length ?? 0;
  return a.map((row) => Array.from({ length: m }, (_, j) => row.reduce((s, v, k) => s + v * b[k]![j]!, 0)));
}

function flip(a: Matrix, columns = a[0]?.length ?? 0): Matrix {
  return Array.from({ length: columns }, (_, j) => a.map((row) => row[j]!));
}

function near(a: Matrix, b: Matrix, allowed: number): boolean {
  return a.length === b.length && a.every((row, i) => row.every((v, j) => Math.abs(v - b[i]![j]!) <= allowed));
}

const unit = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));

function plainRows(x: Plain): Matrix {
  const [n, m] = x.shape as [number, number];
  return Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => x.values[i * m + j]!));
}

/** What rounding may change, for entries of about 1. */
const slack = (x: Plain): number => x.dtype === "float32" ? 2e-3 : 1e-9;

/** A square matrix far from singular: its diagonal outweighs the rest. */
function regular(draw: Draw, n: number, dtypes = FLOATS): Operand {
  const x = draw.tensor({ dtypes, shape: [n, n], value: finiteValue });
  const values = x.values.map((v, k) => Math.floor(k / n) === k % n ? v + (v < 0 ? -3 * n : 3 * n) : v);
  return new Operand(x.dtype, x.shape, values.map(Math.fround), x.layout === "expanded" ? "strided" : x.layout);
}

/** One that is not square, or no matrix. */
function wrongMatrix(draw: Draw): Operand {
  const n = draw.int(1, 4);
  return draw.tensor({
    dtypes: FLOATS,
    shape: draw.oneOf([[n], [n, n + 1], [n + 1, n], [2, n, n]]),
    value: finiteValue,
  });
}

function square(x: Plain): void {
  need(isFloat(x) && x.shape.length === 2 && x.shape[0] === x.shape[1], "a square matrix");
}

function right(draw: Draw, a: Operand): Operand {
  return draw.like(a, {
    shape: draw.chance(15) ? draw.shape() : [a.shape[0] ?? 1, draw.int(1, 3)],
    value: finiteValue,
  });
}

/** Both orders of the arguments: LAPACK's, and NumPy's. */
function solver(name: string, swapped: boolean, first: boolean): Case {
  const columns = (b: Plain): Plain =>
    b.shape.length === 2 ? b : { ...b, dtype: b.dtype, values: b.values, shape: [...b.shape, 1] };
  const solved = (x: Tensor, b: Plain, a: Plain): boolean =>
    near(times(plainRows(a), rows(x.dim() === 2 ? x : x.unsqueeze(1))), plainRows(columns(b)), slack(a) * 10);
  return {
    name,
    draw: (draw) => {
      const a = draw.chance(15) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5)), b = right(draw, a);
      return swapped ? [a, b] : [b, a];
    },
    expect: (p: Plain, q: Plain) => {
      const [b, a] = swapped ? [q, p] : [p, q];
      square(a);
      need(a.dtype === b.dtype && [1, 2].includes(b.shape.length) && b.shape[0] === a.shape[0], "b");
      return undefined;
    },
    method: "none",
    accepts: (result, [p, q]) => solved(first ? result[0] : result, swapped ? q : p, swapped ? p : q),
  };
}

/** A function of one matrix whose result satisfies a condition. */
function decomposition(
  name: string,
  draw: (draw: Draw) => unknown[],
  need_: (x: Plain) => void,
  holds: Case["accepts"],
): Case {
  return { name, draw, expect: (x: Plain) => (need_(x), undefined), method: "none", accepts: holds! };
}

const anyMatrix = (draw: Draw): Operand =>
  draw.tensor({
    dtypes: FLOATS,
    shape: draw.chance(15) ? draw.shape() : [draw.int(1, 5), draw.int(1, 5)],
    value: finiteValue,
  });
const aMatrix = (x: Plain): void => need(isFloat(x) && x.shape.length === 2, "a matrix");
const squareDraw = (draw: Draw): unknown[] => [draw.chance(10) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5))];

function symmetric(draw: Draw, shift: number): Operand {
  const x = regular(draw, draw.int(1, 5)), n = x.shape[0]!;
  const values = x.values.map((_, k) => {
    const i = Math.floor(k / n), j = k % n, v = x.values[Math.min(i, j) * n + Math.max(i, j)]!;
    return i === j ? Math.abs(v) * (shift || Math.sign(v)) : v;
  });
  return new Operand(x.dtype, x.shape, values, x.layout);
}

function determinant(a: Matrix): number {
  if (a.length === 0) return 1;
  return a[0]!.reduce((s, v, j) => s + (j % 2 ? -v : v) * determinant(a.slice(1).map((row) => row.toSpliced(j, 1))), 0);
}

const diagonal = (s: Tensor, n: number, m: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => i === j ? valuesOf(s)[i] ?? 0 : 0));

/** Products of matrices and vectors, and what LAPACK does. */
export const ALGEBRA: readonly Case[] = [
  plainProduct("mm", matrices, product),
  plainProduct("mv", matrixVector, vectorProduct),
  plainProduct("ger", vectors, outer),
  plainProduct("bmm", batches, batchProduct),
  added("addmm", matrices, product),
  added("addmv", matrixVector, vectorProduct),
  added("addr", vectors, outer),
  added("baddbmm", batches, batchProduct),
  added("addbmm", batches, (a, b) => {
    const r = batchProduct(a, b), [n, i, j] = r.shape as [number, number, number];
    return make(a.dtype, [i, j], ([p, q]) => sumOf(a, n, (k) => [at(r, [k, p!, q!]), 1]));
  }),
  {
    name: "dot",
    draw: (draw) => {
      const n = draw.int(1, 9), x = factor(draw, [n]);
      return [x, factor(draw, [n], [x.dtype])];
    },
    expect: dot,
    method: "new",
    tolerance: 1e-5,
  },
  {
    name: "matmul",
    draw: (draw) => draw.oneOf([matrices, matrixVector, batches])(draw),
    expect: (a: Plain, b: Plain) => {
      const p = a.shape.length, q = b.shape.length;
      if (p === 2 && q === 2) return product(a, b);
      if (p === 2 && q === 1) return vectorProduct(a, b);
      if (p === 3 && q === 3 && a.shape[0] === b.shape[0]) return batchProduct(a, b);
      return otherProduct(a, b);
    },
    method: "none",
    tolerance: 1e-5,
  },
  {
    name: "einsum",
    draw: (draw) => ["ij,jk->ki", ...matrices(draw)],
    expect: (_: string, a: Plain, b: Plain) => {
      const r = product(a, b), [n, m] = r.shape as [number, number];
      return make(r.dtype, [m, n], ([i, j]) => at(r, [j!, i!]));
    },
    method: "none",
    tolerance: 1e-5,
  },
  solver("gesv", false, true),
  solver("solve", true, false),
  decomposition(
    "inverse",
    squareDraw,
    square,
    (r, [a]) => near(times(rows(r), plainRows(a)), unit(a.shape[0]), slack(a)),
  ),
  decomposition(
    "qr",
    (draw) => [anyMatrix(draw)],
    aMatrix,
    ([q, r], [a]) =>
      near(times(rows(q), rows(r)), plainRows(a), slack(a)) &&
      near(times(flip(rows(q)), rows(q)), unit(q.size(1)), slack(a)),
  ),
  decomposition(
    "svd",
    (draw) => [anyMatrix(draw)],
    aMatrix,
    ([u, s, v], [a]) =>
      near(times(times(rows(u), diagonal(s, u.size(1), v.size(1))), flip(rows(v))), plainRows(a), slack(a)),
  ),
  decomposition(
    "symeig",
    (draw) => [symmetric(draw, 0), "V"],
    square,
    ([e, v], [a]) =>
      near(times(plainRows(a), rows(v)), times(rows(v), diagonal(e, v.size(1), v.size(1))), slack(a) * 10),
  ),
  decomposition(
    "potrf",
    (draw) => [symmetric(draw, 1), "L"],
    square,
    (l, [a]) => near(times(rows(l), flip(rows(l))), plainRows(a), slack(a) * 10),
  ),
  decomposition(
    "cholesky",
    (draw) => [symmetric(draw, 1)],
    square,
    (l, [a]) => near(times(rows(l), flip(rows(l))), plainRows(a), slack(a) * 10),
  ),
  decomposition(
    "lu",
    (draw) => [anyMatrix(draw)],
    aMatrix,
    ([p, l, u], [a]) => near(times(times(rows(p), rows(l)), rows(u)), plainRows(a), slack(a)),
  ),
  decomposition(
    "pinv",
    (draw) => [anyMatrix(draw)],
    aMatrix,
    (r, [a]) => near(times(times(plainRows(a), rows(r)), plainRows(a)), plainRows(a), slack(a) * 10),
  ),
  decomposition("det", squareDraw, square, (d, [a]) => {
    const wanted = determinant(plainRows(a));
    return Math.abs(d - wanted) <= slack(a) * Math.max(1, Math.abs(wanted));
  }),
  decomposition("matrixRank", (draw) => [regular(draw, draw.int(1, 5))], square, (rank, [a]) => rank === a.shape[0]),
];

/** Vector times matrix, and matrices that one side of a batch shares. */
function otherProduct(a: Plain, b: Plain): Plain | number {
  need(a.shape.length > 0 && b.shape.length > 0, "dimensions");
  if (a.shape.length === 1 && b.shape.length === 1) return dot(a, b);
  alike(a, b);
  const left = a.shape.length === 1 ? { ...a, dtype: a.dtype, shape: [1, ...a.shape], values: a.values } : a;
  const rightSide = b.shape.length === 1 ? { ...b, dtype: b.dtype, shape: [...b.shape, 1], values: b.values } : b;
  const [n, k] = left.shape.slice(-2) as [number, number], [k2, m] = rightSide.shape.slice(-2) as [number, number];
  need(k === k2, "sizes");
  const p = left.shape.slice(0, -2), q = rightSide.shape.slice(0, -2), dims = Math.max(p.length, q.length);
  const lead = Array.from({ length: dims }, (_, d) => {
    const s = p[d - dims + p.length] ?? 1, t = q[d - dims + q.length] ?? 1;
    need(s === t || s === 1 || t === 1, "batches");
    return s === 1 ? t : s;
  });
  const own = (x: Plain, batch: readonly number[]) =>
    batch.slice(dims - (x.shape.length - 2)).map((i, d) => x.shape[d] === 1 ? 0 : i);
  const full = make(a.dtype, [...lead, n, m], (index) => {
    const batch = index.slice(0, dims), [i, j] = index.slice(dims) as [number, number];
    return sumOf(a, k, (t) => [at(left, [...own(left, batch), i, t]), at(rightSide, [...own(rightSide, batch), t, j])]);
  });
  const shape = [...lead, ...(a.shape.length === 1 ? [] : [n]), ...(b.shape.length === 1 ? [] : [m])];
  return { dtype: full.dtype, shape, values: full.values };
}
