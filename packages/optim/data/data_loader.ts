import { checkInteger, cpu, describe, Generator, random, randperm } from "@taimatsu/tensor";
import { checkFunction } from "../check_function.ts";
import { checkObject } from "../check_object.ts";
import { type BatchOf, datasetOf, type DataSource } from "./data_source.ts";
import type { Dataset } from "./dataset.ts";
import { generatorOf } from "./generator_of.ts";
import { type Collate, describeFault, type Fault, loadBatch } from "./load_batch.ts";
import { LoadError } from "./load_error.ts";
import { Crew } from "./loader_crew.ts";
import { openModule } from "./open_module.ts";

/** Options of {@linkcode DataLoader}. */
export interface DataLoaderOptions<B = unknown> {
  /** Samples of a batch; 1 by default. */
  batchSize?: number;
  /** Whether the samples come in random order, another one in each epoch; false by default. */
  shuffle?: boolean;
  /** Determines all orders; drawn from `generator` by default. */
  seed?: number;
  /** Where the seed comes from if it is not given; the default generator by default. */
  generator?: Generator;
  /** Whether samples that do not fill the last batch are left out; false by default. */
  dropLast?: boolean;
  /** Makes a batch of samples; {@linkcode collate} by default. With `worker`, its module exports it. */
  // deno-lint-ignore no-explicit-any
  collate?: (samples: any[]) => B | Promise<B>;
  /** Number of Workers that make batches; 0, this thread alone, by default. */
  workers?: number;
  /**
   * The module that makes the dataset: its default export is a function of `workerOptions` that returns a dataset or a promise of
   * one, and it may export a function `collate`.
   */
  worker?: URL | string;
  /** What the module's function gets: what `postMessage` takes, and tensors, which are shared. */
  workerOptions?: unknown;
  /** Batches that each Worker makes ahead; 4 by default. */
  prefetch?: number;
  /** Whether the Workers stay for the next epoch, until `close()`; false by default. */
  persistentWorkers?: boolean;
}

/** Where a {@linkcode DataLoader} is, as plain data that can be written as JSON. */
export interface DataLoaderState {
  /** The seed of all orders. */
  seed: number;
  /** The epoch, from 0. */
  epoch: number;
  /** Batches of the epoch that were given. */
  batch: number;
  /** Samples of a batch. */
  batchSize: number;
  /** Whether the order is random. */
  shuffle: boolean;
  /** Number of samples; `null` if it is not known yet, because Workers make the dataset. */
  size: number | null;
}

/**
 * Batches of a dataset, as an async iterable: each loop is an epoch. A list in which all entries are tensors, or an object of
 * tensors, counts the samples in dimension 0.
 *
 * With `workers`, threads make the batches, each with a dataset of its own; the tensors come back in shared memory, without a
 * copy. The batches and their order are the same for any number of Workers: for each batch the default generator of the Worker
 * starts from a seed that belongs to the batch. The Workers end with the loop, however it ends.
 *
 * torchnet: `DatasetIterator`, `ParallelDatasetIterator`. PyTorch: `torch.utils.data.DataLoader`.
 *
 * @example Usage
 * ```ts
 * import { DataLoader } from "@taimatsu/optim";
 * import { arange, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const input = arange(10).view(5, 2), target = tensor([0, 1, 0, 1, 0], { dtype: "int64" });
 * const loader = new DataLoader([input, target], { batchSize: 2, shuffle: true, seed: 1 });
 * const sizes: number[][] = [];
 * for await (const [x, y] of loader) {
 *   assertEquals(y.size(0), x.size(0));
 *   sizes.push(x.size());
 * }
 * assertEquals(sizes, [[2, 2], [2, 2], [1, 2]]);
 * ```
 *
 * @example Continuing inside an epoch
 * ```ts
 * import { DataLoader } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const options = { batchSize: 2, shuffle: true, seed: 1 }, data = [10, 20, 30, 40, 50];
 * const whole = await Array.fromAsync(new DataLoader(data, options), (batch) => batch.toArray());
 * const first = new DataLoader(data, options);
 * for await (const _ of first) break;
 * const second = new DataLoader(data, options);
 * second.loadState(first.state());
 * assertEquals(await Array.fromAsync(second, (batch) => batch.toArray()), whole.slice(1));
 * ```
 */
export class DataLoader<const D extends DataSource, B = BatchOf<D>> implements AsyncIterable<B> {
  /** Samples of a batch. */
  readonly batchSize: number;
  readonly #dataset: Dataset | undefined;
  readonly #merge: Collate | undefined;
  readonly #module: string | undefined;
  readonly #options: DataLoaderOptions<B>;
  #seed: number;
  #epoch = 0;
  #batch = 0;
  /** Number of samples, once it is known. */
  #size: number | undefined;
  /** What a state says about the number of samples. */
  #wantedSize: number | null = null;
  /** Whether the next loop goes on with the epoch, because a state was loaded. */
  #resumes = false;
  /** The loop that the state tells of: the last one that began. */
  #loop: symbol | undefined;
  /** Workers that wait for the next epoch. */
  #idle: Crew | undefined;
  readonly #crews = new Set<Crew>();
  #closing = new AbortController();

