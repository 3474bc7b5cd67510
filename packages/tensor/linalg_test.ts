// Checked by what the results must satisfy, at the size of an example and larger ones.
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  add,
  btrifact,
  btrisolve,
  cholesky,
  csub,
  det,
  diag,
  type Dtype,
  eig,
  expm,
  eye,
  gels,
  geqrf,
  gesv,
  inverse,
  logdet,
  lstsq,
  lu,
  manualSeed,
  matrixRank,
  mm,
  mul,
  NativeError,
  norm,
  orgqr,
  ormqr,
  pinv,
  potrf,
  potri,
  potrs,
  pstrf,
  qr,
  randn,
  solve,
  svd,
  symeig,
  type Tensor,
  tensor,
  tril,
  triu,
  trtrs,
  zeros,
} from "./mod.ts";
import { assertClose, layoutsOf } from "./testing.ts";

const CASES: [Dtype, number, number][] = [["float32", 5, 2e-4], ["float64", 5, 1e-12], ["float64", 60, 1e-10], [
  "float64",
  97,
  1e-9,
]];

/** Calls fn with random matrices of each dtype and size, and what rounding allows. */
function each(fn: (make: (n: number, m?: number) => Tensor, n: number, absolute: number) => void): void {
  for (const [dtype, n, absolute] of CASES) {
    manualSeed(n);
    fn((rows, columns = rows) => randn([rows, columns], { dtype }), n, absolute);
  }
}

const one = (x: Tensor): Tensor => eye(x.size(0), x.size(0), { dtype: x.dtype });
/** a aᵀ / n + 1, symmetric positive definite. */
const definite = (a: Tensor): Tensor => add(mul(mm(a, a.t()), 1 / a.size(0)), one(a));

Deno.test("gesv(), solve() and inverse() solve, in any layout", () =>
  each((make, n, absolute) => {
    const a = definite(make(n)), x = make(n, 3), b = mm(a, x);
    for (const [i, y] of Object.values(layoutsOf(a)).entries()) {
      const right = Object.values(layoutsOf(b))[i]!, before = y.clone();
      assertClose(gesv(right, y)[0], x, { absolute });
      assert(y.equal(before) && right.equal(b));
    }
    assertClose(solve(a, b.select(1, 0)), x.select(1, 0), { absolute });
    assertClose(mm(a, inverse(a)), one(a), { absolute });
    const [p, l, u] = lu(a);
    assertClose(mm(mm(p, l), u), a, { absolute });
    assertEquals([tril(l).equal(l), triu(u).equal(u), p.sum()], [true, true, n]);
    assertClose(mm(tril(l), gesv(b, a)[1].triu()), mm(p.t(), a), { absolute });
  }));

Deno.test("trtrs() solves with each triangle", () =>
  each((make, n, absolute) => {
    const a = add(mul(make(n), 1 / n), mul(one(make(n)), 2)), x = make(n, 2);
    for (const uplo of ["U", "L"] as const) {
      for (const trans of ["N", "T"] as const) {
        for (const d of ["N", "U"] as const) {
          const triangle = uplo === "U" ? triu(a) : tril(a);
          if (d === "U") { for (let i = 0; i < n; i++) triangle.set(i, i, 1); }
          const b = mm(trans === "T" ? triangle.t() : triangle, x);
          assertClose(trtrs(b, a, { uplo, trans, diag: d })[0], x, { absolute });
        }
      }
    }
  }));

Deno.test("Cholesky factors multiply, solve and invert", () =>
  each((make, n, absolute) => {
    const a = definite(make(n)), x = make(n, 2), b = mm(a, x);
    for (const uplo of ["U", "L"] as const) {
      const f = potrf(a, uplo);
      assert((uplo === "U" ? triu(f) : tril(f)).equal(f));
      assertClose(uplo === "U" ? mm(f.t(), f) : mm(f, f.t()), a, { absolute });
      assertClose(potrs(b, f, uplo), x, { absolute });
      assertClose(mm(a, potri(f, uplo)), one(a), { absolute });
    }
    assertClose(cholesky(a), potrf(a).t(), { absolute });
    const low = mm(make(n, 2), make(2, n)), half = mm(low, low.t()), [f, pivots, rank] = pstrf(half, "U", 1e-3);
    assertEquals(rank, 2);
    const kept = f.narrow(0, 0, rank), order = pivots.long();
    assertClose(mm(kept.t(), kept), half.index(0, order).index(1, order), { absolute: absolute * (1 + norm(half)) });
  }));

