import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  argmax,
  argmin,
  type Dtype,
  kthvalue,
  median,
  mode,
  rand,
  setNumThreads,
  sort,
  type Tensor,
  tensor,
  topk,
  zeros,
} from "./mod.ts";
import { mulberry } from "./mulberry.ts";
import { layoutsOf } from "./testing.ts";

const NUMERIC: readonly Dtype[] = ["uint8", "int8", "int16", "int32", "int64", "float32", "float64"];

/** Positions in ascending (or descending) order, equal ones as they stood; NaN is larger than all. */
function order(values: readonly number[], descending = false): number[] {
  const compare = (a: number, b: number): number =>
    Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b;
  return values.map((_, i) => i).sort((i, k) =>
    (descending ? compare(values[k]!, values[i]!) : compare(values[i]!, values[k]!)) || i - k
  );
}

const numbers = (x: Tensor): number[] => x.contiguous().view(x.count).toArray() as number[];

Deno.test("sort() orders every dtype, keeps equal elements in place and says where they were", () => {
  for (const dtype of NUMERIC) {
    for (const n of [1, 2, 31, 33, 500]) {
      const x = rand([n]).mul(100).csub(dtype === "uint8" ? 0 : 50).to(dtype);
      for (const descending of [false, true]) {
        const [values, indices] = sort(x, 0, descending), wanted = order(numbers(x), descending);
        assertEquals(numbers(indices), wanted, `${dtype} ${n}`);
        assertEquals(numbers(values), wanted.map((i) => x.get(i)), `${dtype} ${n}`);
      }
    }
  }
});

Deno.test("sort() knows NaN, infinities, signed zeros and the ends of integers", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const x = tensor([0, NaN, -Infinity, -0, 1e-45, Infinity, -NaN, -1], { dtype });
    for (const descending of [false, true]) {
      assertEquals(numbers(sort(x, 0, descending)[1]), order(numbers(x), descending));
    }
    assert(Object.is(sort(x)[0].get(3), -0)); // the element itself comes back
  }
  const wide = zeros([3], { dtype: "int64" }).set(0, 2n ** 63n - 1n).set(1, -(2n ** 63n));
  assertEquals(numbers(sort(wide)[1]), [1, 2, 0]);
});

Deno.test("sort() works along any dimension and layout", () => {
  const x = rand([4, 5, 3]);
  for (let d = 0; d < 3; d++) {
    const [values, indices] = sort(x, d);
    assert(x.gather(d, indices).equal(values));
    assert(values.narrow(d, 1, x.size(d) - 1).ge(values.narrow(d, 0, x.size(d) - 1)).all());
    for (const y of Object.values(layoutsOf(x))) assert(y.sort(d - 3)[0].equal(values));
  }
});

Deno.test("long lines are sorted alike at any number of threads", () => {
  const x = rand([200000]).mul(1000).floor();
  const results = [1, 2, 3].map((threads) => {
    setNumThreads(threads);
    return sort(x);
  });
  setNumThreads(1);
  for (const [values, indices] of results) {
    assert(values.equal(results[0]![0]) && indices.equal(results[0]![1]));
  }
  assert(x.index(0, results[0]![1]).equal(results[0]![0]));
  assertEquals(numbers(results[0]![1]), order(numbers(x)));
});

Deno.test("topk() finds the smallest or largest, in order if asked", () => {
  const x = rand([6, 40]).mul(20).floor(); // with equal ones
  for (const largest of [false, true]) {
    for (const k of [1, 7, 40]) {
      const [values, indices] = topk(x, k, 1, largest, true), [some, where] = topk(x, k, -1, largest);
      for (let i = 0; i < 6; i++) {
        const wanted = order(numbers(x.select(0, i)), largest).slice(0, k);
        assertEquals(numbers(indices.select(0, i)), wanted);
        assertEquals(numbers(where.select(0, i)), wanted.toSorted((a, b) => a - b));
      }
      assert(x.gather(1, indices).equal(values) && x.gather(1, where).equal(some));
    }
  }
  assertEquals(topk(x, 2, 0)[0].size(), [2, 40]);
});

