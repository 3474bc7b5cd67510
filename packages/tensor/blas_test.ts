import { assert, assertEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { type Dtype, empty, full, ones, type Tensor, tensor } from "./mod.ts";
import { assertClose, layoutsOf } from "./testing.ts";

const DTYPES = ["uint8", "int8", "int16", "int32", "int64", "float32", "float64"] as const;

/** Small whole numbers, so that every product is exact in every dtype. */
function numbers(shape: number[], dtype: Dtype, seed: number): Tensor {
  const n = shape.reduce((p, s) => p * s, 1);
  return tensor(Array.from({ length: n }, (_, i) => (i * 7 + seed * 3) % 4), { dtype }).view(shape);
}

/** beta r + alpha a b, by three loops. */
function product(r: Tensor, a: Tensor, b: Tensor, beta: number, alpha: number): number[][] {
  const [n, k, m] = [a.size(0), a.size(1), b.size(1)];
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: m }, (_, j) => {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a.get(i, l) * b.get(l, j);
      return (beta === 0 ? 0 : beta * r.get(i, j)) + alpha * sum;
    }));
}

// deno-fmt-ignore
const SIZES: [number, number, number][] = [[1, 1, 1], [2, 3, 4], [4, 4, 4], [1, 5, 3], [5, 1, 3], [3, 5, 1], [7, 2, 17],
  [16, 16, 16], [13, 9, 33], [1, 64, 40], [40, 64, 1], [33, 70, 35]];

Deno.test("addmm() agrees with three loops in every dtype and size", () => {
  for (const dtype of DTYPES) {
    for (const [n, k, m] of SIZES) {
      const a = numbers([n, k], dtype, 1), b = numbers([k, m], dtype, 2), r = numbers([n, m], dtype, 3);
      const small = dtype === "int8" || dtype === "uint8" ? tensor([0], { dtype }) : undefined;
      for (const [beta, alpha] of [[0, 1], [1, 1], [2, 3]] as const) {
        const expected = product(r, a, b, beta, alpha);
        // What does not fit into 8 bits wraps around.
        const wanted = small === undefined
          ? expected
          : expected.map((row) => row.map((v) => dtype === "int8" ? v << 24 >> 24 : v & 255));
        assertEquals(r.clone().addmm(beta, alpha, a, b).toArray(), wanted, `${dtype} ${n} ${k} ${m} ${beta} ${alpha}`);
      }
    }
  }
});

Deno.test("addmm() takes factors and results of every layout", () => {
  for (const dtype of ["float32", "float64", "int32"] as const) {
    for (const [n, k, m] of [[2, 3, 4], [13, 9, 17], [33, 70, 35]] as const) {
      const a = layoutsOf(numbers([n, k], dtype, 1)), b = layoutsOf(numbers([k, m], dtype, 2));
      const expected = T.mm(a.contiguous, b.contiguous).toArray();
      for (const left of Object.keys(a) as (keyof typeof a)[]) {
        for (const right of Object.keys(b) as (keyof typeof b)[]) {
          assertEquals(T.mm(a[left], b[right]).toArray(), expected, `${dtype} ${left} ${right}`);
        }
        const r = layoutsOf(full([n, m], NaN, { dtype }))[left];
        assertEquals(r.addmm(0, 1, a[left], b[left]).toArray(), expected, `${dtype} into ${left}`);
      }
    }
  }
  const row = tensor([[1, 2, 3]]).expand(4, 3), column = tensor([[1], [2], [3]]).expand(3, 2);
  assertEquals(T.mm(row, column).toArray(), Array(4).fill([14, 14]));
});

Deno.test("random matrices are multiplied as accurately as the dtype allows", () => {
  T.manualSeed(3);
  const a = T.randn([61, 129], { dtype: "float64" }), b = T.randn([129, 47], { dtype: "float64" });
  const expected = product(a, a, b, 0, 1);
  assertClose(T.mm(a, b), expected, { relative: 1e-13 });
  assertClose(T.mm(a.float(), b.float()), expected, { relative: 1e-5, absolute: 2e-5 });
});

