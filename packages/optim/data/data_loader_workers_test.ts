// What a DataLoader does with Workers.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { DataLoader, type DataLoaderOptions, LoadError } from "../mod.ts";

const tensors = JSON.stringify(new URL("../../tensor/mod.ts", import.meta.url).href);
const toModule = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
const worker = toModule(`
import { rand, tensor } from ${tensors};
export default function ({ size = 10, noise = false, fails = {}, slow = 0, log } = {}) {
  return {
    size: () => size,
    async get(i) {
      if (log !== undefined) log.set(i, log.get(i) + 1);
      if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow * (i % 3)));
      switch (fails[i]) {
        case "throw": throw new RangeError("bad sample");
        case "throwText": throw "text";
        case "exit": Deno.exit(3); break;
        case "close": self.close(); break;
        case "later": setTimeout(() => { throw new Error("uncaught"); }, 0); await new Promise(() => {}); break;
        case "unsendable": return { x: new WeakMap() };
        case "hang": await new Promise(() => {});
      }
      return { x: noise ? rand([2]) : tensor([i, -i]), label: i, name: "n" + i };
    },
  };
}
`);
const loaderOf = (options: DataLoaderOptions<Batch>) =>
  new DataLoader<null, Batch>(null, { worker, batchSize: 3, workers: 2, ...options });
interface Batch {
  x: Tensor;
  label: Tensor;
  name: string[];
}
const all = (loader: DataLoader<null, Batch>) =>
  Array.fromAsync(loader, ({ x, label, name }) => [x.toArray(), label.toArray(), name]);

Deno.test("batches and their order are the same for any number of Workers", async () => {
  const options = { shuffle: true, seed: 4, workerOptions: { slow: 3 } };
  const here = loaderOf({ ...options, workers: 0 }), expected = [await all(here), await all(here)];
  assertEquals(expected[0]!.length, 4);
  for (const workers of [1, 3]) {
    const loader = loaderOf({ ...options, workers, prefetch: workers });
    assertEquals([await all(loader), await all(loader)], expected);
  }
});

Deno.test("random numbers that the samples draw belong to the batch, not to the Worker", async () => {
  const options = { seed: 4, workerOptions: { noise: true } };
  const one = loaderOf({ ...options, workers: 1 }), three = loaderOf({ ...options, workers: 3 });
  const first = await all(one), second = await all(one);
  assertEquals([await all(three), await all(three)], [first, second]);
  assert(String(first) !== String(second));
});

Deno.test("tensors of batches lie in shared memory", async () => {
  for await (const { x, label } of loaderOf({ workers: 1, batchSize: 10 })) {
    assert(x.storage().isShared() && label.storage().isShared());
    assertEquals([x.size(), x.dtype, label.dtype], [[10, 2], "float32", "int64"]);
    x.fill(1); // they belong to this thread now
  }
});

Deno.test("Workers make at most so many batches ahead", async () => {
  const log = tensor(Array(40).fill(0), { dtype: "int32" });
  const loader = loaderOf({ workers: 2, prefetch: 2, batchSize: 1, workerOptions: { size: 40, log } });
  const batches = loader[Symbol.asyncIterator](),
    pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  for (const loaded of [5, 5, 5, 8]) { // the first, and two for each Worker; then as many as are missing once half are taken
    await batches.next();
    while (log.sum() < loaded) await pause(5);
    await pause(50);
    assertEquals(log.sum(), loaded);
  }
  await batches.return();
});

Deno.test("the module may make batches itself", async () => {
  const module = toModule(`
    export default () => Promise.resolve({ size: () => 4, get: (i) => i });
    export const collate = (samples) => samples.join("+");
  `);
  for (const workers of [0, 2]) {
    const loader = new DataLoader(null, { worker: new URL(module), workers, batchSize: 2 });
    assertEquals(await Array.fromAsync(loader), ["0+1", "2+3"]);
    assertEquals(loader.size(), 2);
  }
});

Deno.test("an error in a Worker is thrown by next(), with its stack and the sample", async () => {
  const loader = loaderOf({ workerOptions: { fails: { 4: "throw" } } }), batches = loader[Symbol.asyncIterator]();
  assertEquals(((await batches.next()).value as Batch).label.toArray(), [0, 1, 2]);
  const error = await assertRejects(
    () => batches.next(),
    LoadError,
    "Cannot load sample 4: RangeError: bad sample (in worker 1)",
  );
  assertEquals([error.index, error.indices, error.worker], [4, [3, 4, 5], 1]);
  assert(error.cause instanceof RangeError);
  for (const { stack } of [error, error.cause]) assert(/at .*get.*data:text\/javascript/.test(stack!), stack);
  assertEquals((await batches.next()).done, true);
  const text = await assertRejects(() => all(loaderOf({ workerOptions: { fails: { 0: "throwText" } } })), LoadError);
  assertEquals([text.message, text.cause], ["Cannot load sample 0: text (in worker 0)", "text"]);
  await assertRejects(
    () => all(loaderOf({ workerOptions: { fails: { 0: "unsendable", 1: "unsendable", 2: "unsendable" } } })),
    LoadError,
    "Cannot make a batch of samples 0, 1, 2: TypeError: Cannot run collate: samples[0].x must be",
  );
});