Deno.test("gels() and lstsq() minimize or find the shortest", () =>
  each((make, n, absolute) => {
    const tall = make(n + 3, n), b = make(n + 3, 2), x = lstsq(tall, b), rest = csub(mm(tall, x), b);
    assertClose(mm(tall.t(), rest), zeros([n, 2], { dtype: b.dtype }), { absolute: 20 * absolute });
    assert(gels(b, tall)[0].equal(x));
    const wide = tall.t(), short = lstsq(wide, b.narrow(0, 0, n));
    assertClose(mm(wide, short), b.narrow(0, 0, n), { absolute: 20 * absolute });
    assertClose(short, mm(pinv(wide), b.narrow(0, 0, n)), { absolute: 100 * absolute });
  }));

Deno.test("symeig(), eig() and svd() decompose", () =>
  each((make, n, absolute) => {
    const a = make(n), s = add(a, a.t());
    for (const uplo of ["U", "L"] as const) {
      const [values, v] = symeig(uplo === "U" ? triu(s) : tril(s), "V", uplo);
      assertClose(mm(mm(v, diag(values)), v.t()), s, { absolute });
      assertClose(mm(v.t(), v), one(v), { absolute });
      assertClose(symeig(s)[0], values, { absolute });
    }
    const [values, vectors] = eig(a, "V");
    for (let i = 0; i < n; i++) {
      const [re, im] = [values.get(i, 0), values.get(i, 1)];
      if (im < 0) continue; // the second of a pair
      const v = vectors.select(1, i), w = im > 0 ? vectors.select(1, i + 1) : zeros([n], { dtype: v.dtype });
      const left = mm(a, v.unsqueeze(1)).select(1, 0), right = csub(mul(v, re), mul(w, im));
      assertClose(left, right, { absolute: 5 * absolute });
    }
    assertClose(values.select(1, 0).sum(), a.trace(), { absolute: 10 * absolute });
    for (const y of [make(n, n + 2), make(n + 2, n)]) {
      const [u, d, v] = svd(y), [full, , all] = svd(y, "A");
      assertClose(mm(mm(u, diag(d)), v.t()), y, { absolute });
      assertClose(mm(full.t(), full), one(full), { absolute });
      assertClose(mm(all.t(), all), one(all), { absolute });
      assertEquals([full.size(), all.size()], [[y.size(0), y.size(0)], [y.size(1), y.size(1)]]);
      assertClose(mm(mm(y, pinv(y)), y), y, { absolute });
    }
    assertEquals(matrixRank(mm(make(n, 2), make(2, n)), 1e-4), 2);
  }));

Deno.test("qr() and its parts agree", () =>
  each((make, n, absolute) => {
    for (const a of [make(n), make(n + 2, n), make(n, n + 2)]) {
      const [q, r] = qr(a), [factors, tau] = geqrf(a);
      assertClose(mm(q, r), a, { absolute });
      assertClose(mm(q.t(), q), eye(q.size(1), q.size(1), { dtype: a.dtype }), { absolute });
      assert(triu(r).equal(r));
      const c = make(a.size(0), 3), whole = ormqr(factors, tau, ormqr(factors, tau, c, "L", "T"));
      assertClose(whole, c, { absolute });
      assertClose(ormqr(factors, tau, c.t(), "R"), ormqr(factors, tau, c, "L", "T").t(), { absolute });
      if (a.size(0) >= a.size(1)) assertClose(orgqr(factors, tau), q, { absolute });
    }
  }));

Deno.test("determinants", () => {
  assertClose(det(tensor([[1, 2], [3, 4]], { dtype: "float64" })), -2, { absolute: 1e-14 });
  assertClose(det(tensor([[0, 1], [1, 0]])), -1);
  assertEquals([det(zeros([3, 3])), det(zeros([0, 0])), logdet(zeros([2, 2])), logdet(zeros([0, 0]))], [
    0,
    1,
    -Infinity,
    0,
  ]);
  assertEquals(logdet(tensor([[0, 1], [1, 0]])), NaN);
  each((make, n) => {
    const a = definite(make(n)), values = symeig(a)[0];
    assertClose(logdet(a), values.log().sum(), { absolute: 1e-3 });
  });
});

