import { assert, assertEquals, assertThrows } from "@std/assert";
import { callerOf } from "./caller.ts";
import * as T from "./mod.ts";
import { type Dtype, empty, ones, type Tensor, tensor } from "./mod.ts";
import { opNames } from "./native.ts";
import { assertClose, layoutsOf } from "./testing.ts";

const INTEGERS = ["uint8", "int8", "int16", "int32", "int64"] as const, FLOATS = ["float32", "float64"] as const;

/** A reduction written a second time: of a list of numbers to one. */
interface Reference {
  of: (list: number[]) => number;
  all: (x: Tensor) => number;
  along: (x: Tensor, dim: number, options?: T.ReduceOptions) => Tensor;
  /** Dtypes that have it; all that compute by default. */
  dtypes?: readonly Dtype[];
  /** Fewest elements that have a result; 0 by default. */
  least?: number;
}

const total = (list: number[]) => list.reduce((s, v) => s + v, 0);
const mean = (list: number[]) => total(list) / list.length;
const squares = (list: number[]) => total(list.map((v) => (v - mean(list)) ** 2));
const norm = (p: number) => ({
  of: (list: number[]) => {
    if (p === 0) return list.filter((v) => v !== 0).length;
    if (p === Infinity) return Math.max(...list.map(Math.abs));
    return total(list.map((v) => Math.abs(v) ** p)) ** (1 / p);
  },
  all: (x: Tensor) => T.norm(x, p),
  along: (x: Tensor, dim: number, options?: T.ReduceOptions) => T.norm(x, p, dim, options),
  dtypes: FLOATS,
});

/** By the name of the op in the library. */
const REFERENCES: Record<string, Reference> = {
  sum: { of: total, all: (x) => T.sum(x), along: (x, d, o) => T.sum(x, d, o) },
  prod: { of: (l) => l.reduce((p, v) => p * v, 1), all: (x) => T.prod(x), along: (x, d, o) => T.prod(x, d, o) },
  mean: { of: mean, all: (x) => T.mean(x), along: (x, d, o) => T.mean(x, d, o), dtypes: FLOATS, least: 1 },
  max: { of: (l) => Math.max(...l), all: (x) => T.max(x), along: (x, d, o) => T.max(x, d, o)[0], least: 1 },
  min: { of: (l) => Math.min(...l), all: (x) => T.min(x), along: (x, d, o) => T.min(x, d, o)[0], least: 1 },
  norm: norm(2.5),
  norm0: norm(0),
  norm1: norm(1),
  norm2: norm(2),
  normInf: norm(Infinity),
  var: {
    of: (l) => squares(l) / (l.length - 1),
    all: (x) => T.variance(x),
    along: (x, d, o) => T.variance(x, d, o),
    dtypes: FLOATS,
    least: 1,
  },
  std: {
    of: (l) => Math.sqrt(squares(l) / (l.length - 1)),
    all: (x) => T.std(x),
    along: (x, d, o) => T.std(x, d, o),
    dtypes: FLOATS,
    least: 1,
  },
  all: { of: (l) => +l.every((v) => v !== 0), all: (x) => +T.all(x), along: (x, d, o) => T.all(x, d, o) },
  any: { of: (l) => +l.some((v) => v !== 0), all: (x) => +T.any(x), along: (x, d, o) => T.any(x, d, o) },
};

const VALUES = [3, 0, 1, 2, 5, 1, 0, 0, 1, 4, 2, 1, 3, 1, 2, 1, 1, 1, 2, 0, 1, 2, 3, 1];
const SIGNS = [1, 1, -1, 1, -1, -1, 1];

function make(dtype: Dtype): Tensor {
  const values = VALUES.map((v, i) => dtype === "uint8" ? v : v * SIGNS[i % SIGNS.length]!);
  return tensor(dtype.startsWith("float") ? values.map((v) => v * 1.25) : values, { dtype }).view(2, 3, 4);
}

/** The lists that a reduction along `dim` works on, in row-major order of what is left. */
function listsOf(x: Tensor, dim: number): number[][] {
  const rest = [0, 1, 2].filter((d) => d !== dim), rows = x.permute(...rest, dim).reshape(-1, x.size(dim));
  return rows.toArray() as number[][];
}

Deno.test("every reduction has a reference, every reference a reduction", () => {
  assertEquals(Object.keys(REFERENCES).sort(), opNames("reduce").toSorted());
});