Deno.test("beta 0 ignores what the result held", () => {
  const nan = full([2, 2], NaN);
  assertEquals(nan.clone().addmm(0, 1, T.eye(2), T.eye(2)).toArray(), [[1, 0], [0, 1]]);
  assertEquals(full([2], NaN).addmv(0, 1, T.eye(2), ones([2])).toArray(), [1, 1]);
  assertEquals(nan.clone().addr(0, 1, ones([2]), ones([2])).toArray(), [[1, 1], [1, 1]]);
  assertEquals(full([1, 2, 2], NaN).baddbmm(0, 1, ones([1, 2, 1]), ones([1, 1, 2])).toArray(), [[[1, 1], [1, 1]]]);
  assert(Number.isNaN(nan.addmm(1, 1, T.eye(2), T.eye(2)).get(0, 0)));
});

Deno.test("addmv(), addr() and baddbmm() agree with addmm() in every dtype and layout", () => {
  for (const dtype of DTYPES) {
    for (const [n, k, m] of [[2, 3, 4], [5, 1, 1], [17, 33, 9]] as const) {
      const a = numbers([n, k], dtype, 1), x = numbers([k], dtype, 2), r = numbers([n], dtype, 3);
      const mv = r.clone().view(n, 1).addmm(2, 3, a, x.view(k, 1)).view(n).toArray();
      const y = numbers([n], dtype, 4), z = numbers([m], dtype, 5), s = numbers([n, m], dtype, 6);
      const outer = s.clone().addmm(2, 3, y.view(n, 1), z.view(1, m)).toArray();
      const as = layoutsOf(a),
        xs = layoutsOf(x),
        rs = layoutsOf(r),
        ys = layoutsOf(y),
        zs = layoutsOf(z),
        ss = layoutsOf(s);
      for (const layout of Object.keys(as) as (keyof typeof as)[]) {
        assertEquals(rs[layout].addmv(2, 3, as[layout], xs[layout]).toArray(), mv, `addmv ${dtype} ${layout}`);
        assertEquals(ss[layout].addr(2, 3, ys[layout], zs[layout]).toArray(), outer, `addr ${dtype} ${layout}`);
      }
      const a3 = numbers([3, n, k], dtype, 7), b3 = numbers([3, k, m], dtype, 8), r3 = numbers([3, n, m], dtype, 9);
      const each = [0, 1, 2].map((i) =>
        r3.select(0, i).clone().addmm(2, 3, a3.select(0, i), b3.select(0, i)).toArray()
      );
      const a3s = layoutsOf(a3), b3s = layoutsOf(b3), r3s = layoutsOf(r3);
      for (const layout of Object.keys(a3s) as (keyof typeof a3s)[]) {
        const found = r3s[layout].baddbmm(2, 3, a3s[layout], b3s[layout]).toArray();
        assertEquals(found, each, `baddbmm ${dtype} ${layout}`);
      }
    }
  }
});

Deno.test("the functions make new tensors or fill out", () => {
  const a = tensor([[1, 2], [3, 4]]), x = tensor([5, 6]), r = tensor([[1, 1], [1, 1]]);
  assertEquals(T.mm(a, a).toArray(), [[7, 10], [15, 22]]);
  assertEquals(T.mv(a, x).toArray(), [17, 39]);
  assertEquals(T.ger(x, x).toArray(), [[25, 30], [30, 36]]);
  assertEquals(T.bmm(a.view(1, 2, 2), a.view(1, 2, 2)).toArray(), [[[7, 10], [15, 22]]]);
  assertEquals(T.addmm(r, a, a).toArray(), [[8, 11], [16, 23]]);
  assertEquals(T.addmm(r, a, a, { beta: 10, alpha: 2 }).toArray(), [[24, 30], [40, 54]]);
  assertEquals(T.addmv(x, a, x, { beta: 2 }).toArray(), [27, 51]);
  assertEquals(T.addr(r, x, x, { alpha: 2 }).toArray(), [[51, 61], [61, 73]]);
  assertEquals(T.baddbmm(r.view(1, 2, 2), a.view(1, 2, 2), a.view(1, 2, 2)).toArray(), [[[8, 11], [16, 23]]]);
  assertEquals(T.addbmm(r, a.view(1, 2, 2).expand(2, 2, 2), a.view(1, 2, 2).expand(2, 2, 2)).toArray(), [[15, 21], [
    31,
    45,
  ]]);
  assertEquals(r.toArray(), [[1, 1], [1, 1]]);
  const out = empty([1]);
  assert(T.mm(a, a, { out }) === out && T.addmm(r, a, a, { out }) === out);
  assertEquals(out.toArray(), [[8, 11], [16, 23]]);
});