Deno.test("expm() agrees with closed forms", () => {
  for (const t of [0, 1e-8, 0.5, 3, 40]) {
    const turn = expm(tensor([[0, -t], [t, 0]], { dtype: "float64" }));
    assertClose(turn, [[Math.cos(t), -Math.sin(t)], [Math.sin(t), Math.cos(t)]], { absolute: 1e-12 });
  }
  assertClose(expm(tensor([[1, 5], [0, 2]], { dtype: "float64" })), [[Math.E, 5 * (Math.E ** 2 - Math.E)], [
    0,
    Math.E ** 2,
  ]], {
    relative: 1e-13,
  });
  const a = randn([6, 6], { dtype: "float64" });
  assertClose(mm(expm(a), expm(mul(a, -1))), one(a), { absolute: 1e-10 });
  assertEquals(expm(zeros([0, 0])).size(), [0, 0]);
});

Deno.test("matrices without elements and of one element", () => {
  const none = zeros([0, 0]), single = tensor([[4]]);
  assertEquals(inverse(none).size(), [0, 0]);
  assertEquals(gesv(zeros([0, 2]), none)[0].size(), [0, 2]);
  assertEquals([potrf(none).size(), potri(none).size(), qr(zeros([3, 0]))[0].size()], [[0, 0], [0, 0], [3, 0]]);
  assertEquals([symeig(none)[0].size(), eig(none)[0].size(), svd(zeros([0, 3]))[1].size()], [[0], [0, 2], [0]]);
  assertEquals([inverse(single).item(), potrf(single).item(), det(single), symeig(single)[0].item()], [0.25, 2, 4, 4]);
  assertEquals([eig(single)[0].toArray(), svd(single)[1].toArray(), qr(single)[1].abs().item()], [[[4, 0]], [4], 4]);
  assertEquals([matrixRank(zeros([0, 3])), pinv(zeros([2, 0])).size()], [0, [0, 2]]);
});

Deno.test("what the data does not allow is reported", () => {
  const singular = tensor([[1, 2], [2, 4]]), nan = tensor([[1, NaN], [NaN, 1]]);
  assertThrows(() => inverse(singular), NativeError, "Cannot run inverse: the matrix is singular, pivot 2 is 0");
  assertThrows(
    () => gesv(tensor([1, 1]), singular),
    NativeError,
    "Cannot run gesv: the matrix is singular, pivot 2 is 0",
  );
  assertThrows(
    () => potrf(tensor([[1, 2], [2, 1]])),
    NativeError,
    "Cannot run potrf: the matrix is not positive definite",
  );
  assertThrows(() => trtrs(tensor([1, 1]), zeros([2, 2])), NativeError, "Cannot run trtrs: the matrix is singular");
  assertThrows(
    () => gels(tensor([1, 1, 1]), tensor([[1, 0], [1, 0], [1, 0]])),
    NativeError,
    "Cannot run gels: the matrix has no full rank",
  );
  for (const f of [symeig, eig, svd, inverse] as ((x: Tensor) => unknown)[]) {
    assertThrows(() => f(nan), NativeError, "the matrix must be finite but holds nan at [");
    assertThrows(
      () => f(tensor([[1, Infinity], [0, 1]])),
      NativeError,
      "the matrix must be finite but holds inf at [0, 1]",
    );
  }
  assert(potrf(nan).isNaN().any() && solve(nan, tensor([1, 1])).isNaN().all());
  assert(Number.isNaN(det(nan)));
});

Deno.test("sizes and dtypes are checked", () => {
  const a = eye(3);
  assertThrows(() => inverse(zeros([2, 3])), TypeError, "Cannot run inverse: a must be square but is [2, 3]");
  assertThrows(() => inverse(zeros([2])), TypeError, "Cannot run inverse: a must be [n, m] but is [2]");
  assertThrows(() => inverse(eye(2, 2, { dtype: "int32" })), TypeError, "a must be float32 or float64 but is int32");
  assertThrows(() => solve(a, zeros([2])), TypeError, "Cannot run gesv: b must be [3] but is [2]");
  assertThrows(() => solve(a, zeros([3, 1], { dtype: "float64" })), TypeError, "Cannot run gesv");
  assertThrows(() => potrf(a, "u" as "U"), TypeError, "uplo must be");
  assertThrows(() => orgqr(zeros([2, 3]), zeros([2])), NativeError, "a must have at least as many rows as columns");
  assertThrows(() => expm(tensor([[Infinity]])), RangeError, "Cannot run expm: the norm of a must be finite");
});

