import { assert, assertEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { type Dtype, empty, equal, type Tensor, tensor, zeros } from "./mod.ts";
import { compareInto, op, opNames } from "./native.ts";
import { COMPARE } from "./pointwise_reference_test.ts";
import { layoutsOf } from "./testing.ts";

const DTYPES = ["uint8", "int8", "int16", "int32", "int64", "float32", "float64", "bool"] as const;
const REALS = [-2.5, -1, -0, 0, 0.5, 1, NaN, Infinity, -Infinity, 3, 7, 1000],
  WHOLE = [0, 1, 2, 3, 5, 7, 100, 127, 1, 0, 2, 64];
const OTHER = 5;

function valuesOf(dtype: Dtype): number[] {
  if (dtype === "bool") return WHOLE.map((x) => x % 2);
  if (dtype === "float32" || dtype === "float64") return REALS;
  return dtype === "uint8" ? WHOLE : WHOLE.map((x, i) => i % 3 === 0 ? -x : x);
}

Deno.test("every comparison has a reference, every reference a comparison", () => {
  assertEquals(Object.keys(COMPARE).sort(), opNames("compare").toSorted());
});

for (const [name, reference] of Object.entries(COMPARE)) {
  Deno.test(`${name} agrees with its reference in every dtype and layout`, () => {
    const number = op("compare", name);
    for (const dtype of DTYPES) {
      const values = valuesOf(dtype), others = values.map((_, i) => values[(i * OTHER + 1) % values.length]!);
      const x = tensor(values, { dtype }).view(3, 4), y = tensor(others, { dtype }).view(3, 4);
      const withTensor = values.map((v, i) => +reference(v, others[i]!));
      const withNumber = values.map((v) => +reference(v, 1));
      const ys = layoutsOf(y);
      for (const [layout, view] of Object.entries(layoutsOf(x))) {
        const what = `${name} ${dtype} ${layout}`, other = ys[layout as keyof typeof ys];
        const found = compareInto(number, undefined, view, other);
        assertEquals(found.dtype, "uint8", what);
        assertEquals(found.view(-1).toArray(), withTensor, what);
        assertEquals(compareInto(number, undefined, view, y).view(-1).toArray(), withTensor, what);
        assertEquals(compareInto(number, undefined, view, 1).view(-1).toArray(), withNumber, what);
      }
      for (const out of [empty([1]).to("bool"), empty([1], { dtype })]) {
        assert(compareInto(number, out, x, y) === out, `${name} ${dtype} into ${out.dtype}`);
        assertEquals(out.view(-1).toArray(), withTensor, `${name} ${dtype} into ${out.dtype}`);
      }
    }
  });
}

Deno.test("comparisons broadcast", () => {
  const x = tensor([[1], [2], [3]]), y = tensor([1, 2]);
  assertEquals(T.lt(x, y).toArray(), [[0, 1], [0, 0], [0, 0]]);
  assertEquals(T.eq(y, x).toArray(), [[1, 0], [0, 1], [0, 0]]);
});

Deno.test("the functions and the methods are the comparisons they are called after", () => {
  const x = tensor([1, NaN, 3, 0]), y = tensor([2, 2, 3, 0]);
  for (const name of ["lt", "le", "gt", "ge", "eq", "ne", "logicalAnd", "logicalOr", "logicalXor"] as const) {
    const expected = compareInto(op("compare", name), undefined, x, y).toArray();
    assertEquals(T[name](x, y).toArray(), expected, name);
    assertEquals(x[name](y).toArray(), expected, name);
  }
  for (const name of ["logicalNot", "isNaN", "isInf", "isFinite"] as const) {
    const expected = compareInto(op("compare", name), undefined, x, 0).toArray();
    assertEquals(T[name](x).toArray(), expected, name);
    assertEquals(x[name]().toArray(), expected, name);
  }
  assertEquals(x.toArray(), [1, NaN, 3, 0]);
});

Deno.test("comparisons of int64 are exact beyond 2^53", () => {
  const x = tensor([2n ** 60n, 2n ** 60n + 1n], { dtype: "int64" }),
    y = tensor([2n ** 60n + 1n, 2n ** 60n + 1n], { dtype: "int64" });
  assertEquals(T.eq(x, y).toArray(), [0, 1]);
  assertEquals(T.lt(x, y).toArray(), [1, 0]);
});

Deno.test("comparisons of integers with a fraction compare the numbers", () => {
  const x = tensor([1, 2, 3], { dtype: "int32" });
  assertEquals(T.lt(x, 2.5).toArray(), [1, 1, 0]);
  assertEquals(T.eq(x, 2.5).toArray(), [0, 0, 0]);
  assertEquals(T.ge(tensor([0, 255], { dtype: "uint8" }), -1).toArray(), [1, 1]);
  assertEquals(T.lt(tensor([0, 255], { dtype: "uint8" }), 256).toArray(), [1, 1]);
});

Deno.test("equal() compares sizes and values exactly", () => {
  const x: Tensor = tensor([[1, 2], [3, 4]]);
  assert(equal(x, x.t().clone().t()));
  assert(x.equal(layoutsOf(x).strided));
  assert(!equal(x, x.view(4)));
  assert(!equal(x, tensor([[1, 2], [3, 4.5]])));
  assert(!equal(tensor([NaN]), tensor([NaN])));
  assert(equal(tensor([0]), tensor([-0])));
  assert(equal(tensor([]), tensor([])));
  const big = zeros([100000]), other = zeros([100000]);
  assert(equal(big, other));
  other.set(99999, 1);
  assert(!equal(big, other));
});

Deno.test("comparisons reject wrong arguments", () => {
  const x = tensor([1, 2, 3]);
  assertThrows(() => T.lt(x, tensor([1, 2])), TypeError, "Cannot run lt: sizes [3] and [2] are not compatible");
  assertThrows(() => T.lt(x, x.to("float64")), TypeError, "Cannot run lt: y must be float32 like x but is float64");
  assertThrows(() => T.equal(x, x.to("int32")), TypeError, "Cannot run equal: y must be float32 like x but is int32");
  assertThrows(
    () => T.lt(x, 1, { out: empty([3], { dtype: "float64" }) }),
    TypeError,
    "Cannot run lt: r must be uint8, bool or float32 like x but is float64",
  );
});
