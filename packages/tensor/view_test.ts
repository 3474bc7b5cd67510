import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, empty, type Tensor, tensor, zeros } from "./mod.ts";

/** [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]] */
const x = (): Tensor => arange(12).view(3, 4);
/** 0 … 23 */
const cube = (): Tensor => arange(24).view(2, 3, 4);

Deno.test("size, stride, offset and count describe a view", () => {
  const v = x().narrow(1, 1, 2);
  assertEquals(v.size(), [3, 2]);
  assertEquals([v.size(0), v.size(-1)], [3, 2]);
  assertEquals(v.stride(), [4, 1]);
  assertEquals([v.stride(-2), v.stride(1)], [4, 1]);
  assertEquals(v.storageOffset(), 1);
  assertEquals([v.nElement(), v.numel(), v.count], [6, 6, 6]);
  assertEquals([v.dim(), v.nDimension()], [2, 2]);
  assert(!v.isContiguous() && x().isContiguous());
  assert(v.isSameSizeAs(zeros([3, 2])) && v.isSize([3, 2]) && !v.isSize([2, 3]));
  assertEquals([v.elementSize(), v.double().elementSize()], [4, 8]);
  v.size().push(7); // a copy
  assertEquals(v.size(), [3, 2]);
});

Deno.test("select() removes a dimension and shares the memory", () => {
  const y = x();
  assertEquals(y.select(0, 1).toArray(), [4, 5, 6, 7]);
  assertEquals(y.select(1, -1).toArray(), [3, 7, 11]);
  assertEquals(y.select(-2, -3).toArray(), [0, 1, 2, 3]);
  assertEquals(y.select(0, 1).select(0, 2).toArray(), [6]);
  assertEquals(cube().select(1, 2).toArray(), [[8, 9, 10, 11], [20, 21, 22, 23]]);
  y.select(1, 0).fill(-1);
  assertEquals(y.toArray(), [[-1, 1, 2, 3], [-1, 5, 6, 7], [-1, 9, 10, 11]]);
});

Deno.test("narrow() takes a part of a dimension", () => {
  assertEquals(x().narrow(0, 1, 2).toArray(), [[4, 5, 6, 7], [8, 9, 10, 11]]);
  assertEquals(x().narrow(1, -2, 2).toArray(), [[2, 3], [6, 7], [10, 11]]);
  assertEquals(arange(5).narrow(0, 2, 3).toArray(), [2, 3, 4]);
  assertEquals(x().narrow(0, 3, 0).size(), [0, 4]);
});

Deno.test("transpose(), t() and permute() reorder dimensions", () => {
  assertEquals(x().t().toArray(), [[0, 4, 8], [1, 5, 9], [2, 6, 10], [3, 7, 11]]);
  assertEquals(x().transpose(0, -1).toArray(), x().t().toArray());
  assertEquals(x().transpose(1, 1).toArray(), x().toArray());
  assertEquals(cube().transpose(0, 2).size(), [4, 3, 2]);
  assertEquals(cube().transpose(0, 2).get(3, 1, 1), 19);
  assertEquals(cube().permute(2, 0, 1).size(), [4, 2, 3]);
  assertEquals(cube().permute([-1, 0, 1]).get(3, 1, 1), 19);
  assertEquals(x().permute(0, 1).toArray(), x().toArray());
});

Deno.test("view() gives other sizes, one of which may be -1", () => {
  assertEquals(x().view(2, 6).toArray(), [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]);
  assertEquals(x().view([2, -1]).size(), [2, 6]);
  assertEquals(x().view(-1).size(), [12]);
  assertEquals(x().viewAs(zeros([4, 3])).size(), [4, 3]);
  const y = x();
  y.view(-1).set(5, 99);
  assertEquals(y.get(1, 1), 99);
  assertEquals(empty([0, 3]).view(3, 0).size(), [3, 0]);
});

Deno.test("reshape() copies", () => {
  const y = x(), r = y.t().reshape(2, -1);
  assertEquals(r.toArray(), [[0, 4, 8, 1, 5, 9], [2, 6, 10, 3, 7, 11]]);
  r.fill(0);
  assertEquals(y.toArray(), x().toArray());
});