for (const [name, { of, all, along, dtypes = [...INTEGERS, ...FLOATS], least = 0 }] of Object.entries(REFERENCES)) {
  Deno.test(`${name} agrees with its reference in every dtype and layout`, () => {
    for (const dtype of [...INTEGERS, ...FLOATS]) {
      if (!dtypes.includes(dtype)) {
        assertThrows(() => all(make(dtype)), TypeError, `not defined for ${dtype}`);
        continue;
      }
      const tolerance = { relative: dtype === "float32" ? 1e-6 : 1e-14 };
      for (const [layout, x] of Object.entries(layoutsOf(make(dtype)))) {
        assertClose(all(x), of(x.reshape(-1).toArray() as number[]), tolerance);
        for (const dim of [0, 1, 2, -1]) {
          const positive = (dim + 3) % 3, kept = x.size().with(positive, 1), lists = listsOf(x, positive);
          const expected = tensor(lists.map(of), { dtype: "float64" });
          const found = along(x, dim);
          assertEquals(found.size(), kept, `${name} ${dtype} ${layout}`);
          assertClose(found.to("float64").view(-1), expected, tolerance);
          assertEquals(along(x, dim, { keepDim: false }).size(), x.size().toSpliced(positive, 1));
          if (dim < 0) continue;
          const out = empty([1], { dtype: found.dtype });
          along(x, dim, { out });
          assertEquals(out.toArray(), found.toArray(), `${name} ${dtype} ${layout} into out`);
        }
      }
    }
  });

  Deno.test(`${name} of no elements`, () => {
    for (const x of [empty([]), empty([0, 3])]) {
      if (least > 0) assertThrows(() => all(x), Error, `Cannot run ${callerOf(name)}: x has no elements`);
      else assertEquals(all(x), name === "normInf" ? 0 : of([]), name);
    }
  });
}

Deno.test("sums of many numbers are accurate and do not depend on the layout", () => {
  T.manualSeed(1);
  const x = T.rand([1000, 300]), values = x.clone().cpu().data as Float32Array;
  const exact = values.reduce((s, v) => s + v, 0);
  for (const view of Object.values(layoutsOf(x))) {
    assert(Math.abs(T.sum(view) - exact) < 1e-9 * exact, `${T.sum(view)} instead of ${exact}`);
  }
  const columns = T.sum(x.double(), 0).view(-1).toArray() as number[];
  const expected = columns.map((_, j) => (x.select(1, j).toArray() as number[]).reduce((s, v) => s + v, 0));
  assertClose(columns, expected, { relative: 1e-12 });
});

Deno.test("float32 sums and means of ten million positive numbers keep six digits", () => {
  const x = T.rand([10_000_000], { generator: new T.Generator(2) }), exact = T.sum(x.double());
  let plain = 0;
  for (const v of x.cpu().data as Float32Array) plain += v;
  assert(Math.abs(exact / plain - 1) < 1e-9, `${exact}, ${plain}`); // the float64 sum itself
  assert(Math.abs(T.sum(x) / plain - 1) < 1e-6, `${T.sum(x)}, ${plain}`);
  assert(Math.abs(T.mean(x) * 1e7 / plain - 1) < 1e-6, `${T.mean(x)}, ${plain}`);
  const column = T.sum(x.view(5_000_000, 2), 0), row = T.mean(x.view(2, 5_000_000), 1);
  assert(Math.abs((column.get(0, 0) + column.get(0, 1)) / plain - 1) < 1e-6);
  assert(Math.abs((row.get(0, 0) + row.get(1, 0)) * 5e6 / plain - 1) < 1e-6);
});

Deno.test("sums in float32 whose parts exceed float32 stay exact", () => {
  for (const n of [512, 1024, 4099]) {
    const x = T.full([n], 3e38), exact = x.get(0);
    assertEquals(T.mean(x), exact);
    assertEquals(T.mean(T.full([n, 40], 3e38), 0).view(-1).toArray(), Array(40).fill(exact));
    const signs = T.arange(0, n - n % 2).mul(Math.PI).cos().round();
    assertEquals(T.sum(signs.mul(3e38)), 0);
    assertEquals(T.mean(x.set(n - 1, -Infinity)), -Infinity);
    assertEquals(T.mean(x.set(0, Infinity)), NaN);
  }
});

Deno.test("integers are summed exactly in 64 bits", () => {
  assertEquals(T.sum(ones([1000], { dtype: "uint8" }).fill(255)), 255000);
  assertEquals(T.sum(tensor([2 ** 31 - 1, 2 ** 31 - 1], { dtype: "int32" })), 2 ** 32 - 2);
  assertEquals(T.sum(ones([3, 100], { dtype: "int8" }), 1).view(-1).toArray(), [100, 100, 100]);
});