for (
  const [fail, text] of [
    ["exit", "Cannot load samples 6, 7, 8: worker 0: it ended itself, by Deno.exit() or close()"],
    ["close", "Cannot load samples 6, 7, 8: worker 0: it ended itself, by Deno.exit() or close()"],
    ["later", "Cannot load samples 6, 7, 8: worker 0: Uncaught Error: uncaught"],
  ] as const
) {
  Deno.test(`a Worker that dies gives an error: ${fail}`, async () => {
    const loader = loaderOf({ workerOptions: { fails: { 6: fail } } }), seen: unknown[] = [];
    const error = await assertRejects(
      async () => {
        for await (const { label } of loader) seen.push(label.toArray());
      },
      LoadError,
      text,
    );
    assertEquals([error.worker, error.indices, seen], [0, [6, 7, 8], [[0, 1, 2], [3, 4, 5]]]);
  });
}

Deno.test("a Worker that cannot start gives an error", async () => {
  const rejects = (source: string, text: string, options: object = {}) =>
    assertRejects(() => all(loaderOf({ worker: toModule(source), ...options })), LoadError, text);
  await rejects("export default 3", "the module must have a function as default export but has 3");
  await rejects("export default () => 3", "what the module makes must be a dataset, with size() and get(), but is 3");
  await rejects("export default () => { throw new TypeError('no data'); }", "TypeError: no data");
  await rejects("syntax error", "Cannot start worker");
  await rejects("Deno.exit(1); await new Promise(() => {})", "it ended itself, by Deno.exit() or close()");
  await rejects("export const collate = 3; export default () => {}", "exports as collate must be a function but is 3");
  await rejects(
    "export default () => ({ size: () => Math.random(), get() {} })",
    "datasets must have one size in all workers",
  );
  await rejects("", "its options cannot be sent", { workerOptions: () => 1 });
  await assertRejects(() => all(loaderOf({ worker: "file:///nowhere.ts" })), LoadError, "with file:///nowhere.ts");
});

Deno.test("a loop that is left ends its Workers, even if one hangs", async () => {
  const loader = loaderOf({ workerOptions: { fails: { 3: "hang" } } });
  for await (const { label } of loader) {
    assertEquals(label.toArray(), [0, 1, 2]);
    break;
  }
  assertEquals(loader.state().batch, 1);
  const unused = loaderOf({})[Symbol.asyncIterator]();
  await unused.return();
  assertEquals((await unused.next()).done, true);
});

Deno.test("close() ends Workers while a batch is waited for, and while they start", async () => {
  const loader = loaderOf({ workerOptions: { fails: { 0: "hang" } } });
  const waits = assertRejects(() => loader[Symbol.asyncIterator]().next(), LoadError, "the loader was closed");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await loader.close();
  await waits;
  const starts = assertRejects(() => loader[Symbol.asyncIterator]().next(), LoadError, "the loader was closed");
  await loader.close();
  await starts;
});

Deno.test("persistent Workers stay until close()", async () => {
  const module = toModule(`
    let made = 0;
    export default () => { made++; return { size: () => 4, get: () => made * 100 + performance.timeOrigin % 1 * 0 }; };
  `);
  await using loader = new DataLoader(null, { worker: module, workers: 1, batchSize: 4, persistentWorkers: true });
  const origin = async () => (await Array.fromAsync(loader, (batch: Tensor) => batch.toArray()))[0];
  assertEquals([await origin(), await origin()], [[100, 100, 100, 100], [100, 100, 100, 100]]);
  for await (const _ of loader) break;
  assertEquals(await origin(), [100, 100, 100, 100]);
});

Deno.test("a state of a loader with Workers goes on in one with more", async () => {
  const options = { shuffle: true, seed: 4, workerOptions: { noise: true } };
  const whole = await all(loaderOf(options)), first = loaderOf(options), second = loaderOf({ ...options, workers: 3 });
  assertEquals(first.state().size, null);
  for await (const _ of first) if (first.state().batch === 2) break;
  second.loadState(first.state());
  assertEquals(await all(second), whole.slice(2));
  const other = loaderOf({ ...options, workerOptions: { size: 12 } });
  other.loadState(first.state());
  for (let k = 0; k < 2; k++) {
    await assertRejects(() => all(other), TypeError, "whose size is 12 but is of one whose size is 10");
  }
});
