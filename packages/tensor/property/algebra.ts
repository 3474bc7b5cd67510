// Products of matrices and vectors.
import { type Draw, finiteValue, type Operand } from "./draw.ts";
import { at, FLOATS, INTS, isFloat, make, need, type Plain, wrap } from "./plain.ts";
import type { Case } from "./run.ts";

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

/** Products of matrices and vectors. */
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