Deno.test("btrifact() and btrisolve() solve each system of a batch", () => {
  each((make, n, absolute) => {
    const a = make(3 * n, n).view(3, n, n), b = make(3, n), [factors, pivots] = btrifact(a);
    const x = btrisolve(b, factors, pivots), wide = btrisolve(b.view(3, n, 1), factors, pivots);
    for (let k = 0; k < 3; k++) {
      assertClose(x.select(0, k), solve(a.select(0, k), b.select(0, k)), { absolute: 100 * absolute });
    }
    assertClose(wide.view(3, n), x);
    assertEquals([factors.size(), pivots.size(), pivots.dtype], [[3, n, n], [3, n], "int32"]);
  });
  const [factors, pivots] = btrifact(zeros([1, 2, 2])), b = zeros([1, 2]);
  assertThrows(() => btrisolve(b, factors, pivots), NativeError);
  assertThrows(
    () => btrisolve(b, factors, pivots.clone().fill(2)),
    RangeError,
    "pivots must be from 0 to 1 but one is 2",
  );
  assertThrows(() => btrisolve(b, factors, pivots.long()), TypeError, "pivots must be int32 but is int64");
  assertThrows(() => btrisolve(zeros([2, 2]), factors, pivots), TypeError, "b must be [1, 2] but is [2, 2]");
  assertThrows(() => btrifact(zeros([1, 2, 3])), TypeError, "a must hold square matrices but is [1, 2, 3]");
  assertEquals(btrifact(zeros([0, 2, 2])).map((x) => x.size()), [[0, 2, 2], [0, 2]]);
});

Deno.test("matrices large enough for threads keep LAPACK's ways: zero pivots, no full rank, extreme scales, rectangles", () => {
  manualSeed(5);
  const dtype = "float64", holed = eye(100, 100, { dtype });
  holed.set(70, 70, 0);
  for (const run of [() => inverse(holed), () => gesv(zeros([100, 2], { dtype }), holed)]) {
    assertThrows(run, NativeError, "the matrix is singular, pivot 71 is 0");
  }
  assertThrows(() => lstsq(holed, zeros([100], { dtype })), NativeError, "diagonal element 71 of its triangle is 0");
  assertEquals([det(holed), logdet(holed)], [0, -Infinity]);
  assertEquals(det(holed.clone().set(50, 50, NaN)), NaN);
  for (const [rows, columns] of [[150, 80], [80, 150], [129, 97]] as const) {
    const a = randn([rows, columns], { dtype }), [p, l, u] = lu(a), [q, r] = qr(a), k = Math.min(rows, columns);
    assertClose(mm(mm(p, l), u), a, { absolute: 1e-11 });
    assertClose(mm(q, r), a, { absolute: 1e-11 });
    assertClose(mm(q.t(), q), eye(k, k, { dtype }), { absolute: 1e-12 });
    assertEquals(triu(r).equal(r), true);
  }
  const a = randn([100, 80], { dtype: "float32" }), b = randn([100, 3], { dtype: "float32" }), x = lstsq(a, b);
  for (const scale of [1e-33, 1e33]) {
    assertClose(mul(lstsq(mul(a, scale), b), scale), x, { absolute: 1e-4 });
    const [q, r] = qr(mul(a, scale));
    assertClose(mul(mm(q, r), 1 / scale), a, { absolute: 1e-4 });
  }
  const tiny = a.double();
  tiny.select(1, 3).mul(1e-200); // each column keeps its digits
  const [q, r] = qr(tiny);
  assertClose(mul(mm(q, r.narrow(1, 3, 1)), 1e200), a.narrow(1, 3, 1).double(), { absolute: 1e-11 });
});

Deno.test("lstsq() finds one solution for any number of rows from that on where threads share the work", () => {
  manualSeed(6);
  for (const dtype of ["float32", "float64"] as const) {
    for (let rows = 65; rows < 100; rows++) {
      const a = definite(randn([rows, rows], { dtype })), x = randn([rows, 1], { dtype });
      assertClose(lstsq(a, mm(a, x)), x, { absolute: dtype === "float32" ? 1e-3 : 1e-11 });
    }
  }
});
