import { assertEquals, assertThrows } from "@std/assert";
import { arange, tensor } from "@taimatsu/tensor";
import { BatchDataset, type Dataset, FluentDataset, ListDataset, TensorDataset, TransformDataset } from "../mod.ts";

const numbers = (): FluentDataset<number> => new FluentDataset(new ListDataset([0, 1, 2, 3, 4, 5, 6]));
const all = <S>(data: AsyncIterable<S>): Promise<S[]> => Array.fromAsync(data);

Deno.test("FluentDataset gives the samples of its dataset, one by one and in a loop, waiting for those that come later", async () => {
  const later: Dataset<number> = { size: () => 3, get: (i) => Promise.resolve(10 * i) },
    data = new FluentDataset(later);
  assertEquals([data.size(), await data.get(2)], [3, 20]);
  assertEquals(await all(data), [0, 10, 20]);
  assertEquals(await all(data), [0, 10, 20]);
});

Deno.test("FluentDataset's methods make the datasets of their names", async () => {
  assertEquals(await all(numbers().batch(3, { merge: (x) => x.join(), policy: "skip-last" })), ["0,1,2", "3,4,5"]);
  const shuffled = numbers().shuffle({ seed: 3 }), order = await all(shuffled);
  assertEquals(order.toSorted(), [0, 1, 2, 3, 4, 5, 6]);
  assertEquals(await all(shuffled), order);
  assertEquals(await all(numbers().shuffle({ seed: 3 })), order);
  assertEquals(numbers().shuffle({ size: 2 }).size(), 2);
  const { a, b } = numbers().split({ a: 0.5, b: 0.25 });
  assertEquals([await all(a), await all(b)], [[0, 1, 2, 3], [4]]);
  assertEquals(await all(b.transform((x, i) => Promise.resolve(`${x} at ${i}`))), ["4 at 0"]);
});

Deno.test("FluentDataset.transform() changes fields by name", async () => {
  const data = new FluentDataset(new ListDataset([{ x: 1, y: 2 }]));
  assertEquals(await all(data.transform((x: number) => x + 5, "x")), [{ x: 6, y: 2 }]);
  assertEquals(await all(data.transform<{ x: number; y: string }>({ y: (y: number) => `${y}` })), [{ x: 1, y: "2" }]);
});

Deno.test("FluentDataset lets a dataset make whole batches", () => {
  const tensors = new TensorDataset({ x: arange(6).view(3, 2), y: tensor([7, 8, 9], { dtype: "uint8" }) });
  const { x, y } = new FluentDataset(tensors).split({ a: 3 }).a.batch(2).get(0) as {
    x: typeof tensors.tensors.x;
    y: typeof x;
  };
  // uint8 is kept, which batches of single numbers lose
  assertEquals([x.toArray(), y.dtype, y.toArray()], [[[0, 1], [2, 3]], "uint8", [7, 8]]);
  assertEquals(new FluentDataset(new ListDataset([1])).getBatch, undefined);
});

Deno.test("FluentDataset leaves errors to the datasets", () => {
  assertThrows(() => new FluentDataset([1] as never), TypeError, "Cannot run FluentDataset: dataset must be a dataset");
  assertThrows(() => numbers().batch(0), RangeError, "Cannot run BatchDataset: batchSize must be");
  assertThrows(() => numbers().split({ a: 9 }), RangeError, "Cannot run SplitDataset: sizes must sum to at most 7");
  assertThrows(() => numbers().transform(3 as never), TypeError, "Cannot run TransformDataset: transform must be");
  assertEquals([numbers().batch(2).dataset, numbers().transform((x) => x).dataset].map((d) => d.constructor), [
    BatchDataset,
    TransformDataset,
  ]);
});
