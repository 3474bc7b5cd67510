/**
 * Trains a net on MNIST and tests it after every epoch: `deno task mnist --help`.
 *
 * @module
 */
import process from "node:process";
import { ClassNLLCriterion } from "@taimatsu/criterion";
import {
  adam,
  ClassErrorMeter,
  ConfusionMatrix,
  DataLoader,
  LinearLR,
  Optimizer,
  plot,
  Progress,
  type ProgressBar,
  sgd,
  train,
} from "@taimatsu/optim";
import { cpu, type Device, getNumThreads, manualSeed, setNumThreads, type Tensor } from "@taimatsu/tensor";
import { loadDigits } from "./data.ts";
import { buildModel } from "./models.ts";
import { type Options, readOptions } from "./options.ts";
import { showNet } from "./show.ts";

const confusion = new ConfusionMatrix(10);

/** Counts a batch of the test images, and returns the share that is recognized. */
function accuracy(output: Tensor, target: Tensor): number {
  confusion.batchAdd(output, target);
  const meter = new ClassErrorMeter({ accuracy: true });
  meter.add(output, target);
  return meter.value(1) / 100;
}

/** Returns the device of a name; the CUDA library is loaded if it is a GPU. */
async function deviceOf(name: string): Promise<Device> {
  if (name === "cpu") return cpu;
  const { cuda } = await import("@taimatsu/cuda");
  cuda.setDevice(Number(name.slice("cuda:".length)));
  return cuda();
}

async function main(options: Options): Promise<number> {
  const { json, epochs, batchSize, learningRate, momentum, weightDecay, seed } = options;
  using progress = await Progress.create({ output: json ? "stderr" : "stdout" });
  const stop = new AbortController(), interrupt = () => stop.abort();
  Deno.addSignalListener("SIGINT", interrupt);
  if (options.threads > 0) setNumThreads(options.threads);
  manualSeed(seed);

  const data = new DataLoader(await loadDigits("train", options.data, options.trainSize), {
    batchSize,
    shuffle: true,
    seed,
  });
  const testDigits = await loadDigits("test", options.data), test = new DataLoader(testDigits, { batchSize: 100 });
  const device = await deviceOf(options.device), model = buildModel(options.model).to(device);
  model.get(0).gradInput = null; // nobody asks for the gradient of the images
  model.getParameters(); // into one piece of memory, which a step moves at once
  const optimizer = options.optimizer === "sgd"
    ? new Optimizer(model, { method: sgd, learningRate, momentum, dampening: 0, weightDecay })
    : new Optimizer(model, { method: adam, learningRate, weightDecay });

  let bar: ProgressBar;
  const begin = performance.now();
  const history = await train({
    model,
    criterion: new ClassNLLCriterion().to(device),
    optimizer,
    device,
    ...(options.graph && { capture: (await import("@taimatsu/cuda")).cuda.graph }),
    data,
    epochs,
    schedule: new LinearLR(optimizer, { totalSteps: epochs * data.size() }),
    scheduleEach: "step",
    evaluation: () => {
      confusion.zero();
      return test;
    },
    metric: accuracy,
    batchSize: (images) => images.size(0),
    signal: stop.signal,
    progress: ({ epoch, step, loss }) => {
      if (step === 0) bar = progress.bar(`epoch ${epoch + 1}/${epochs}`, data.size());
      bar.increment(1, { loss });
    },
    onEpoch: async ({ epoch, loss, metric, seconds }) => {
      bar.stop();
      progress.log(
        `epoch ${epoch + 1}/${epochs}: loss ${loss.toFixed(4)}, ${percent(metric)}, ${seconds.toFixed(1)} s`,
      );
      if (options.show) await showNet(model, testDigits);
    },
  });
  Deno.removeSignalListener("SIGINT", interrupt);
  progress.stop();

  const last = history.epochs.at(-1),
    stopped = history.reason === "signal",
    seconds = (performance.now() - begin) / 1000;
  const speed = history.epochs.length * options.trainSize / history.epochs.reduce((sum, e) => sum + e.trainSeconds, 0);
  const summary = {
    model: options.model,
    epochs: history.epochs.length,
    trainLoss: last?.loss ?? null,
    testAccuracy: last?.metric ?? null,
    seconds: Number(seconds.toFixed(3)),
    examplesPerSecond: last === undefined ? null : Math.round(speed),
    threads: getNumThreads(),
    device: options.device,
    seed,
    peakRssMiB: Number((process.resourceUsage().maxRSS / 1024).toFixed(1)),
  };
  if (stopped) progress.log("stopped");
  if (last !== undefined) {
    progress.log(String(confusion));
    const series = [
      { label: "training loss", style: "+-", y: history.epochs.map((e) => e.loss) },
      { label: "test error", style: "+-", y: history.epochs.map((e) => 1 - e.metric!) },
    ] as const;
    const figure = plot(series, { title: `MNIST, ${options.model}`, xlabel: "epoch", logscale: true });
    const saved = await figure.save(options.plot).then(() => undefined, (error: Error) => error.message.split("\n")[0]);
    progress.log(saved === undefined ? `picture of the run: ${options.plot}` : `no picture of the run: ${saved}`);
  }
  progress.log(
    `${summary.model}: ${summary.epochs} epochs, loss ${summary.trainLoss}, ${percent(last?.metric)}, ` +
      `${seconds.toFixed(1)} s, ${summary.examplesPerSecond ?? 0} examples/s, ` +
      `${options.device === "cpu" ? `${summary.threads} threads` : options.device}, ` +
      `peak memory ${summary.peakRssMiB} MiB`,
  );
  if (json) console.log(JSON.stringify(summary));
  return stopped ? 130 : 0;
}

function percent(share: number | undefined): string {
  return `test accuracy ${share === undefined ? "none" : `${(100 * share).toFixed(2)} %`}`;
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(readOptions(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}
