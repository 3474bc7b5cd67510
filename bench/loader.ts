/**
 * Measures how long a training waits for its data: the time in `next()` of a DataLoader beside that of the step, for the convolutional
 * net of Torch7's demos, batches of 64 and images that are shifted at random.
 *
 *     deno run -A bench/loader.ts [--steps 300]
 *
 * @module
 */
import { parseArgs } from "node:util";
import { ClassNLLCriterion } from "@taimatsu/criterion";
import { DataLoader, mnistPart, Optimizer, sgd } from "@taimatsu/optim";
import { manualSeed, setNumThreads, type Tensor } from "@taimatsu/tensor";
import { buildModel } from "../examples/mnist/models.ts";

const SKIPPED = 20;
/** Batches made ahead by each worker: small ones, so several go into a message. */
const PREFETCH = 8;

/** Milliseconds of each step, and of the wait before it. */
async function measure(loader: DataLoader<null>, steps: number): Promise<[step: number, wait: number]> {
  manualSeed(1);
  const net = buildModel("convnet"), criterion = new ClassNLLCriterion();
  net.get(0).gradInput = null;
  net.getParameters();
  const optimizer = new Optimizer(net, { method: sgd, learningRate: 0.01, momentum: 0.9, dampening: 0 });
  let stepping = 0, waiting = 0, done = 0, asked = performance.now();
  for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
    const begin = performance.now();
    optimizer.step(() => {
      optimizer.zeroGrad();
      const loss = criterion.forward(net.forward(x), y);
      net.backward(x, criterion.backward(net.output as Tensor, y));
      return loss;
    });
    const end = performance.now();
    if (done++ >= SKIPPED) {
      stepping += end - begin;
      waiting += begin - asked;
    }
    if (done === steps + SKIPPED) break;
    asked = performance.now();
  }
  return [stepping / steps, waiting / steps];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { steps: { type: "string", default: "300" } } }),
    steps = Number(values.steps);
  const folder = decodeURIComponent(new URL("../examples/mnist/data", import.meta.url).pathname);
  const workerOptions = await mnistPart("train", { folder }),
    worker = new URL("programs/shifted_digits.ts", import.meta.url);
  console.log("| threads of the net | workers | step, ms | next(), ms | share of the step |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const threads of [1, 2]) {
    setNumThreads(threads);
    for (const workers of [0, 1, 2]) {
      const options = { batchSize: 64, shuffle: true, seed: 1, worker, workers, workerOptions, prefetch: PREFETCH };
      const loader = new DataLoader(null, options);
      const [step, wait] = await measure(loader, steps), share = `${(100 * wait / step).toFixed(1)} %`;
      console.log(`| ${threads} | ${workers} | ${step.toFixed(2)} | ${wait.toFixed(3)} | ${share} |`);
    }
  }
}
