import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  arange,
  cat,
  chunk,
  type Dtype,
  DTYPES,
  empty,
  repeatTensor,
  split,
  stack,
  type Tensor,
  tensor,
  zeros,
} from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const x = tensor([[1, 2], [3, 4]]), y = tensor([[5, 6]]);

Deno.test("cat() joins along any dimension, in any layout", () => {
  assertEquals(cat([x, y], 0).toArray(), [[1, 2], [3, 4], [5, 6]]);
  assertEquals(cat([x, x]).toArray(), [[1, 2, 1, 2], [3, 4, 3, 4]]);
  assertEquals(cat([x, x], -2).size(), [4, 2]);
  for (const a of Object.values(layoutsOf(x))) {
    for (const b of Object.values(layoutsOf(x))) assertEquals(cat([a, b], 1).toArray(), [[1, 2, 1, 2], [3, 4, 3, 4]]);
  }
  assertEquals(cat([x]).toArray(), x.toArray());
});

Deno.test("cat() leaves out empty tensors and adds dimensions at the end", () => {
  assertEquals(cat([empty([]), x, empty([])], 0).toArray(), x.toArray());
  assertEquals(cat([empty([]), empty([])]).size(), []);
  assertEquals(cat([tensor([1, 2]), tensor([3, 4])], 1).toArray(), [[1, 3], [2, 4]]);
  assertEquals(cat([zeros([0, 2]), x], 0).toArray(), x.toArray());
});

Deno.test("cat() and stack() write to out, which may be one of the tensors", () => {
  const a = x.clone();
  cat([a, a], 0, { out: a });
  assertEquals(a.toArray(), [[1, 2], [3, 4], [1, 2], [3, 4]]);
  const out = zeros([1]);
  assertEquals(stack([y, y], 2, { out }), out);
  assertEquals(out.toArray(), [[[5, 5], [6, 6]]]);
});

Deno.test("stack() joins along a new dimension", () => {
  assertEquals(stack([y, y]).size(), [2, 1, 2]);
  assertEquals(stack([tensor([1]), tensor([2])], -1).toArray(), [[1, 2]]);
});

Deno.test("split() and chunk() give views", () => {
  const a = arange(10).view(5, 2);
  assertEquals(split(a, 2).map((p) => p.size()), [[2, 2], [2, 2], [1, 2]]);
  assertEquals(chunk(a, 3).map((p) => p.size(0)), [2, 2, 1]);
  assertEquals(chunk(arange(5), 4).map((p) => p.size(0)), [2, 2, 1]); // as in Torch7
  a.split(1, -1)[1]!.fill(0);
  assertEquals(a.toArray(), [[0, 0], [2, 0], [4, 0], [6, 0], [8, 0]]);
});

Deno.test("repeatTensor() tiles", () => {
  assertEquals(repeatTensor(x, [1, 2]).toArray(), [[1, 2, 1, 2], [3, 4, 3, 4]]);
  assertEquals(x.repeatTensor(2, 1, 2).size(), [2, 2, 4]);
  for (const a of Object.values(layoutsOf(x))) {
    assertEquals(a.repeatTensor([2, 1]).toArray(), [[1, 2], [3, 4], [1, 2], [3, 4]]);
  }
  assertEquals(x.repeatTensor(0, 1).size(), [0, 2]);
  assertEquals(x.repeatTensor(1, 1).toArray(), x.toArray());
});

Deno.test("what does not fit together is named", () => {
  assertThrows(() => cat([]), TypeError, "Cannot run cat: the list of tensors must not be empty");
  assertThrows(() => cat(x as unknown as []), TypeError, "Cannot run cat: tensors must be a list but is Tensor");
  assertThrows(
    () => cat([x, 1 as unknown as typeof x]),
    TypeError,
    "Cannot run cat: entry 1 must be a tensor but is 1",
  );
  assertThrows(() => cat([x, y], 1), TypeError, "sizes must agree but in dimension 1 but are [2, 2] and [1, 2]");
  assertThrows(() => cat([x, zeros([2, 2], { dtype: "int32" })]), TypeError, "Cannot run cat");
  assertThrows(() => stack([x, y]), TypeError, "Cannot run stack: sizes must agree but are [2, 2] and [1, 2]");
  assertThrows(() => split(x, 0), RangeError, "Cannot run split: size must be at least 1 but is 0");
  assertThrows(
    () => x.repeatTensor(2),
    RangeError,
    "Cannot run repeatTensor: the number of repeats must be from 2 to 16",
  );
});

Deno.test("cat() of many contiguous tensors writes rows end to end", () => {
  const manyOf = (dtype: Dtype, sizes: number[], ...shape: number[]): Tensor[] =>
    sizes.map((n) => tensor(Array.from({ length: 6 * n }, (_, i) => (7 * n + i) % 120), { dtype }).view(...shape, n));
  for (const dtype of DTYPES.filter((name) => name !== "bool")) {
    const parts = manyOf(dtype, [3, 1, 0, 5, 2, 1, 1, 4, 70, 2, 3], 2, 3), joined = cat(parts);
    let start = 0;
    for (const x of parts) {
      assert(joined.narrow(2, start, x.size(2)).equal(x), dtype);
      start += x.size(2);
    }
    assertEquals(joined.size(), [2, 3, 92]);
    const middle = cat(parts.map((x) => x.transpose(1, 2).contiguous()), 1);
    assert(middle.equal(joined.transpose(1, 2)), dtype);
    const out = empty([4, 3, 92], { dtype }).narrow(0, 1, 2); // contiguous within another
    assert(cat(parts, 2, { out }).equal(joined) && out.equal(joined), dtype);
  }
});
