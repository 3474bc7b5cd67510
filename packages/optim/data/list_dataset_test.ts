import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ListDataset } from "../mod.ts";

Deno.test("ListDataset loads an entry when it is asked for", async () => {
  const loaded: unknown[] = [];
  const data = new ListDataset(["a", "b"], (entry, i) => {
    loaded.push([entry, i]);
    return Promise.resolve(entry + i);
  });
  assertEquals([data.size(), loaded.length], [2, 0]);
  assertEquals([await data.get(1), await data.get(0)], ["b1", "a0"]);
  assertEquals(loaded, [["b", 1], ["a", 0]]);
  assertEquals(new ListDataset([{ input: 3 }]).get(0), { input: 3 });
});

Deno.test("ListDataset gives on what load throws", async () => {
  const fail = () => Promise.reject(new RangeError("no such file"));
  await assertRejects(async () => await new ListDataset([1], fail).get(0), RangeError, "no such file");
});

Deno.test("ListDataset refuses what it cannot use", () => {
  assertThrows(() => new ListDataset(3 as never), TypeError, "Cannot run ListDataset: list must be a list but is 3");
  assertThrows(() => new ListDataset([1], 2 as never), TypeError, "load must be a function but is 2");
  const data = new ListDataset([1, 2]);
  for (const i of [-1, 2, NaN]) assertThrows(() => data.get(i), RangeError, "i must be from 0 to 1 but is " + i);
  assertThrows(() => data.get(0.5), RangeError, "i must be an integer but is 0.5");
  assertThrows(() => data.get("0" as never), TypeError, 'i must be a number but is "0"');
  assertThrows(() => new ListDataset([]).get(0), RangeError, "there is no sample 0, the dataset is empty");
});
