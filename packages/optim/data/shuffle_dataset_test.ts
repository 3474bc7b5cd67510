import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { arange, cpu, Generator, manualSeed, randperm, type Tensor } from "@taimatsu/tensor";
import { type Dataset, ListDataset, ShuffleDataset, TensorDataset } from "../mod.ts";

const numbers = Array.from({ length: 50 }, (_, i) => i), data = new ListDataset(numbers);
const all = (part: Dataset<number>) => Array.from({ length: part.size() }, (_, i) => part.get(i) as number);

Deno.test("ShuffleDataset keeps its permutation until resample()", () => {
  const shuffled = new ShuffleDataset(data, { seed: 3 }), first = all(shuffled);
  assertEquals(first, randperm(50, { generator: new Generator(3), device: cpu }).toArray() as number[]);
  assertEquals(all(shuffled), first);
  shuffled.resample();
  assertNotEquals(all(shuffled), first);
  assertEquals(all(shuffled).toSorted((a, b) => a - b), numbers);
});

Deno.test("ShuffleDataset draws from the generator that it is given, or from the default one", () => {
  const order = all(new ShuffleDataset(data, { seed: 9 }));
  assertEquals(all(new ShuffleDataset(data, { generator: new Generator(9) })), order);
  manualSeed(9);
  assertEquals(all(new ShuffleDataset(data)), order);
});

Deno.test("ShuffleDataset takes some samples, with or without repetition", () => {
  const some = all(new ShuffleDataset(data, { size: 20, seed: 1 }));
  assertEquals([some.length, new Set(some).size], [20, 20]);
  const many = all(new ShuffleDataset(data, { size: 5000, replacement: true, seed: 1 }));
  assertEquals([Math.min(...many), Math.max(...many), many.length], [0, 49, 5000]);
  const counts = numbers.map((i) => many.filter((j) => i === j).length);
  // Each count is binomial: mean 100, standard deviation 9.9.
  assert(Math.min(...counts) > 50 && Math.max(...counts) < 150);
});

Deno.test("ShuffleDataset takes batches where the dataset has them", () => {
  const shuffled = new ShuffleDataset(new TensorDataset(arange(50)), { seed: 3 });
  const batch = shuffled.getBatch!([4, 0]) as Tensor;
  assertEquals(batch.toArray(), [shuffled.get(4), shuffled.get(0)] as number[]);
});

Deno.test("ShuffleDataset refuses what it cannot use", () => {
  const refused = (options: unknown, text: string) =>
    assertThrows(() => new ShuffleDataset(data, options as never), Error, text);
  refused({ size: 51 }, "Cannot run ShuffleDataset: size must be from 0 to 50 but is 51");
  refused({ size: 1.5 }, "size must be an integer but is 1.5");
  refused({ seed: -1 }, "seed must be from 0 to");
  refused({ generator: 3 }, "generator must be a Generator but is 3");
  refused({ generator: new Generator(1), seed: 1 }, "seed and generator must not be given both");
  assertThrows(() => new ShuffleDataset(data).get(50), RangeError, "i must be from 0 to 49 but is 50");
  const none = new ListDataset([]);
  assertEquals(new ShuffleDataset(none).size(), 0);
  assertThrows(() => new ShuffleDataset(none).get(0), RangeError, "there is no sample 0, the dataset is empty");
  assertThrows(() => new ShuffleDataset(none, { size: 3, replacement: true }), RangeError, "size must be from 0 to 0");
});
