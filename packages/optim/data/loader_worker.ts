/**
 * What a Worker of a {@linkcode DataLoader} runs: it makes the dataset, then one batch after the other.
 *
 * @module
 */
import { manualSeed } from "@taimatsu/tensor";
import { decode, encode } from "@taimatsu/tensor/native";
import type { Dataset } from "./dataset.ts";
import { type Collate, Fault, loadBatch } from "./load_batch.ts";
import { holdLock } from "./loader_lock.ts";
import { type FromLoaderWorker, sendError, type ToLoaderWorker, type WantedBatch } from "./loader_message.ts";
import { countMemory } from "./memory_pressure.ts";
import { openModule } from "./open_module.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToLoaderWorker>) => void;
  postMessage(messages: FromLoaderWorker[]): void;
};
let dataset: Dataset, merge: Collate | undefined;

async function open({ lock, module, options }: ToLoaderWorker & { kind: "open" }): Promise<FromLoaderWorker> {
  await holdLock(lock);
  scope.postMessage([{ kind: "alive" }]);
  [dataset, merge] = await openModule(module, decode(options));
  return { kind: "open", size: dataset.size() };
}

async function load({ batch, indices, seed }: WantedBatch): Promise<FromLoaderWorker> {
  manualSeed(seed);
  const value = await loadBatch(dataset, indices, merge, true);
  countMemory(value);
  return { kind: "batch", batch, value: encode(value) };
}

/** The result of `work`, or what was thrown instead. */
async function answer(work: () => Promise<FromLoaderWorker>, batch?: number): Promise<FromLoaderWorker> {
  try {
    return await work();
  } catch (error) {
    const { thrown, index } = error instanceof Fault ? error : new Fault(error);
    return { kind: "fault", batch, index, error: sendError(thrown) };
  }
}

async function work(message: ToLoaderWorker): Promise<void> {
  if (message.kind === "open") return scope.postMessage([await answer(() => open(message))]);
  const answers: FromLoaderWorker[] = [];
  for (const wanted of message.batches) {
    answers.push(await answer(() => load(wanted), wanted.batch));
    if (!message.together) scope.postMessage(answers.splice(0));
  }
  if (message.together) scope.postMessage(answers);
}

let last = Promise.resolve();
scope.onmessage = ({ data }) => {
  last = last.then(() => work(data));
};