Deno.test("kthvalue(), median() and mode() agree with sorting", () => {
  const x = rand([5, 9]).mul(6).floor(), [sorted] = sort(x, 1);
  for (let k = 1; k <= 9; k++) {
    const [values, indices] = kthvalue(x, k);
    assert(values.equal(sorted.narrow(1, k - 1, 1)) && x.gather(1, indices).equal(values));
  }
  assert(median(x)[0].equal(sorted.narrow(1, 4, 1)));
  assertEquals(median(x, 0, { keepDim: false })[0].size(), [9]);
  assertEquals(numbers(median(tensor([4, 1, 3, 2]))[0]), [2]);
  const [most, where] = mode(tensor([[3, 1, 1, 3, 2], [5, 4, 3, 2, 1]]));
  assertEquals([numbers(most), numbers(where)], [[1, 1], [2, 4]]);
});

Deno.test("argmax() and argmin() give the first position", () => {
  const x = tensor([[1, 7, 7], [0, 7, 0]]);
  assertEquals([argmax(x), argmin(x)], [1, 3]);
  assertEquals([x.t().argmax(), x.argmin()], [2, 3]);
  assertEquals(argmax(x, 1).toArray(), [[1], [1]]);
  assertEquals(argmin(x, 0, { keepDim: false }).toArray(), [1, 0, 1]);
  const out = zeros([1], { dtype: "int64" });
  assert(argmax(x, 0, { out }) === out && out.size(1) === 3);
});

Deno.test("results go where they are wanted, and what cannot be is said", () => {
  const x = rand([3, 4]), out = zeros([1]), indices = zeros([1], { dtype: "int64" });
  assert(sort(x, 1, false, { out, indices })[0] === out && indices.size(1) === 4);
  assert(sort(x, 1, false, { out: x })[0] === x && x.equal(out));
  assertEquals(zeros([0]).sort()[0].size(), [0]);
  assertThrows(() => topk(x, 5), RangeError, "Cannot run topk: k must be from 1 to 4 but is 5");
  assertThrows(() => kthvalue(x, 0), RangeError, "Cannot run kthvalue: k must be from 1 to 4 but is 0");
  assertThrows(() => sort(x, 2), RangeError, "Cannot run sort: dim must be from -2 to 1 but is 2");
  assertThrows(() => sort(zeros([2], { dtype: "bool" })), TypeError, "Cannot run sort: not defined for bool");
  assertThrows(
    () => median(zeros([0])),
    RangeError,
    "Cannot run median: the size of the dimension must be at least 1 but is 0",
  );
  assertThrows(
    () => argmax(zeros([0])),
    RangeError,
    "Cannot run argmax: the number of elements must be at least 1 but is 0",
  );
});

Deno.test("topk() finds the first of long lines, equal elements by position, NaN last or first", () => {
  const n = 3000, drawn = mulberry(5), values = Array.from({ length: n }, () => Math.floor(drawn() * 200) - 100);
  const rising = values.toSorted((a, b) => a - b), wild = values.map((v, i) => i % 97 === 0 ? NaN : v);
  const lists: [Dtype, number[]][] = [
    ["float32", wild],
    ["float64", wild],
    ["float32", wild.map((_, i) => i < n - 3 ? NaN : i)],
    ["float32", rising],
    ["int32", rising.toReversed()],
    ["int64", values],
    ["uint8", values.map((v) => v + 100)],
    ["float32", values.map((v) => v % 2 ? 0 : -0)],
  ];
  for (const [dtype, list] of lists) {
    const x = tensor(list, { dtype });
    for (const k of [1, 5, 64, 700, n]) {
      for (const largest of [false, true]) {
        const first = order(list, largest).slice(0, k);
        for (const layout of [x, layoutsOf(x).strided, x.view(n, 1).expand(n, 3).contiguous().select(1, 1)]) {
          const [found, at] = topk(layout, k, 0, largest, true);
          assertEquals(numbers(at), first, `${dtype} ${k} ${largest}`);
          assertEquals(numbers(found).map((v) => v + 0), first.map((i) => list[i]! + 0));
        }
        const [, unsorted] = topk(x, k, 0, largest, false);
        assertEquals(numbers(unsorted), first.toSorted((a, b) => a - b));
      }
    }
  }
  const matrix = tensor(values).view(1000, 3), [, at] = topk(matrix, 4, 0, true, true); // along columns
  for (let j = 0; j < 3; j++) {
    assertEquals(numbers(at.select(1, j)), order(numbers(matrix.select(1, j)), true).slice(0, 4));
  }
});
