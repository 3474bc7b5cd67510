import { assertEquals, assertThrows } from "@std/assert";
import { arange, type Tensor } from "@taimatsu/tensor";
import { ListDataset, ResampleDataset, TensorDataset } from "../mod.ts";

const data = new ListDataset([10, 11, 12]);

Deno.test("ResampleDataset gives what its sampler chooses", () => {
  const twice = new ResampleDataset(data, { sampler: (_, i) => i >> 1, size: 6 });
  assertEquals(Array.from({ length: twice.size() }, (_, i) => twice.get(i)), [10, 10, 11, 11, 12, 12]);
  assertEquals([new ResampleDataset(data).size(), new ResampleDataset(data).get(2)], [3, 12]);
  assertEquals(new ResampleDataset(data, { size: 2 }).size(), 2);
  const batches = new ResampleDataset(new TensorDataset(arange(4)), { sampler: (d, i) => d.size() - 1 - i });
  assertEquals((batches.getBatch!([0, 3]) as Tensor).toArray(), [3, 0]);
});

Deno.test("ResampleDataset refuses what it cannot use", () => {
  assertThrows(() => new ResampleDataset(data, { size: -1 }), RangeError, "size must be");
  assertThrows(
    () => new ResampleDataset(data, { sampler: 3 as never }),
    TypeError,
    "sampler must be a function but is 3",
  );
  assertThrows(() => new ResampleDataset({} as never), TypeError, "dataset must be a dataset");
  const outside = new ResampleDataset(data, { sampler: (_, i) => 2 * i });
  assertThrows(() => outside.get(2), RangeError, "the sampler's choice for 2 must be from 0 to 2 but is 4");
  assertThrows(() => outside.get(3), RangeError, "i must be from 0 to 2 but is 3");
});
