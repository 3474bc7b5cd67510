/**
 * What a Worker of a {@linkcode WorkerPool} runs: it loads the module of the jobs and does one job after the other.
 *
 * @module
 */
import { manualSeed } from "./generator.ts";
import type { FromWorker, ToWorker } from "./worker_pool.ts";
import { decode, encode } from "./worker_message.ts";

type Job = (...args: unknown[]) => unknown;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage(message: FromWorker): void;
};
let jobs: Record<string, Job> = {};

async function answer(message: ToWorker): Promise<FromWorker> {
  if ("module" in message) {
    manualSeed(message.seed);
    jobs = await import(message.module);
    return { value: undefined };
  }
  const { job, args } = message;
  if (typeof jobs[job] !== "function") throw new TypeError("the module exports no function of this name");
  return { value: encode(await jobs[job](...decode(args) as unknown[])) };
}

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(data));
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    scope.postMessage({ failure: `${name}: ${message}` });
  }
};