Deno.test("the methods read Torch7's factors", () => {
  const a = tensor([[1, 2], [3, 4]]), r = () => tensor([[1, 1], [1, 1]]);
  assertEquals(r().addmm(a, a).toArray(), [[8, 11], [16, 23]]);
  assertEquals(r().addmm(2, a, a).toArray(), [[15, 21], [31, 45]]);
  assertEquals(r().addmm(10, 2, a, a).toArray(), [[24, 30], [40, 54]]);
});

Deno.test("matmul() is Torch7's product of vectors and matrices", () => {
  const a = tensor([[1, 2], [3, 4]]), x = tensor([5, 6]);
  assertEquals(T.matmul(x, x), 61);
  assertEquals((T.matmul(a, x) as Tensor).toArray(), [17, 39]);
  assertEquals((T.matmul(a, a) as Tensor).toArray(), [[7, 10], [15, 22]]);
  assertThrows(
    () => T.matmul(x, T.zeros([])),
    TypeError,
    "Cannot run matmul: the operands must have dimensions but are [2] and []",
  );
});

Deno.test("products reject wrong arguments", () => {
  const a = ones([2, 3]), x = ones([3]);
  assertThrows(() => T.mm(a, a), TypeError, "Cannot run mm: the second factor must be [3, m] but is [2, 3]");
  assertThrows(() => T.mm(x, a), TypeError, "Cannot run mm: the first factor must be [n, k] but is [3]");
  assertThrows(
    () => T.mm(a, ones([3, 1]).double()),
    TypeError,
    "Cannot run mm: b must be float32 like a but is float64",
  );
  assertThrows(() => a.addmm(a, a.t()), TypeError, "Cannot run addmm: the result must be [2, 2] but is [2, 3]");
  assertThrows(() => T.mv(a, ones([2])), TypeError, "Cannot run addmv: the vector must be [3] but is [2]");
  assertThrows(() => T.bmm(a, a), TypeError, "Cannot run bmm: the first factor must be [b, n, k] but is [2, 3]");
  assertThrows(
    () => T.mm(a, a.t(), { out: empty([1], { dtype: "int32" }) }),
    TypeError,
    "Cannot run mm: out must be float32 but is int32",
  );
  const square = ones([2, 2]);
  assertThrows(() => square.addmm(0, 1, square, square), Error, "Cannot run addmm");
  assertEquals(square.toArray(), [[1, 1], [1, 1]]);
  const half = ones([2, 2]).half();
  assertThrows(() => T.mm(half, half), TypeError, "float16");
});

Deno.test("matmul() takes batches of matrices, which broadcast", () => {
  const a = T.arange(12).view(2, 1, 2, 3), b = T.arange(18).view(3, 3, 2), r = T.matmul(a, b) as Tensor;
  assertEquals(r.size(), [2, 3, 2, 2]);
  for (const [i, j] of [[0, 0], [1, 2], [0, 1]] as const) {
    assertEquals(r.select(0, i).select(0, j).toArray(), T.mm(a.select(0, i).select(0, 0), b.select(0, j)).toArray());
  }
  const row = tensor([1, 2]), column = tensor([1, 2, 3]);
  assertEquals((T.matmul(row, a) as Tensor).size(), [2, 1, 3]);
  assertEquals((T.matmul(a, column) as Tensor).toArray(), [[[8, 26]], [[44, 62]]]);
  assertThrows(
    () => T.matmul(T.ones([3, 2, 2]), T.ones([2, 2, 2])),
    TypeError,
    "Cannot run matmul: sizes [3] and [2] are not compatible",
  );
});