  /**
   * Keeps the data and draws the seed; nothing is loaded yet.
   *
   * @param data A dataset, a tensor, a list or object of tensors, or a list of samples; `null` with `worker`.
   * @param options Size and order of the batches; who makes them.
   * @throws {TypeError} If an option is of another kind, or options contradict each other.
   * @throws {RangeError} If a number is out of range.
   */
  constructor(data: D, options: DataLoaderOptions<B> = {}) {
    const caller = "DataLoader";
    checkObject(caller, "options", options);
    const { batchSize = 1, collate: merge, workers = 0, worker, prefetch = 4, seed } = options;
    checkInteger(caller, "batchSize", batchSize, 1, Number.MAX_SAFE_INTEGER);
    checkInteger(caller, "workers", workers, 0, 256);
    checkInteger(caller, "prefetch", prefetch, 1, 1024);
    for (const name of ["shuffle", "dropLast", "persistentWorkers"] as const) {
      const value = options[name];
      if (value === undefined || typeof value === "boolean") continue;
      throw new TypeError(`Cannot run ${caller}: ${name} must be true or false but is ${describe(value)}`);
    }
    if (merge !== undefined) checkFunction(caller, "collate", merge);
    if (worker === undefined) {
      if (workers > 0) {
        throw new TypeError(
          `Cannot run ${caller}: with workers, worker must be the URL of a module that makes the dataset but is undefined`,
        );
      }
      this.#dataset = datasetOf(caller, data as NonNullable<D>);
    } else {
      if (!(worker instanceof URL) && !(typeof worker === "string" && URL.canParse(worker))) {
        throw new TypeError(`Cannot run ${caller}: worker must be a URL but is ${describe(worker)}`);
      }
      if (data !== null) {
        throw new TypeError(`Cannot run ${caller}: with worker, data must be null but is ${describe(data)}`);
      }
      if (merge !== undefined) {
        throw new TypeError(`Cannot run ${caller}: with worker, collate must be exported by its module`);
      }
      this.#module = String(worker);
    }
    this.batchSize = batchSize;
    this.#merge = merge;
    this.#options = { ...options };
    const source = generatorOf(caller, options);
    this.#seed = seed ?? random(undefined, undefined, source);
  }

  /**
   * Returns the number of batches of an epoch.
   *
   * @throws {Error} If a module makes the dataset and no loop has begun yet.
   */
  size(): number {
    const n = this.#dataset?.size() ?? this.#size;
    if (n === undefined) {
      throw new Error(
        "Cannot run DataLoader.size: the size is known once a loop has begun, because a module makes the dataset",
      );
    }
    return this.#batches(n);
  }

