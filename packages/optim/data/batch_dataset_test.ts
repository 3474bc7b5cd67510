import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { arange, type Tensor } from "@taimatsu/tensor";
import { BatchDataset, type BatchOptions, type Dataset, ListDataset, TensorDataset } from "../mod.ts";

const data = new ListDataset([0, 1, 2, 3, 4, 5, 6]);
const all = (batches: Dataset<Tensor>) =>
  Array.from({ length: batches.size() }, (_, i) => (batches.get(i) as Tensor).toArray());

Deno.test("BatchDataset keeps or drops the last samples", () => {
  assertEquals(all(new BatchDataset(data, 3)), [[0, 1, 2], [3, 4, 5], [6]]);
  assertEquals(all(new BatchDataset(data, 3, { policy: "skip-last" })), [[0, 1, 2], [3, 4, 5]]);
  assertEquals(all(new BatchDataset(data, 7, { policy: "divisible-only" })), [[0, 1, 2, 3, 4, 5, 6]]);
  assertEquals(all(new BatchDataset(data, 100)), [[0, 1, 2, 3, 4, 5, 6]]);
  assertThrows(
    () => new BatchDataset(data, 3, { policy: "divisible-only" }),
    RangeError,
    "the 7 samples must be divisible by batchSize, which is 3",
  );
});

Deno.test("BatchDataset merges, orders and filters as it is told", async () => {
  const backwards = new BatchDataset(data, 4, { perm: (i, size) => size - 1 - i });
  assertEquals(all(backwards), [[6, 5, 4, 3], [2, 1, 0]]);
  assertEquals(all(new BatchDataset(data, 4, { filter: (x) => x % 2 === 1 })), [[1, 3], [5]]);
  assertEquals(new BatchDataset(data, 2, { merge: (samples) => samples.length }).get(3), 1);
  const later = new BatchDataset(new ListDataset([1, 2], (x) => Promise.resolve(x)), 2);
  assertEquals((await later.get(0)).toArray(), [1, 2]);
  const rows = new BatchDataset(new TensorDataset(arange(4)), 2);
  assertEquals([rows.get(1).dtype, rows.get(1).toArray()], ["float32", [2, 3]]);
});

Deno.test("BatchDataset refuses what it cannot use", async () => {
  const refused = (options: unknown, text: string) =>
    assertThrows(() => new BatchDataset(data, 2, options as BatchOptions<number, unknown>), TypeError, text);
  refused({ policy: "last" }, 'policy must be one of include-last, skip-last, divisible-only but is "last"');
  refused({ merge: 3 }, "merge must be a function but is 3");
  refused({ filter: {} }, "filter must be a function but is Object");
  assertThrows(() => new BatchDataset(data, 0), RangeError, "batchSize must be");
  assertThrows(() => new BatchDataset(3 as never, 1), TypeError, "dataset must be a dataset");
  assertThrows(() => new BatchDataset(data, 3).get(3), RangeError, "i must be from 0 to 2 but is 3");
  assertThrows(
    () => new BatchDataset(data, 3, { perm: () => 7 }).get(0),
    RangeError,
    "perm(0) must be from 0 to 6 but is 7",
  );
  assertThrows(() => new BatchDataset(data, 3, { filter: () => false }).get(0), TypeError, "must not be empty");
  assertThrows(() => new BatchDataset(new ListDataset([]), 3).get(0), RangeError, "the dataset is empty");
  const later = new ListDataset([1], () => Promise.reject(new Error("lost")));
  await assertRejects(async () => await new BatchDataset(later, 1).get(0), Error, "lost");
});
