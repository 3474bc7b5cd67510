import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ListDataset, TransformDataset } from "../mod.ts";

const samples = [{ input: 1, target: 0 }, { input: 2, target: 1 }], data = new ListDataset(samples);

Deno.test("TransformDataset changes a sample, each time it is asked for", () => {
  let calls = 0;
  const changed = new TransformDataset(data, ({ input }, i) => [input, i, calls++]);
  assertEquals([changed.size(), changed.get(1), changed.get(1)], [2, [2, 1, 0], [2, 1, 1]]);
});

Deno.test("TransformDataset changes fields and leaves the sample alone", async () => {
  assertEquals(new TransformDataset(data, (x: number) => -x, "input").get(1), { input: -2, target: 1 } as never);
  const both = new TransformDataset(data, { input: (x: number, i: number) => x + i, target: (y: number) => y === 1 });
  assertEquals(both.get(1), { input: 3, target: true } as never);
  assertEquals(samples[1], { input: 2, target: 1 });
  const lists = new ListDataset([[5, 6]]);
  assertEquals(new TransformDataset(lists, (x: number) => 2 * x, 1).get(0), [5, 12] as never);
  const later = new TransformDataset(data, {
    input: (x: number) => Promise.resolve(7 * x),
    target: (y: number) => y - 1,
  });
  assertEquals(await later.get(0), { input: 7, target: -1 } as never);
});

Deno.test("TransformDataset waits for samples that come later", async () => {
  const later = new TransformDataset(new ListDataset([3], (x) => Promise.resolve(x)), (x: number) => x + 1);
  assertEquals(await later.get(0), 4);
  const failing = new TransformDataset(data, () => Promise.reject(new Error("not today")));
  await assertRejects(async () => await failing.get(0), Error, "not today");
});

Deno.test("TransformDataset refuses what it cannot use", () => {
  assertThrows(
    () => new TransformDataset([] as never, (x) => x),
    TypeError,
    "dataset must be a dataset, with size() and",
  );
  assertThrows(() => new TransformDataset(data, 3 as never), TypeError, "must be a function or an object of functions");
  assertThrows(() => new TransformDataset(data, {}), TypeError, "must be a function or an object of functions");
  assertThrows(
    () => new TransformDataset(data, { a: 3 as never }),
    TypeError,
    "transform.a must be a function but is 3",
  );
  assertThrows(
    () => new TransformDataset(data, { image: (x: number) => x }).get(1),
    TypeError,
    "sample 1 must have the field image but has input, target",
  );
  assertThrows(
    () => new TransformDataset(new ListDataset([1]), { image: (x: number) => x }).get(0),
    TypeError,
    "sample 0 must have the fields image but is 1",
  );
  assertThrows(() => new TransformDataset(data, (x) => x).get(2), RangeError, "i must be from 0 to 1 but is 2");
});
