// Datasets and the loader with random sizes, orders and options, valid or not: each sample comes once, or a documented error.
import { assert, assertEquals } from "@std/assert";
import { isTensor, type Tensor, tensor } from "@taimatsu/tensor";
import {
  BatchDataset,
  collate,
  ConcatDataset,
  DataLoader,
  type DataLoaderState,
  type Dataset,
  DatasetPart,
  ListDataset,
  LoadError,
  ResampleDataset,
  ShuffleDataset,
  SplitDataset,
  TensorDataset,
  TransformDataset,
} from "../mod.ts";
import { attempt, check, checkLater, type Draw, isDocumented, show } from "../property/draw.ts";

const CALLS = 4000;

const numbersOf = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sorted = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);

/** A dataset of the numbers from 0 to below n in any order, through datasets that only choose and order. */
function drawDataset(draw: Draw, n: number, depth = 2): Dataset<number> {
  if (depth === 0) {
    const list = numbersOf(n);
    if (n === 0 || draw.chance(2)) return new ListDataset(list);
    return new TensorDataset(tensor(list, { dtype: "int64" })) as unknown as Dataset<number>;
  }
  const inner = drawDataset(draw, n, depth - 1), cut = draw.int(0, n);
  switch (draw.int(0, 4)) {
    case 0:
      return new ShuffleDataset(inner, { seed: draw.int(0, 1e6) });
    case 1:
      return new ResampleDataset(inner, { sampler: (_, i) => n - 1 - i });
    case 2:
      return new ConcatDataset([new DatasetPart(inner, cut, n - cut), new DatasetPart(inner, 0, cut)]);
    case 3:
      return new TransformDataset(inner, (x: number) => draw.chance(2) ? x : Promise.resolve(x));
    default:
      return inner;
  }
}

async function samplesOf(loader: AsyncIterable<unknown>): Promise<number[][]> {
  return await Array.fromAsync(loader, (batch) => (batch as Tensor).toArray() as number[]);
}

Deno.test("a loader gives each sample once in each epoch, and goes on from any place", async () => {
  await checkLater(async (draw) => {
    const n = draw.oneOf([0, 1, 2, 7, 20]), data = drawDataset(draw, n), batchSize = draw.int(1, 8);
    const shuffle = draw.chance(2), dropLast = draw.chance(3), options = { batchSize, shuffle, dropLast };
    const seed = draw.int(0, 2 ** 40), loader = new DataLoader(data, { ...options, seed }), epochs = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      const batches = await samplesOf(loader), all = batches.flat(), full = n - n % batchSize;
      assertEquals([batches.length, all.length], [loader.size(), dropLast ? full : n]);
      assertEquals(new Set(all).size, all.length);
      assert(all.every((i) => Number.isInteger(i) && i >= 0 && i < n));
      epochs.push(batches);
    }
    if (loader.size() === 0) return;
    const stop = draw.int(1, loader.size()), first = new DataLoader(data, { ...options, seed }), seen: number[][] = [];
    for await (const batch of first as AsyncIterable<Tensor>) {
      seen.push(batch.toArray() as number[]);
      if (seen.length === stop) break;
    }
    const second = new DataLoader(data, { ...options, seed: 5 });
    second.loadState(JSON.parse(JSON.stringify(first.state())));
    if (stop < loader.size()) seen.push(...await samplesOf(second));
    assertEquals(seen, epochs[0]);
    assertEquals(await samplesOf(second), epochs[1]);
  }, CALLS / 8);
});

Deno.test("datasets that choose and order give each sample once, one by one and in batches", async () => {
  await checkLater(async (draw) => {
    const n = draw.int(1, 12), data = drawDataset(draw, n, 3), order = draw.order(n);
    const samples = await Promise.all(order.map((i) => data.get(i)));
    assertEquals(sorted(samples), numbersOf(n));
    if (data.getBatch === undefined) return;
    assertEquals((await data.getBatch(order) as Tensor).toArray(), await Promise.all(order.map((i) => data.get(i))));
  }, CALLS / 4);
});

Deno.test("SplitDataset cuts without overlap", () => {
  check((draw) => {
    const n = draw.int(3, 50),
      sizes = draw.chance(2) ? { a: 0.5, b: 0.3, c: 0.2 } : { a: 1, b: draw.int(1, n - 2), c: 1 };
    let split: SplitDataset<number, "a" | "b" | "c"> | undefined;
    const error = attempt(() => "SplitDataset", () => split = new SplitDataset(new ListDataset(numbersOf(n)), sizes));
    if (error !== undefined) return assert(n < 5, error.message);
    const parts = (["a", "b", "c"] as const).map((name) => split!.select(name));
    const all = parts.flatMap((part) => numbersOf(part.size()).map((i) => part.get(i) as number));
    assertEquals(all, numbersOf(all.length));
    assertEquals(all.length, sizes.c === 0.2 ? n : sizes.a + sizes.b + sizes.c);
  }, CALLS / 4);
});

