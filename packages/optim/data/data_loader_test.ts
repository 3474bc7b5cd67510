import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { arange, Generator, manualSeed, type Tensor, tensor } from "@taimatsu/tensor";
import { DataLoader, type DataLoaderOptions, type Dataset, ListDataset, LoadError, TransformDataset } from "../mod.ts";

const numbers = Array.from({ length: 10 }, (_, i) => i);
const all = (loader: DataLoader<readonly number[]>) => Array.fromAsync(loader, (batch) => batch.toArray() as number[]);

Deno.test("DataLoader gives batches in order", async () => {
  assertEquals(await all(new DataLoader(numbers, { batchSize: 4 })), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
  const full = new DataLoader(numbers, { batchSize: 4, dropLast: true });
  assertEquals([await all(full), full.size()], [[[0, 1, 2, 3], [4, 5, 6, 7]], 2]);
  assertEquals(await all(new DataLoader(numbers.slice(0, 2))), [[0], [1]]);
  assertEquals(await all(new DataLoader([])), []);
  assertEquals(await all(new DataLoader(numbers.slice(0, 3), { batchSize: 4, dropLast: true })), []);
});

Deno.test("DataLoader takes tensors, lists and objects of them, datasets and samples", async () => {
  const x = arange(6).view(3, 2), y = tensor([7, 8, 9], { dtype: "int16" });
  for await (const [input, target] of new DataLoader([x, y], { batchSize: 3 })) {
    assertEquals([input.toArray(), target.toArray(), target.dtype], [x.toArray(), [7, 8, 9], "int16"]);
  }
  for await (const { input } of new DataLoader({ input: x }, { batchSize: 3 })) {
    assertEquals(input.toArray(), x.toArray());
  }
  for await (const batch of new DataLoader(x, { batchSize: 3 })) assertEquals(batch.toArray(), x.toArray());
  const samples = [{ input: tensor([1, 2]), target: 0 }, { input: tensor([3, 4]), target: 1 }];
  for await (const { input, target } of new DataLoader(samples, { batchSize: 2 })) {
    assertEquals([input.toArray(), target.toArray(), target.dtype], [[[1, 2], [3, 4]], [0, 1], "int64"]);
  }
  const later = new TransformDataset(new ListDataset(numbers), (i: number) => Promise.resolve([i, -i]));
  const loader = new DataLoader(later, { batchSize: 5, collate: (pairs: [number, number][]) => pairs.flat().length });
  assertEquals(await Array.fromAsync(loader), [10, 10]);
});

Deno.test("DataLoader shuffles anew in each epoch, as the seed says", async () => {
  const loader = new DataLoader(numbers, { batchSize: 3, shuffle: true, seed: 5 });
  const epochs = [await all(loader), await all(loader), await all(loader)];
  for (const epoch of epochs) assertEquals(epoch.flat().toSorted((a, b) => a - b), numbers);
  assertEquals(new Set(epochs.map(String)).size, 3);
  const again = new DataLoader(numbers, { batchSize: 3, shuffle: true, seed: 5 });
  assertEquals([await all(again), await all(again), await all(again)], epochs);
  assertNotEquals(await all(new DataLoader(numbers, { batchSize: 3, shuffle: true, seed: 6 })), epochs[0]);
});

Deno.test("DataLoader draws its seed from the generator that it is given, or from the default one", async () => {
  const loader = (options: DataLoaderOptions<Tensor>) => new DataLoader(numbers, { shuffle: true, ...options });
  const order = await all(loader({ generator: new Generator(3) }));
  assertEquals(await all(loader({ generator: new Generator(3) })), order);
  manualSeed(3);
  assertEquals(await all(loader({})), order);
});

Deno.test("a loop that is left ends its epoch", async () => {
  const options = { batchSize: 3, shuffle: true, seed: 5 };
  const left = new DataLoader(numbers, options), whole = new DataLoader(numbers, options);
  for await (const _ of left) break;
  assertEquals([left.state().epoch, left.state().batch], [0, 1]);
  await all(whole);
  assertEquals([whole.state().epoch, whole.state().batch], [1, 0]);
  assertEquals(await all(left), await all(whole));
});

Deno.test("a state goes on inside an epoch, and with the epochs after it", async () => {
  const options = { batchSize: 3, shuffle: true, seed: 5 }, loader = new DataLoader(numbers, options);
  const epochs = [await all(loader), await all(loader), await all(loader)];
  for (const stop of [1, 2, 3, 4]) {
    const first = new DataLoader(numbers, options), seen: number[][] = [];
    await all(first);
    for await (const batch of first) if (seen.push(batch.toArray() as number[]) === stop) break;
    const second = new DataLoader(numbers, { ...options, seed: 77 });
    second.loadState(JSON.parse(JSON.stringify(first.state())));
    const rest = stop < 4 ? await all(second) : [];
    assertEquals([...seen, ...rest], epochs[1]);
    assertEquals(await all(second), epochs[2]);
  }
});

Deno.test("DataLoader.loadState() refuses states of other loaders and changes nothing", () => {
  const loader = new DataLoader(numbers, { batchSize: 3, seed: 5 }), state = loader.state();
  const refused = (change: object, text: string) =>
    assertThrows(() => loader.loadState({ ...state, ...change }), Error, text);
  refused({ batchSize: 4 }, "the state must be of a loader whose batchSize is 3 but is of one whose batchSize is 4");
  refused({ shuffle: true }, "whose shuffle is false but is of one whose shuffle is true");
  refused({ size: 11 }, "whose size is 10 but is of one whose size is 11");
  refused({ batch: 4 }, "batch must be from 0 to 3 but is 4");
  refused({ epoch: -1 }, "epoch must be");
  refused({ epoch: 2 ** 53 }, "epoch must be");
  refused({ seed: 0.5 }, "seed must be an integer");
  assertThrows(() => loader.loadState(null as never), TypeError, "state must be what state() returned but is null");
  assertEquals(loader.state(), state);
});

Deno.test("an error says which sample it was", async () => {
  const data = new ListDataset(numbers, (i) => {
    if (i === 7) throw new RangeError("seven");
    return i;
  });
  const seen: unknown[] = [];
  const error = await assertRejects(
    async () => {
      for await (const batch of new DataLoader(data, { batchSize: 3 })) seen.push(batch.toArray());
    },
    LoadError,
    "Cannot load sample 7: RangeError: seven",
  );
  assertEquals([error.index, error.indices, error.worker], [7, [6, 7, 8], undefined]);
  assert(error.cause instanceof RangeError && error.stack!.includes("data_loader_test.ts"));
  assertEquals(seen.length, 2);
  const mixed: Dataset<unknown> = { size: () => 2, get: (i) => i === 0 ? 1 : "b" };
  const next = () => new DataLoader(mixed, { batchSize: 2 })[Symbol.asyncIterator]().next();
  const other = await assertRejects(
    next,
    LoadError,
    "Cannot make a batch of samples 0, 1: TypeError: Cannot run collate",
  );
  assertEquals(other.index, undefined);
  const half: Dataset<number> = { size: () => 1.5, get: (i) => i };
  await assertRejects(
    () => Array.fromAsync(new DataLoader(half)),
    RangeError,
    "the size of the dataset must be an integer",
  );
  const refuses = new DataLoader([1], { collate: () => Promise.reject("no") });
  await assertRejects(() => Array.fromAsync(refuses), LoadError, "Cannot make a batch of sample 0: no");
});

Deno.test("DataLoader refuses what it cannot use", () => {
  const refused = (options: unknown, text: string, data: unknown = numbers) =>
    assertThrows(() => new DataLoader(data as number[], options as DataLoaderOptions<Tensor>), Error, text);
  refused({}, "data must be a dataset, a list, a tensor or an object of tensors but is 3", 3);
  refused({}, "data must be a dataset, a list, a tensor or an object of tensors but is null", null);
  refused({}, "data must be a dataset, a list, a tensor or an object of tensors but is Object", {});
  refused({}, "entry 1 must hold 2 samples like entry 0 but holds 3", [arange(2), arange(3)]);
  refused({ batchSize: 0 }, "batchSize must be");
  refused({ batchSize: "3" }, 'batchSize must be a number but is "3"');
  refused({ shuffle: 1 }, "shuffle must be true or false but is 1");
  refused({ seed: 1, generator: new Generator(1) }, "seed and generator must not be given both");
  refused({ collate: 1 }, "collate must be a function but is 1");
  refused({ workers: 257 }, "workers must be from 0 to 256 but is 257");
  refused({ workers: 1 }, "with workers, worker must be the URL of a module");
  refused({ worker: "./x.ts" }, 'worker must be a URL but is "./x.ts"');
  refused({ worker: "data:," }, "with worker, data must be null but is [0, 1");
  refused({ worker: "data:,", collate: () => 1 }, "with worker, collate must be exported by its module", null);
  refused({ prefetch: 0 }, "prefetch must be");
});
