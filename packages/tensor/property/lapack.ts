// What LAPACK does. Where many results are right, what they must satisfy is checked with plain products.
import { geqrf, orgqr, type Tensor, zeros } from "../mod.ts";
import { type Draw, finiteValue, Operand } from "./draw.ts";
import { FLOATS, isFloat, need, type Plain } from "./plain.ts";
import { type Case, valuesOf } from "./run.ts";

type Matrix = number[][];

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

/** A matrix with at least as many rows as columns, to whose diagonal `weight` times n is added: far from losing rank. */
function heavy(draw: Draw, m: number, n: number, weight: number): Operand {
  const x = draw.tensor({ dtypes: FLOATS, shape: [m, n], value: finiteValue });
  const values = x.values.map((v, k) => Math.floor(k / n) === k % n ? v + (v < 0 ? -weight * n : weight * n) : v);
  return new Operand(x.dtype, x.shape, values.map(Math.fround), x.layout === "expanded" ? "strided" : x.layout);
}

const regular = (draw: Draw, n: number): Operand => heavy(draw, n, n, 3);

function tall(draw: Draw): Operand {
  const n = draw.int(1, 4);
  return heavy(draw, n + draw.int(0, 2), n, 2);
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

const columns = (b: Plain): Matrix => b.shape.length === 2 ? plainRows(b) : b.values.map((v) => [v]);
const solution = (x: Tensor): Matrix => rows(x.dim() === 2 ? x : x.unsqueeze(1));

/** b fits the n rows of a matrix. */
function rightOf(b: Plain, a: Plain): void {
  need(a.dtype === b.dtype && [1, 2].includes(b.shape.length) && b.shape[0] === a.shape[0], "b");
}

/** Right-hand sides and a square matrix; what solves them is checked by what it must satisfy. */
function system(b: Plain, a: Plain): undefined {
  square(a);
  rightOf(b, a);
}

/** Both orders of the arguments: LAPACK's, and NumPy's. */
function solver(name: string, swapped: boolean, first: boolean): Case {
  const solved = (x: Tensor, b: Plain, a: Plain): boolean =>
    near(times(plainRows(a), solution(x)), columns(b), slack(a) * 10);
  return {
    name,
    draw: (draw) => {
      const a = draw.chance(15) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5)), b = right(draw, a);
      return swapped ? [a, b] : [b, a];
    },
    expect: (p: Plain, q: Plain) => swapped ? system(q, p) : system(p, q),
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

/** A square matrix of any rank, now and then a wrong one. */
function anySquare(draw: Draw, most: number, value = finiteValue): Operand {
  const n = draw.int(1, most);
  return draw.chance(10) ? wrongMatrix(draw) : draw.tensor({ dtypes: FLOATS, shape: [n, n], value });
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

/** A triangular matrix far from singular, zeros elsewhere. */
function triangle(a: Plain, upper: boolean, unitDiagonal = false): Matrix {
  return plainRows(a).map((row, i) =>
    row.map((v, j) => i === j && unitDiagonal ? 1 : (upper ? j >= i : j <= i) ? v : 0)
  );
}

/** The residual of least squares is orthogonal to the columns of a. */
function leastSquares(name: string, swapped: boolean, first: boolean): Case {
  return {
    name,
    draw: (draw) => {
      const a = tall(draw), b = right(draw, a);
      return swapped ? [a, b] : [b, a];
    },
    expect: (p: Plain, q: Plain) => {
      const [b, a] = swapped ? [q, p] : [p, q];
      aMatrix(a);
      rightOf(b, a);
      return undefined;
    },
    method: "none",
    accepts: (result, [p, q]) => {
      const [b, a] = swapped ? [q, p] as const : [p, q] as const;
      const n = a.shape[1]!, x = solution(first ? result[0] : result).slice(0, n);
      const product = times(plainRows(a), x),
        residual = columns(b).map((row, i) => row.map((v, j) => v - product[i]![j]!));
      return near(times(flip(plainRows(a)), residual), unit(n).map(() => residual[0]!.map(() => 0)), slack(a) * 20);
    },
  };
}

/** Σ aᵏ / k!, after halving until it converges fast. */
function exponential(a: Matrix): Matrix {
  const half = a.map((row) => row.map((v) => v / 2 ** 8)), n = a.length;
  let sum = unit(n), term = unit(n);
  for (let k = 1; k < 16; k++) {
    term = times(term, half).map((row) => row.map((v) => v / k));
    sum = sum.map((row, i) => row.map((v, j) => v + term[i]![j]!));
  }
  for (let k = 0; k < 8; k++) sum = times(sum, sum);
  return sum;
}

/** Whether a v = λ v for every eigenvalue re + i im, whose vector has its parts in one column, or in two for a pair. */
function eigenvectors(a: Matrix, values: Matrix, v: Matrix, allowed: number): boolean {
  const column = (j: number) => v.map((row) => [row[j]!]);
  for (let j = 0; j < values.length; j++) {
    const [re, im] = values[j] as [number, number];
    const x = column(j), y = im === 0 ? x.map(() => [0]) : column(j + 1);
    const real = x.map(([p], i) => [re * p! - im * y[i]![0]!]),
      imaginary = x.map(([p], i) => [im * p! + re * y[i]![0]!]);
    if (!near(times(a, x), real, allowed) || (im !== 0 && !near(times(a, y), imaginary, allowed))) return false;
    if (x.every(([p], i) => p === 0 && y[i]![0] === 0)) return false;
    if (im !== 0) j++;
  }
  return true;
}

/** A matrix, and the factors and reflectors that geqrf gives for it. */
function reflectors(draw: Draw): [Operand, Tensor, Tensor] {
  const x = tall(draw), a = isFloat(x) ? x : new Operand("float32", x.shape, x.values, x.layout);
  return [a, ...geqrf(a.make())];
}

const mirrored = (l: Matrix, upper: boolean): Matrix => upper ? times(flip(l), l) : times(l, flip(l));

/** Linear algebra. */
export const LAPACK: readonly Case[] = [
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
  leastSquares("gels", false, true),
  leastSquares("lstsq", true, false),
  {
    name: "trtrs",
    draw: (draw) => {
      const a = draw.chance(15) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5));
      return [right(draw, a), a, {
        uplo: draw.oneOf(["U", "L"]),
        trans: draw.oneOf(["N", "T"]),
        diag: draw.chance(4) ? "U" : "N",
      }];
    },
    expect: system,
    method: "none",
    accepts: ([x], [b, a, { uplo, trans, diag }]) => {
      const factor = triangle(a, uplo === "U", diag === "U"), solved = solution(x);
      const size = solved.flat().reduce((m, v) => Math.max(m, Math.abs(v)), 1);
      return near(times(trans === "T" ? flip(factor) : factor, solved), columns(b), slack(a) * 10 * size);
    },
  },
  {
    name: "potrs",
    draw: (draw) => {
      const a = draw.chance(15) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5));
      return [right(draw, a), a, draw.oneOf(["U", "L"])];
    },
    expect: system,
    method: "none",
    accepts: (x, [b, a, uplo]) =>
      near(times(mirrored(triangle(a, uplo === "U"), uplo === "U"), solution(x)), columns(b), slack(a) * 100),
  },
  {
    name: "potri",
    draw: (draw) => [draw.chance(15) ? wrongMatrix(draw) : regular(draw, draw.int(1, 5)), draw.oneOf(["U", "L"])],
    expect: (a: Plain) => (square(a), undefined),
    method: "none",
    accepts: (r, [a, uplo]) => {
      const whole = mirrored(triangle(a, uplo === "U"), uplo === "U");
      return near(times(rows(r), whole), unit(whole.length), slack(a) * 100);
    },
  },
  {
    name: "pstrf",
    draw: (draw) => [draw.chance(15) ? wrongMatrix(draw) : symmetric(draw, 1), draw.oneOf(["U", "L"])],
    expect: (a: Plain) => (square(a), undefined),
    method: "none",
    accepts: ([factor, pivots, rank], [a, uplo]) => {
      const upper = uplo === "U", n = a.shape[0], order = valuesOf(pivots), source = plainRows(a);
      if (rank !== n) return false; // its diagonal outweighs the rest
      const kept = rows(factor).map((row, i) => row.map((v, j) => (upper ? j >= i : j <= i) ? v : 0));
      return near(mirrored(kept, upper), order.map((i) => order.map((j) => source[i]![j]!)), slack(a) * 10);
    },
  },
  {
    name: "geqrf",
    draw: (draw) => [anyMatrix(draw)],
    expect: (a: Plain) => (aMatrix(a), undefined),
    method: "none",
    accepts: ([r, tau], [a]) => {
      const [m, n] = a.shape as [number, number], k = Math.min(m, n), factors = rows(r), scales = valuesOf(tau);
      // Q = H(0) H(1) …, H(i) = 1 − τ v vᵀ, v with zeros, 1 and what lies below the diagonal.
      let q = unit(m);
      for (let i = 0; i < k; i++) {
        const v = Array.from({ length: m }, (_, p) => [p < i ? 0 : p === i ? 1 : factors[p]![i]!]);
        const turn = times(q, times(v, flip(v)));
        q = q.map((row, p) => row.map((x, c) => x - scales[i]! * turn[p]![c]!));
      }
      return near(times(q, triangle({ ...a, values: valuesOf(r) }, true)), plainRows(a), slack(a));
    },
  },
  {
    name: "orgqr",
    draw: (draw) => reflectors(draw).slice(1),
    expect: () => undefined,
    method: "none",
    accepts: (q, [r]) => near(times(flip(rows(q)), rows(q)), unit(q.size(1)), slack({ dtype: r.dtype } as Plain)),
  },
  {
    name: "ormqr",
    draw: (draw) => {
      const [a, r, tau] = reflectors(draw), left = draw.chance(2), other = draw.int(1, 3), m = a.shape[0]!;
      const c = draw.like(a, { shape: left ? [m, other] : [other, m], value: finiteValue });
      return [r, tau, c, left ? "L" : "R", draw.oneOf(["N", "T"])];
    },
    expect: (...[r, , c, side]: [Tensor, Tensor, Plain, string]) => {
      need(c.dtype === r.dtype && c.shape.length === 2 && c.shape[side === "L" ? 0 : 1] === r.size(0), "c");
      return undefined;
    },
    method: "none",
    accepts: (result, [r, tau, c, side, trans]) => {
      // All columns of Q: those of the reflectors, beside zeros.
      const [m, n] = r.size(), wide = zeros([m, m], { dtype: r.dtype, device: r.device });
      wide.narrow(1, 0, n).copy(r);
      const q = rows(orgqr(wide, tau)), turned = trans === "T" ? flip(q) : q;
      return near(rows(result), side === "L" ? times(turned, plainRows(c)) : times(plainRows(c), turned), slack(c));
    },
  },
  decomposition(
    "eig",
    (draw) => [anySquare(draw, 5), "V"],
    square,
    ([values, vectors], [a]) => eigenvectors(plainRows(a), rows(values), rows(vectors), slack(a) * 10),
  ),
  decomposition(
    "expm",
    (draw) => [anySquare(draw, 4, (random) => random() - 0.5)],
    square,
    (r, [a]) => near(rows(r), exponential(plainRows(a)), slack(a)),
  ),
  decomposition("logdet", squareDraw, square, (d, [a]) => {
    const wanted = determinant(plainRows(a));
    return wanted < 0 ? Number.isNaN(d) : Math.abs(d - Math.log(wanted)) <= slack(a) * 10;
  }),
];