/** A sample of tensors, numbers and texts. */
function drawSample(draw: Draw, depth: number): unknown {
  const kind = draw.int(0, depth > 0 ? 5 : 3);
  if (kind < 4) return [draw.numbers([2]), draw.int(-5, 5), draw.chance(2), "text"][kind];
  const entries = [drawSample(draw, depth - 1), drawSample(draw, depth - 1)];
  return kind === 4 ? entries : { x: entries[0], y: entries[1] };
}

/** Returns sample i of a batch. */
function sampleOf(batch: unknown, i: number): unknown {
  if (isTensor(batch)) return show(batch.dim() === 1 ? Number(batch.get(i)) : batch.select(0, i));
  const names = Object.keys(batch as object), values = Object.values(batch as object);
  if (Array.isArray(batch) && values.every((value) => typeof value === "string")) return values[i];
  const entries = values.map((value) => sampleOf(value, i));
  return Array.isArray(batch) ? entries : Object.fromEntries(names.map((name, k) => [name, entries[k]]));
}

function shown(sample: unknown): unknown {
  if (typeof sample === "string") return sample;
  if (isTensor(sample)) return show(sample);
  if (typeof sample !== "object" || sample === null) return show(Number(sample));
  if (Array.isArray(sample)) return sample.map(shown);
  return Object.fromEntries(Object.entries(sample).map(([name, entry]) => [name, shown(entry)]));
}

Deno.test("collate joins samples so that each can be found in the batch, or says which does not fit", () => {
  check((draw) => {
    const first = drawSample(draw, 2), samples = Array.from({ length: draw.int(1, 4) }, () => structuredCopy(first));
    const shared = draw.chance(2);
    if (!draw.chance(3)) {
      const batch = collate(samples, { shared });
      // Lists of texts cannot be told from texts.
      if (!JSON.stringify(shown(first)).includes('"text"')) {
        samples.forEach((x, i) => assertEquals(sampleOf(batch, i), shown(x)));
      }
      return;
    }
    samples[draw.int(0, samples.length - 1)] = draw.chance(2) ? draw.odd() : [draw.odd(), draw.odd()];
    attempt(() => `collate(${show(samples)})`, () => collate(samples, { shared }));
  }, CALLS);
});

function structuredCopy(sample: unknown): unknown {
  if (isTensor(sample) || typeof sample !== "object" || sample === null) return sample;
  if (Array.isArray(sample)) return sample.map(structuredCopy);
  return Object.fromEntries(Object.entries(sample).map(([name, entry]) => [name, structuredCopy(entry)]));
}

