import { assertEquals, assertThrows } from "@std/assert";
import { arange, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { TensorDataset } from "../mod.ts";

const input = arange(6).view(3, 2), target = tensor([4, 5, 6], { dtype: "int16" });

Deno.test("TensorDataset gives views of tensors and numbers of vectors", () => {
  const list = new TensorDataset([input, target]), [x, y] = list.get(2) as [Tensor, number];
  assertEquals([list.size(), x.toArray(), y], [3, [4, 5], 6]);
  x.fill(-1);
  assertEquals(input.toArray(), [[0, 1], [2, 3], [-1, -1]]);
  input.copy(arange(6).view(3, 2));
  assertEquals((new TensorDataset(input).get(1) as Tensor).toArray(), [2, 3]);
  assertEquals(Object.keys(new TensorDataset({ input, target }).get(0)), ["input", "target"]);
});

Deno.test("TensorDataset.getBatch() takes rows in any order and keeps the dtype", () => {
  const { x, y } = new TensorDataset({ x: input, y: target }).getBatch([2, 0, 2]);
  assertEquals([x.toArray(), y.toArray()], [[[4, 5], [0, 1], [4, 5]], [6, 4, 6]]);
  assertEquals([x.dtype, y.dtype], [input.dtype, "int16"]);
  const batch = new TensorDataset(input).getBatch([1], { shared: true });
  assertEquals([batch.storage().isShared(), batch.toArray()], [true, [[2, 3]]]);
  assertEquals(new TensorDataset(input.t()).getBatch([1]).toArray(), [[1, 3, 5]]);
});

Deno.test("TensorDataset refuses what it cannot use", () => {
  const refused = (value: unknown, text: string) =>
    assertThrows(() => new TensorDataset(value as never), TypeError, text);
  refused([], "not empty, but is []");
  refused({}, "not empty, but is Object");
  refused(undefined, "not empty, but is undefined");
  refused([input, 3], "entry 1 must be a tensor of one dimension or more but is 3");
  refused(zeros([]), "entry 0 must be a tensor of one dimension or more but is empty");
  refused({ input, target: zeros([2]) }, "entry target must hold 3 samples like entry input but holds 2");
  const data = new TensorDataset(input);
  assertThrows(() => data.get(3), RangeError, "Cannot run TensorDataset.get: i must be from 0 to 2 but is 3");
  assertThrows(() => data.getBatch([0, -1]), RangeError, "i must be from 0 to 2 but is -1");
  assertThrows(() => data.getBatch([]), RangeError, "the number of indices must be at least 1 but is 0");
  assertThrows(() => data.getBatch(1 as never), TypeError, "indices must be a list but is 1");
});
