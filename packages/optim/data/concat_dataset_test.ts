import { assertEquals, assertThrows } from "@std/assert";
import { ConcatDataset, ListDataset } from "../mod.ts";

Deno.test("ConcatDataset gives all samples in order, past empty datasets", () => {
  const lists = [[], [0], [1, 2, 3], [], [], [4, 5], []],
    data = new ConcatDataset(lists.map((l) => new ListDataset<number>(l)));
  assertEquals(data.size(), 6);
  assertEquals([0, 1, 2, 3, 4, 5].map((i) => data.get(i)), [0, 1, 2, 3, 4, 5]);
});

Deno.test("ConcatDataset refuses what it cannot use", () => {
  assertThrows(() => new ConcatDataset([]), TypeError, "a list of one dataset or more but is []");
  assertThrows(() => new ConcatDataset(3 as never), TypeError, "a list of one dataset or more but is 3");
  assertThrows(() => new ConcatDataset([new ListDataset([1]), 3 as never]), TypeError, "entry 1 must be a dataset");
  const data = new ConcatDataset([new ListDataset([1, 2])]);
  assertThrows(() => data.get(2), RangeError, "Cannot run ConcatDataset.get: i must be from 0 to 1 but is 2");
  assertThrows(() => new ConcatDataset([new ListDataset([])]).get(0), RangeError, "the dataset is empty");
});