Deno.test("max() and min() give the first position of the extreme, and NaN wins", () => {
  const x = tensor([[1, 5, 5], [7, 2, 7]]);
  const [largest, where] = x.max(1);
  assertEquals(largest.toArray(), [[5], [7]]);
  assertEquals(where.toArray(), [[1], [0]]);
  assertEquals(where.dtype, "int64");
  assertEquals(x.min(0)[1].toArray(), [[0, 1, 0]]);
  assertEquals(x.max(-1, { keepDim: false })[1].size(), [2]);
  const y = tensor([[1, NaN, 3, NaN]]);
  assert(Number.isNaN(y.max()) && Number.isNaN(y.min()));
  assertEquals(y.max(1)[1].item(), 1);
  assertEquals(y.min(1)[1].item(), 1);
  assertEquals(tensor([-Infinity, -Infinity]).max(), -Infinity);
  const long = T.zeros([3, 1000]);
  long.set(1, 777, 1);
  assertEquals(long.max(1)[1].view(-1).toArray(), [0, 777, 0]);
  assertEquals(long.t().clone().max(0)[1].view(-1).toArray(), [0, 777, 0]);
});

Deno.test("variance and standard deviation divide by n - 1, or by n if biased", () => {
  const x = tensor([1, 2, 4, 5]);
  assertClose(x.var(), 10 / 3);
  assertClose(x.var(undefined, { biased: true }), 2.5);
  assertClose(x.std(0, { biased: true }), [Math.sqrt(2.5)]);
  assert(Number.isNaN(tensor([3]).var()));
  assertEquals(tensor([3]).var(undefined, { biased: true }), 0);
  // A naive sum of squares would lose everything here.
  assertClose(tensor([1e6, 1e6 + 1, 1e6 + 2], { dtype: "float64" }).var(), 1);
});

Deno.test("dot() and dist() agree with loops in every layout", () => {
  const x = make("float64"), y = make("float64").add(0.5);
  const a = x.reshape(-1).toArray() as number[], b = y.reshape(-1).toArray() as number[];
  const expected = a.reduce((s, v, i) => s + v * b[i]!, 0);
  for (const view of Object.values(layoutsOf(x))) {
    assertClose(view.dot(y), expected);
    for (const p of [0, 1, 2, 3.5, Infinity]) {
      assertClose(view.dist(y, p), norm(p).of(a.map((v, i) => v - b[i]!)));
    }
  }
  assertEquals(tensor([1, 2, 3], { dtype: "int32" }).dot(tensor([4, 5, 6], { dtype: "int32" })), 32);
  assertEquals(T.dot(empty([]), empty([])), 0);
});

Deno.test("all() and any() look at every element", () => {
  const x = ones([100, 100], { dtype: "uint8" });
  assert(x.all() && x.any());
  x.set(99, 99, 0);
  assert(!x.all() && x.any());
  assert(!x.zero().any());
  assertEquals(T.any(tensor([[0, 1], [0, 0]]), 1).toArray(), [[1], [0]]);
});

Deno.test("reductions reject wrong arguments", () => {
  const x = ones([2, 3]);
  assertThrows(() => x.sum(2), RangeError, "Cannot run sum: dim must be from -2 to 1 but is 2");
  assertThrows(() => x.sum(0.5), RangeError, "Cannot run sum: dim must be from -2 to 1 but is 0.5");
  assertThrows(
    () => empty([]).sum(0),
    RangeError,
    "Cannot run sum: dim must be left out for a tensor without dimensions",
  );
  assertThrows(() => x.norm(NaN), Error, "Cannot run norm: p must be a number but is NaN");
  assertThrows(() => x.dot(ones([3, 2])), TypeError, "Cannot run dot: y must be [2, 3] like x but is [3, 2]");
  assertThrows(() => x.dist(x.double()), TypeError, "Cannot run dist: y must be float32 like x but is float64");
  assertThrows(
    () => T.sum(x, 0, { out: empty([1], { dtype: "int32" }) }),
    TypeError,
    "Cannot run sum: out must be float32 but is int32",
  );
});

Deno.test("max() and min() write the positions to indices", () => {
  const x = tensor([[3, 9, 9], [4, 2, 2]]), out = T.zeros([2, 1]), indices = T.zeros([2, 1], { dtype: "int64" });
  const [values, positions] = T.max(x, 1, { out, indices });
  assert(values === out && positions === indices);
  assertEquals([out.toArray(), indices.toArray()], [[[9], [4]], [[1], [0]]]);
  assertEquals(T.min(x, 1, { indices, keepDim: false })[1].toArray(), [0, 1]);
  assertEquals(indices.toArray(), [[0], [1]]);
  assertThrows(
    () => T.max(x, 1, { indices: T.zeros([2]) }),
    TypeError,
    "Cannot run max: out must be int64 but is float32",
  );
});