Deno.test("expand() stretches dimensions of size 1 without a copy", () => {
  const row = tensor([[1, 2, 3]]);
  assertEquals(row.expand(2, 3).toArray(), [[1, 2, 3], [1, 2, 3]]);
  assertEquals(row.expand(2, -1).stride(), [0, 1]);
  assertEquals(row.expand([4, 2, 3]).size(), [4, 2, 3]);
  assertEquals(tensor([1, 2]).expand(3, 2).toArray(), [[1, 2], [1, 2], [1, 2]]);
  assertEquals(row.expandAs(zeros([2, 3])).size(), [2, 3]);
  assert(row.expand(5, 3).storage() === row.storage());
});

Deno.test("squeeze() and unsqueeze() remove and add dimensions of size 1", () => {
  const y = zeros([1, 3, 1, 2]);
  assertEquals(y.squeeze().size(), [3, 2]);
  assertEquals(y.squeeze(0).size(), [3, 1, 2]);
  assertEquals(y.squeeze(1).size(), [1, 3, 1, 2]);
  assertEquals(y.squeeze(-2).size(), [1, 3, 2]);
  assertEquals(zeros([1, 1]).squeeze().size(), [1]);
  assertEquals(zeros([1]).squeeze(0).size(), [1]);
  assertEquals(x().unsqueeze(0).size(), [1, 3, 4]);
  assertEquals(x().unsqueeze(-1).size(), [3, 4, 1]);
  assertEquals(x().unsqueeze(1).view(3, 4).toArray(), x().toArray());
  assert(x().unsqueeze(1).isContiguous());
});

Deno.test("unfold() gives all slices of a dimension", () => {
  assertEquals(arange(7).unfold(0, 2, 1).toArray(), [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6]]);
  assertEquals(arange(7).unfold(0, 3, 2).toArray(), [[0, 1, 2], [2, 3, 4], [4, 5, 6]]);
  assertEquals(x().unfold(1, 2, 2).size(), [3, 2, 2]);
  assertEquals(x().unfold(-2, 3, 1).get(0, 1, 2), 9);
});

Deno.test("contiguous() is the tensor itself where it can be", () => {
  const y = x();
  assert(y.contiguous() === y);
  assert(y.t().contiguous().isContiguous());
  assertEquals(y.t().contiguous().toArray(), y.t().toArray());
  assert(y.narrow(0, 1, 2).isContiguous());
});

Deno.test("set() makes a tensor the view that another is", () => {
  const y = x(), z = empty([]);
  assert(z.set(y.t()) === z);
  assert(z.isSetTo(y.t()) && !z.isSetTo(y));
  z.set(0, 1, -7);
  assertEquals(y.get(1, 0), -7);
  z.set();
  assertEquals([z.dim(), z.numel()], [0, 0]);
  z.setStorage(y.storage(), 1, [2, 2], [4, 1]);
  assertEquals(z.toArray(), [[1, 2], [5, 6]].map((row, i) => row.map((v) => (i === 1 && v === 4 ? -7 : v))));
  z.setStorage(y.storage());
  assertEquals(z.size(), [12]);
});

Deno.test("resize() keeps the elements while the storage is large enough, in their order", () => {
  const y = x();
  assert(y.resize(2, 5) === y);
  assertEquals(y.toArray(), [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]);
  assertEquals(y.storage().length, 12);
  y.resize([20]);
  assertEquals((y.toArray() as number[]).slice(0, 12), arange(12).toArray());
  assertEquals(y.storage().length, 20);
  const t = x().t();
  t.resize(4, 3); // nothing to do: the strides stay
  assertEquals(t.stride(), [1, 4]);
  assertEquals(empty([]).resizeAs(zeros([2, 3])).size(), [2, 3]);
});

Deno.test("all views of a storage see it grow", () => {
  const y = arange(4), v = y.view(2, 2);
  y.resize(100);
  v.set(0, 0, 5);
  assertEquals([y.get(0), y.get(3)], [5, 3]);
});

Deno.test("zeros() and ones() resize and fill", () => {
  assertEquals(arange(4).zeros(2, 3).toArray(), [[0, 0, 0], [0, 0, 0]]);
  assertEquals(arange(4).ones([2]).toArray(), [1, 1]);
});

Deno.test("iteration goes through the slices of the first dimension", () => {
  assertEquals([...x()].map((row) => row.toArray()), x().toArray());
  assertEquals([...arange(3)].map((v) => v.item()), [0, 1, 2]);
  assertEquals([...empty([])], []);
});

