import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, diag, DTYPES, flip, roll, tensor, trace, tril, triu, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const x = arange(1, 13).view(3, 4);

Deno.test("diag() makes and takes diagonals", () => {
  for (const dtype of DTYPES) {
    assertEquals(diag(tensor([1, 0, 1], { dtype }), -1).size(), [4, 4]);
    assertEquals(diag(diag(tensor([1, 0, 1], { dtype }), 2), 2).toArray(), [1, 0, 1]);
  }
  for (const y of Object.values(layoutsOf(x))) {
    assertEquals(diag(y).toArray(), [1, 6, 11]);
    assertEquals([diag(y, 3).toArray(), diag(y, -2).toArray()], [[4], [9]]);
    assertEquals(trace(y), 18);
  }
  assertEquals(diag(x, 4).size(), []);
  const copy = x.diag();
  copy.fill(0);
  assertEquals(x.get(0, 0), 1);
  const out = zeros([1]);
  assert(diag(x, 0, { out }) === out);
  assertEquals(out.toArray(), [1, 6, 11]);
});

Deno.test("tril() and triu() keep a triangle", () => {
  for (const y of Object.values(layoutsOf(x))) {
    assertEquals(tril(y).toArray(), [[1, 0, 0, 0], [5, 6, 0, 0], [9, 10, 11, 0]]);
    assertEquals(triu(y, -1).toArray(), [[1, 2, 3, 4], [5, 6, 7, 8], [0, 10, 11, 12]]);
    assertEquals(tril(y, 1).clone().add(triu(y, 2)).toArray(), x.toArray());
  }
  assertEquals(triu(x, 9).sum() + tril(x, -9).sum(), 0);
  assertEquals(arange(8).view(2, 2, 2).tril().toArray(), [[[0, 0], [2, 3]], [[4, 0], [6, 7]]]);
  const y = x.clone();
  assert(triu(y, 0, { out: y }) === y);
  assertEquals(y.toArray(), triu(x).toArray());
});

Deno.test("flip() and roll() reorder", () => {
  for (const y of Object.values(layoutsOf(x))) {
    assertEquals(flip(y, 0).toArray(), [[9, 10, 11, 12], [5, 6, 7, 8], [1, 2, 3, 4]]);
    assertEquals(flip(y).view(12).toArray(), arange(12, 0, -1).toArray());
    assertEquals(roll(y, -1, 1).toArray(), [[2, 3, 4, 1], [6, 7, 8, 5], [10, 11, 12, 9]]);
    assertEquals(roll(y, 13).view(12).toArray(), [12, ...arange(1, 12).toArray()]);
  }
  const y = arange(4);
  assertEquals(roll(y, 1, 0, { out: y }).toArray(), [3, 0, 1, 2]);
  assertEquals(flip(y, 0, { out: y }).toArray(), [2, 1, 0, 3]);
});

Deno.test("what is no matrix or no dimension is refused", () => {
  assertThrows(() => trace(arange(3)), TypeError, "Cannot run trace: x must be [n, m] but is [3]");
  assertThrows(() => diag(zeros([2, 2, 2])), TypeError, "Cannot run diag: x must be [n, m] but is [2, 2, 2]");
  assertThrows(() => diag(x, 0.5), RangeError, "Cannot run diag: k must be an integer");
  assertThrows(() => tril(arange(3)), TypeError, "Cannot run tril: x must be [n, m] but is [3]");
  assertThrows(() => flip(x, 2), RangeError, "Cannot run flip: a dimension must be from -2 to 1 but is 2");
});
