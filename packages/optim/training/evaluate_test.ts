import { assert, assertEquals, assertRejects } from "@std/assert";
import { MSECriterion } from "@taimatsu/criterion";
import { Dropout } from "@taimatsu/nn";
import { onesLike, tensor } from "@taimatsu/tensor";
import { DataLoader, evaluate, type EvaluateOptions } from "../mod.ts";

const model = { forward: (x: number): number => 2 * x };
const criterion = { forward: (y: number, t: number): number => (y - t) ** 2 };
const data: [number, number][] = [[1, 1], [3, 2]]; // losses 1 and 16
type Options = EvaluateOptions<number, number, number>;
const run = (options: Partial<Options> = {}) => evaluate({ model, criterion, data, ...options });

Deno.test("evaluate gives the means over batches, weighted by their sizes", async () => {
  assertEquals(await run(), { loss: (1 + 16) / 2 });
  const metric = (y: number, t: number): number => y - t;
  assertEquals(await run({ metric }), { loss: 8.5, metric: (1 + 4) / 2 });
  assertEquals(await run({ metric, batchSize: (x) => x }), { loss: (1 * 1 + 3 * 16) / 4, metric: (1 * 1 + 3 * 4) / 4 });
  async function* stream(): AsyncGenerator<[number, number]> {
    for (const batch of data) yield await Promise.resolve(batch);
  }
  assertEquals(await run({ data: stream() }), { loss: 8.5 });
});

Deno.test("evaluate runs a module in evaluation mode and leaves it there, with batches of a loader", async () => {
  const x = tensor([[1], [2], [3], [4]]), module = new Dropout(0.5);
  const loader = new DataLoader([x, onesLike(x)], { batchSize: 2 });
  module.training();
  // Dropout lets all pass: means of 0, 1, 4, 9
  assertEquals(await evaluate({ model: module, criterion: new MSECriterion(), data: loader }), { loss: 14 / 4 });
  assertEquals(module.forward(x).toArray(), x.toArray());
  assert(!module.train);
});

Deno.test("evaluate says what is wrong", async () => {
  const wrong: [Partial<Options>, typeof TypeError, string][] = [
    [{ model: {} as never }, TypeError, "Cannot run evaluate: model must have forward() but is Object"],
    [{ criterion: undefined as never }, TypeError, "criterion must have forward() but is undefined"],
    [{ data: 3 as never }, TypeError, "Cannot run evaluate: data must be iterable but is 3"],
    [{ data: [] }, TypeError, "Cannot run evaluate: data must have batches but has none"],
    [{ batchSize: () => 0 }, RangeError, "Cannot run evaluate: batchSize() must be from"],
  ];
  for (const [options, type, text] of wrong) await assertRejects(() => run(options), type, text);
});
