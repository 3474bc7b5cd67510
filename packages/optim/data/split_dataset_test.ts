import { assertEquals, assertThrows } from "@std/assert";
import { arange } from "@taimatsu/tensor";
import { type Dataset, DatasetPart, ListDataset, SplitDataset, TensorDataset } from "../mod.ts";

const data = new ListDataset([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const all = (part: Dataset<number>) => Array.from({ length: part.size() }, (_, i) => part.get(i));

Deno.test("SplitDataset cuts by counts", () => {
  const split = new SplitDataset(data, { train: 6, test: 3 });
  assertEquals(all(split.select("train")), [0, 1, 2, 3, 4, 5]);
  assertEquals(all(split.parts.test), [6, 7, 8]);
});

Deno.test("SplitDataset cuts by fractions, without holes", () => {
  const { a, b, c } = new SplitDataset(data, { a: 0.7, b: 0.2, c: 0.1 }).parts;
  assertEquals([all(a), all(b), all(c)], [[0, 1, 2, 3, 4, 5, 6], [7, 8], [9]]);
  const thirds = new SplitDataset(data, { a: 1 / 3, b: 1 / 3, c: 1 / 3 }).parts;
  assertEquals([thirds.a.size(), thirds.b.size(), thirds.c.size()], [3, 4, 3]);
  assertEquals(new SplitDataset(data, { whole: 1 }).parts.whole.size(), 10);
  assertEquals(new SplitDataset(data, { half: 0.5 }).parts.half.size(), 5);
});

Deno.test("a part takes batches where the dataset has them", () => {
  const { test } = new SplitDataset(new TensorDataset(arange(6)), { train: 4, test: 2 }).parts;
  assertEquals((test.getBatch!([1, 0]) as ReturnType<typeof arange>).toArray(), [5, 4]);
  assertThrows(() => test.getBatch!([2]), RangeError, "i must be from 0 to 1 but is 2");
  assertEquals(new DatasetPart(data, 2, 2).getBatch, undefined);
});

Deno.test("SplitDataset refuses what it cannot use", () => {
  const refused = (sizes: unknown, type: new () => Error, text: string) =>
    assertThrows(() => new SplitDataset(data, sizes as Record<string, number>), type, text);
  refused({}, TypeError, "sizes must name one part or more but is Object");
  refused(undefined, TypeError, "sizes must name one part or more but is undefined");
  refused({ a: "1" }, TypeError, 'sizes.a must be a number but is "1"');
  refused({ a: 0, b: 1 }, RangeError, "sizes.a must be above 0 but is 0");
  refused({ a: NaN }, RangeError, "sizes.a must be above 0 but is NaN");
  refused({ a: 0.8, b: 0.4 }, RangeError, "counts, or fractions that sum to at most 1, but sizes.a is 0.8");
  refused({ a: 8, b: 4 }, RangeError, "sizes must sum to at most 10 samples but sum to 12");
  refused({ a: 0.99, b: 0.01 }, RangeError, "part b must have a sample but has none of 10");
  const { a } = new SplitDataset(data, { a: 3 }).parts;
  assertThrows(() => a.get(3), RangeError, "Cannot run DatasetPart.get: i must be from 0 to 2 but is 3");
  assertThrows(() => new SplitDataset(data, { a: 3 }).select("b" as "a"), TypeError, 'must be one of a but is "b"');
  assertThrows(() => new SplitDataset(3 as never, { a: 3 }), TypeError, "dataset must be a dataset");
  assertThrows(() => new DatasetPart(data, 8, 3), RangeError, "length must be from 0 to 2 but is 3");
});