Deno.test("views of an empty tensor", () => {
  assertEquals(empty([]).squeeze().size(), []);
  assertEquals(empty([0, 3]).t().size(), [3, 0]);
  assertEquals(empty([]).permute().size(), []);
});

Deno.test("views reject wrong arguments", () => {
  const y = x();
  assertThrows(() => y.select(2, 0), RangeError, "Cannot run select: dim must be from -2 to 1 but is 2");
  assertThrows(() => y.select(0, 3), RangeError, "Cannot run select: index must be from -3 to 2 but is 3");
  assertThrows(() => y.select(0, NaN), RangeError, "Cannot run select: index must be from -3 to 2 but is NaN");
  assertThrows(() => y.select(0, 0.5), RangeError, "Cannot run select: index must be from -3 to 2 but is 0.5");
  assertThrows(() => y.narrow(0, 4, 1), RangeError, "Cannot run narrow: start must be from -3 to 3 but is 4");
  assertThrows(() => y.narrow(0, 1, 3), RangeError, "Cannot run narrow: length must be from 0 to 2 but is 3");
  assertThrows(() => y.narrow(0, 1, -1), RangeError, "Cannot run narrow: length must be from 0 to 2 but is -1");
  assertThrows(() => cube().t(), TypeError, "Cannot run t: the tensor must be [n, m] but is [2, 3, 4]");
  assertThrows(
    () => y.transpose(0, 2),
    RangeError,
    "Cannot run transpose: the second dimension must be from -2 to 1 but is 2",
  );
  assertThrows(
    () => y.permute(0, 0),
    RangeError,
    "Cannot run permute: the dimensions must name each of 2 once but are [0, 0]",
  );
  assertThrows(() => y.view(5, -1), TypeError, "Cannot run view: 12 elements cannot be viewed as [5, -1]");
  assertThrows(() => y.view(5), TypeError, "Cannot run view: 12 elements cannot be viewed as [5]");
  assertThrows(
    () => y.view(-3, -4),
    RangeError,
    "Cannot run view: sizes must be integers from 0 but the size is [-3, -4]",
  );
  assertThrows(
    () => y.t().view(12),
    TypeError,
    "Cannot run view: the tensor must be contiguous but has the strides [1, 4]",
  );
  assertThrows(() => y.expand(2, 4), TypeError, "Cannot run expand: [3, 4] cannot be expanded to [2, 4]");
  assertThrows(() => y.expand(4), TypeError, "Cannot run expand: [3, 4] cannot be expanded to [4]");
  assertThrows(() => y.unfold(0, 4, 1), RangeError, "Cannot run unfold: size must be from 1 to 3 but is 4");
  assertThrows(() => y.unfold(0, 1, 0), RangeError, "Cannot run unfold: step must be at least 1 but is 0");
  assertThrows(() => y.resize(-1), RangeError, "Cannot run resize: sizes must be integers from 0 but the size is [-1]");
  assertThrows(() => y.unsqueeze(3), RangeError, "Cannot run unsqueeze: dim must be from -3 to 2 but is 3");
  assertThrows(
    () => y.set(zeros([2], { dtype: "int32" })),
    TypeError,
    "Cannot run set: the other tensor must be float32 but is int32",
  );
  assertThrows(
    () => y.setStorage(y.storage(), 5, [8]),
    RangeError,
    "Cannot run fromStorage: the tensor must lie in the storage of 12 elements but reaches from 5 to 12",
  );
});

Deno.test("what would write an element several times is refused", () => {
  const y = tensor([[1], [2]]).expand(2, 3), other = zeros([2, 3]);
  const message = "must not be expanded but dimension 1 of [2, 3] repeats its elements (clone it first)";
  assertThrows(() => y.add(1), TypeError, `Cannot run add: the result ${message}`);
  assertThrows(() => y.add(other), TypeError, `Cannot run add: the result ${message}`);
  assertThrows(() => y.addcmul(other, other), TypeError, `Cannot run addcmul: the result ${message}`);
  assertThrows(() => y.copy(other), TypeError, `Cannot run copy: the tensor ${message}`);
  assertThrows(() => y.uniform(), TypeError, `Cannot run uniform: the tensor ${message}`);
  assertEquals(y.fill(5).toArray(), [[5, 5, 5], [5, 5, 5]]);
  assertEquals(other.add(y).toArray(), [[5, 5, 5], [5, 5, 5]]);
});