Deno.test("datasets take anything: samples, or a documented error", () => {
  check((draw) => {
    const odd = draw.odd(), any = odd as never, other = draw.odd() as never, list = new ListDataset([1, 2, 3]);
    const rows = new TensorDataset(tensor([[1, 2], [3, 4]]));
    const calls: Record<string, () => unknown> = {
      "new ListDataset(odd)": () => new ListDataset(any).get(0),
      "new ListDataset(, odd)": () => new ListDataset([1], any),
      "ListDataset.get(odd)": () => list.get(any),
      "new TensorDataset(odd)": () => new TensorDataset(any).size(),
      "new TensorDataset([odd])": () => new TensorDataset([tensor([1, 2]), any]),
      "new TensorDataset({ odd })": () => new TensorDataset({ x: any, y: other }),
      "TensorDataset.get(odd)": () => rows.get(any),
      "TensorDataset.getBatch(odd)": () => rows.getBatch(any),
      "TensorDataset.getBatch([odd])": () => rows.getBatch([0, any]),
      "TensorDataset.getBatch(, odd)": () => rows.getBatch([0], any),
      "new ShuffleDataset(odd)": () => new ShuffleDataset(any),
      "new ShuffleDataset(, odd)": () => new ShuffleDataset(list, any),
      "new ShuffleDataset(, { odd })": () => new ShuffleDataset(list, { [draw.oneOf(["generator", "seed"])]: odd }),
      "new ShuffleDataset(, { size })": () => new ShuffleDataset(list, { size: any }).get(0),
      "ShuffleDataset.get(odd)": () => new ShuffleDataset(list).get(any),
      "new ResampleDataset(, odd)": () => new ResampleDataset(list, any),
      "new ResampleDataset(, { odd })": () => new ResampleDataset(list, { [draw.oneOf(["sampler", "size"])]: odd }),
      "ResampleDataset.get()": () => new ResampleDataset(list, { sampler: () => any }).get(0),
      "new ConcatDataset(odd)": () => new ConcatDataset(any),
      "new ConcatDataset([odd])": () => new ConcatDataset([list, any]),
      "ConcatDataset.get(odd)": () => new ConcatDataset([list, list]).get(any),
      "new DatasetPart(odd)": () => new DatasetPart(list, any, other),
      "new SplitDataset(odd)": () => new SplitDataset(any, { a: 1 }),
      "new SplitDataset(, odd)": () => new SplitDataset(list, any),
      "new SplitDataset(, { odd })": () => new SplitDataset(list, { a: any, b: other }),
      "SplitDataset.select(odd)": () => new SplitDataset(list, { a: 1 }).select(any),
      "new TransformDataset(odd)": () => new TransformDataset(any, (x: number) => x),
      "new TransformDataset(, odd)": () => new TransformDataset(list, any).get(0),
      "new TransformDataset(, , odd)": () => new TransformDataset(list, (x: number) => x, any).get(0),
      "TransformDataset.get()": () => new TransformDataset(new ListDataset([odd]), { x: (x: number) => x }).get(0),
      "new BatchDataset(odd)": () => new BatchDataset(any, 1),
      "new BatchDataset(, odd)": () => new BatchDataset(list, any).get(0),
      "new BatchDataset(, , odd)": () => new BatchDataset(list, 2, any).get(0),
      "new BatchDataset(, , { odd })": () =>
        new BatchDataset(list, 2, { [draw.oneOf(["policy", "merge", "perm", "filter"])]: odd }).get(0),
      "BatchDataset.get(odd)": () => new BatchDataset(list, 2).get(any),
      "BatchDataset.perm": () => new BatchDataset(list, 2, { perm: () => any }).get(0),
      "collate(odd)": () => collate(any),
      "collate(, odd)": () => collate([1], any),
      "new DataLoader(odd)": () => new DataLoader(any),
      "new DataLoader(, odd)": () => new DataLoader(list, any),
      "new DataLoader(, { odd })": () =>
        new DataLoader(list, {
          // deno-fmt-ignore
          [draw.oneOf(["batchSize", "shuffle", "seed", "generator", "dropLast", "collate", "workers", "worker", "prefetch",
            "persistentWorkers"])]: odd,
        }),
    };
    const text = draw.oneOf(Object.keys(calls));
    attempt(() => `${text} with ${show([odd, other])}`, calls[text]!);
  }, CALLS);
});

Deno.test("datasets of odd sizes and samples give documented errors", async () => {
  await checkLater(async (draw) => {
    const size = draw.odd(), sample = draw.odd(), wrong = draw.chance(2);
    const data = { size: () => wrong ? size as number : 3, get: () => sample };
    if (wrong && typeof size === "number" && size > 100) return;
    const makers: (() => Dataset)[] = [
      () => data,
      () => new ConcatDataset([data, data]),
      () => new ShuffleDataset(data),
      () => new ResampleDataset(data),
      () => new TransformDataset(data, (x: unknown) => x),
      () => new DatasetPart(data, 0, 1),
    ];
    const k = draw.int(0, makers.length - 1),
      text = (): string => `dataset ${k} of size ${show(data.size())}, ${show(sample)}`;
    try {
      const loader = new DataLoader(makers[k]!(), { batchSize: 2, shuffle: draw.chance(2) });
      loader.size();
      for await (const _ of loader);
    } catch (error) {
      const loaded = error instanceof LoadError && /^Cannot (load|make) /.test(error.message) &&
        isDocumented(error.cause);
      if (!loaded && !isDocumented(error)) {
        throw new Error(`${text()} threw ${(error as Error).stack}`, { cause: error });
      }
    }
  }, CALLS / 2);
});

Deno.test("a loader refuses states that are broken, and stays as it was", () => {
  check((draw) => {
    const options = { batchSize: draw.int(1, 3), shuffle: draw.chance(2), seed: 1 };
    const loader = new DataLoader(new ListDataset([1, 2, 3]), options), before = loader.state();
    const state = { ...before, [draw.oneOf(Object.keys(before))]: draw.odd() };
    const given = draw.chance(10) ? draw.odd() : state;
    const error = attempt(() => `loadState(${show(given)})`, () => loader.loadState(given as DataLoaderState));
    if (error !== undefined) assertEquals(loader.state(), before);
  }, CALLS);
});
