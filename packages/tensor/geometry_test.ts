import { assert, assertEquals, assertThrows } from "@std/assert";
import { cross, type Dtype, match, norm, randn, renorm, tensor, zeros } from "./mod.ts";
import { assertClose, layoutsOf } from "./testing.ts";

Deno.test("cross() works along the first dimension of size 3, or the one that is named", () => {
  for (const dtype of ["int8", "int64", "float32", "float64"] as Dtype[]) {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { dtype }), y = tensor([[0, 1, 0], [1, 0, 2]], { dtype });
    for (const z of Object.values(layoutsOf(x))) assertEquals(cross(z, y).toArray(), [[-3, 0, 1], [10, -2, -5]], dtype);
    assertEquals(x.t().cross(y.t(), 0).t().toArray(), [[-3, 0, 1], [10, -2, -5]]);
  }
  const x = tensor([1, 2, 3]), y = tensor([3, 2, 1]);
  assert(cross(x, y, 0, { out: x }) === x);
  assertEquals(x.toArray(), [-4, 8, -4]);
  assertThrows(() => cross(zeros([2]), zeros([2])), TypeError, "a dimension must have size 3 but the size is [2]");
  assertThrows(() => cross(zeros([3]), zeros([3, 1])), TypeError, "Cannot run cross");
});

Deno.test("renorm() scales the slices that are too long", () => {
  for (const p of [1, 2, 3.5, Infinity]) {
    const x = randn([4, 3, 2], { dtype: "float64" }), y = renorm(x, p, 1, 1.5);
    for (let i = 0; i < 3; i++) {
      const before = x.select(1, i), after = y.select(1, i), length = norm(before, p);
      if (length <= 1.5) assert(before.equal(after));
      else assertClose(norm(after, p), 1.5, { relative: 1e-6 }); // 1e-7 is added to the length
      if (length > 1.5) assertClose(after.clone().mul((length + 1e-7) / 1.5), before, { relative: 1e-12 });
    }
    assert(x.renorm(p, 1, 1.5) === x && x.equal(y));
  }
  assertThrows(() => renorm(zeros([2]), 2, 0, 1), TypeError, "Cannot run renorm: x must be [n, m] but is [2]");
  assertThrows(() => renorm(zeros([2, 2]), 0, 0, 1), RangeError, "Cannot run renorm: p must be more than 0 but is 0");
  assertThrows(() => renorm(zeros([2, 2]), 2, 0, -1), RangeError, "Cannot run renorm: maxNorm must be");
});

Deno.test("match() gives squared distances", () => {
  const x = randn([5, 4], { dtype: "float64" }), y = randn([3, 4], { dtype: "float64" }), r = match(x, y, 2);
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 3; j++) {
      assertClose(r.get(i, j), 2 * x.select(0, i).dist(y.select(0, j)) ** 2, { relative: 1e-12 });
    }
  }
  assertThrows(() => match(x, y.t()), TypeError, "Cannot run match: y must be [k, 4] but is [4, 3]");
});