  /** Returns where the loader is: what a loop over it has given, without what was made ahead. */
  state(): DataLoaderState {
    const { batchSize } = this, size = this.#dataset?.size() ?? this.#size ?? null;
    const shuffle = this.#options.shuffle ?? false;
    return { seed: this.#seed, epoch: this.#epoch, batch: this.#batch, batchSize, shuffle, size };
  }

  /**
   * Goes on from a state: the next loop gives what was left of its epoch, in the same order.
   *
   * @param state What {@linkcode state} returned, of a loader over the same data.
   * @throws {TypeError} If it is no state, or belongs to other batches.
   * @throws {RangeError} If a number is out of range.
   */
  loadState(state: DataLoaderState): void {
    const caller = "DataLoader.loadState";
    if (typeof state !== "object" || state === null) {
      throw new TypeError(`Cannot run ${caller}: state must be what state() returned but is ${describe(state)}`);
    }
    const { seed, epoch, batch, size } = state, own = this.state();
    checkInteger(caller, "seed", seed, 0, Number.MAX_SAFE_INTEGER);
    checkInteger(caller, "epoch", epoch, 0, Number.MAX_SAFE_INTEGER);
    checkInteger(caller, "batch", batch, 0, Number.MAX_SAFE_INTEGER);
    if (size !== null) checkInteger(caller, "size", size, 0, Number.MAX_SAFE_INTEGER);
    for (const name of ["batchSize", "shuffle"] as const) checkSame(caller, name, state[name], own[name]);
    if (own.size !== null) this.#checkPosition(caller, batch, size, own.size);
    this.#seed = seed;
    this.#epoch = epoch;
    this.#batch = batch;
    this.#wantedSize = size;
    this.#resumes = true;
    this.#loop = undefined;
  }

  /** Ends all Workers; loops that wait for a batch fail. A later loop starts Workers anew. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#idle = undefined;
    await Promise.all([...this.#crews].map((crew) => this.#endCrew(crew, "the loader was closed")));
  }

  /** As {@linkcode close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Begins an epoch: the next one, or the one that a loaded state belongs to. */
  async *[Symbol.asyncIterator](): AsyncGenerator<B, void, void> {
    const loop = Symbol(), { workers = 0 } = this.#options;
    if (!this.#resumes && this.#batch > 0) { // the loop before was left
      this.#epoch++;
      this.#batch = 0;
    }
    const seed = derivedSeed(this.#seed, this.#epoch), first = this.#batch, wanted = this.#wantedSize;
    this.#resumes = false;
    this.#wantedSize = null;
    this.#loop = loop;
    const crew = workers > 0 ? await this.#takeCrew(workers) : undefined;
    let done = false;
    try {
      const [dataset, merge] = crew === undefined ? await this.#open() : [undefined, undefined];
      const n = crew?.size ?? dataset!.size(), batches = this.#batches(n);
      this.#size = n;
      try {
        this.#checkPosition("DataLoader", first, wanted, n);
      } catch (error) { // the state still waits for its data
        this.#resumes = true;
        this.#wantedSize = wanted;
        throw error;
      }
      const order = this.#options.shuffle && n > 0
        ? randperm(n, { generator: new Generator(seed), dtype: "float64", device: cpu }).data as Float64Array
        : undefined;
      const ahead = crew === undefined ? 0 : workers * (this.#options.prefetch ?? 4), asked: Promise<unknown>[] = [];
      const indicesOf = (k: number): number[] => {
        const start = k * this.batchSize, length = Math.min(this.batchSize, n - start);
        return Array.from({ length }, (_, i) => order === undefined ? start + i : order[start + i]!);
      };
      for (let k = first, next = first; k < batches; k++) {
        // Batch k and those ahead of it. Several are asked for at once: messages take longer than all the rest.
        if (asked.length <= ahead / 2) {
          const numbers = Array.from({ length: Math.min(k + ahead + 1, batches) - next }, (_, i) => next + i);
          next += numbers.length;
          if (crew === undefined) asked.push(loadHere(dataset!, indicesOf(k), merge));
          else {
            const wanted = numbers.map((k) => ({ batch: k, indices: indicesOf(k), seed: derivedSeed(seed, k) }));
            asked.push(...crew.load(wanted, asked.length > 0));
          }
        }
        const batch = await asked.shift() as B;
        if (this.#loop === loop) {
          const last = k + 1 === batches;
          this.#batch = last ? 0 : k + 1;
          if (last) this.#epoch++;
        }
        yield batch;
      }
      if (batches === 0 && this.#loop === loop) this.#epoch++;
      done = true;
    } finally {
      if (crew !== undefined) await this.#giveBack(crew, done);
    }
  }

  #batches(n: number): number {
    checkInteger("DataLoader", "the size of the dataset", n, 0, Number.MAX_SAFE_INTEGER);
    return (this.#options.dropLast ? Math.floor : Math.ceil)(n / this.batchSize);
  }

  #checkPosition(caller: string, batch: number, wanted: number | null, n: number): void {
    if (wanted !== null) checkSame(caller, "size", wanted, n);
    checkInteger(caller, "batch", batch, 0, Math.max(this.#batches(n) - 1, 0));
  }

  /** The dataset in this thread. */
  async #open(): Promise<[Dataset, Collate | undefined]> {
    if (this.#dataset !== undefined) return [this.#dataset, this.#merge];
    return await openModule(this.#module!, this.#options.workerOptions);
  }

  async #takeCrew(workers: number): Promise<Crew> {
    const idle = this.#idle, { signal } = this.#closing;
    this.#idle = undefined;
    if (idle !== undefined) return idle;
    const crew = await Crew.start(workers, this.#module!, this.#options.workerOptions, signal);
    if (signal.aborted) {
      await crew.end("the loader was closed");
      throw new LoadError("Cannot load: the loader was closed");
    }
    this.#crews.add(crew);
    return crew;
  }

  async #giveBack(crew: Crew, done: boolean): Promise<void> {
    const keeps = done && this.#options.persistentWorkers && this.#idle === undefined && this.#crews.has(crew);
    if (keeps) this.#idle = crew;
    else await this.#endCrew(crew, "the loop has ended");
  }

  async #endCrew(crew: Crew, reason: string): Promise<void> {
    this.#crews.delete(crew);
    await crew.end(reason);
  }
}

const MASK = 2n ** 64n - 1n;

/** Number `k` of the stream that belongs to a seed, of 32 bits (SplitMix64: Steele, Lea and Flood 2014). */
function derivedSeed(seed: number, k: number): number {
  let z = (BigInt(seed) + BigInt(k + 1) * 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return Number((z ^ (z >> 31n)) >> 32n);
}

function checkSame(caller: string, name: string, found: unknown, wanted: unknown): void {
  if (found === wanted) return;
  throw new TypeError(
    `Cannot run ${caller}: the state must be of a loader whose ${name} is ${
      describe(wanted)
    } but is of one whose ${name} ` +
      `is ${describe(found)}`,
  );
}

async function loadHere(dataset: Dataset, indices: readonly number[], merge: Collate | undefined): Promise<unknown> {
  try {
    return await loadBatch(dataset, indices, merge, false);
  } catch (error) {
    const fault = error as Fault, { index } = fault;
    const options = { indices, cause: fault.thrown, ...(index === undefined ? {} : { index }) };
    throw new LoadError(describeFault(fault, indices), options);
  }
}
