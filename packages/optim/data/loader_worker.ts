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
import { type FromLoaderWorker, sendError, type ToLoaderWorker } from "./loader_message.ts";
import { countMemory } from "./memory_pressure.ts";
import { openModule } from "./open_module.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToLoaderWorker>) => void;
  postMessage(message: FromLoaderWorker): void;
};
let dataset: Dataset, merge: Collate | undefined;

async function answer(message: ToLoaderWorker): Promise<FromLoaderWorker> {
  if (message.kind === "open") {
    await holdLock(message.lock);
    scope.postMessage({ kind: "alive" });
    [dataset, merge] = await openModule(message.module, decode(message.options));
    return { kind: "open", size: dataset.size() };
  }
  const { batch, indices, seed } = message;
  manualSeed(seed);
  const value = await loadBatch(dataset, indices, merge, true);
  countMemory(value);
  return { kind: "batch", batch, value: encode(value) };
}

async function work(message: ToLoaderWorker): Promise<void> {
  try {
    scope.postMessage(await answer(message));
  } catch (error) {
    const { thrown, index } = error instanceof Fault ? error : new Fault(error);
    const batch = message.kind === "load" ? message.batch : undefined;
    scope.postMessage({ kind: "fault", batch, index, error: sendError(thrown) });
  }
}

let last = Promise.resolve();
scope.onmessage = ({ data }) => {
  last = last.then(() => work(data));
};
