import { ClassNLLCriterion } from "@taimatsu/criterion";
import { adam, ConfusionMatrix, sgd } from "@taimatsu/optim";
import { getNumThreads, manualSeed, randperm, setNumThreads, type Tensor } from "@taimatsu/tensor";
import { Digits } from "./data.ts";
import { buildModel } from "./models.ts";
import type { Options } from "./options.ts";

/** What is known after an epoch. */
export interface Epoch {
  /** From 1. */
  epoch: number;
  /** Mean loss over the epoch's steps. */
  trainLoss: number;
  /** Share of the test images that are classified correctly, from 0 to 1. */
  testAccuracy: number;
  /** Time of training and testing. */
  seconds: number;
  /** Training speed, without testing. */
  examplesPerSecond: number;
}

/** What a run tells while it goes on. */
export interface Observer {
  /** After each pause of the training, with the images that the epoch has seen. */
  progress(epoch: number, done: number, total: number): void;
  /** After each epoch. */
  epoch(epoch: Epoch): void;
}

/** What a run leaves behind. */
export interface Run {
  epochs: Epoch[];
  /** Of the test images after the last epoch; empty if the first one did not end. */
  confusion: ConfusionMatrix;
  seconds: number;
  threads: number;
  /** Whether `signal` ended it early. */
  stopped: boolean;
}

const TEST_BATCH = 100, PAUSE_MS = 100;

/** Lets signals and timers have their turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Trains and tests as the options say, until `signal` is aborted. */
export async function train(options: Options, observer: Observer, signal: AbortSignal): Promise<Run> {
  const folder = options.data ?? decodeURIComponent(new URL("data", import.meta.url).pathname);
  const digits = await Digits.load("train", folder, options.trainSize), test = await Digits.load("test", folder);
  if (options.threads !== undefined) setNumThreads(options.threads);
  manualSeed(options.seed);

  const model = buildModel(options.model), criterion = new ClassNLLCriterion();
  model.get(0).gradInput = null; // nobody asks for the gradient of the images
  const [parameters, gradients] = model.getParameters();
  const { learningRate, momentum, weightDecay } = options;
  const step = options.optimizer === "sgd" ? sgd : adam;
  const config = options.optimizer === "sgd"
    ? { learningRate, momentum, dampening: 0, weightDecay }
    : { learningRate, weightDecay };
  const trainBatch = digits.batches(options.batchSize, digits.mean, digits.std);
  const testBatch = test.batches(TEST_BATCH, digits.mean, digits.std),
    inOrder = Array.from({ length: test.length }, (_, i) => i);

  const stepsPerEpoch = Math.ceil(digits.length / options.batchSize), allSteps = options.epochs * stepsPerEpoch;

  let input: Tensor, target: Tensor, taken = 0;
  const evaluateLoss = (): [number, Tensor] => {
    gradients.zero();
    const loss = criterion.forward(model.forward(input), target);
    model.backward(input, criterion.backward(model.output, target));
    return [loss, gradients];
  };

  const run: Run = {
    epochs: [],
    confusion: new ConfusionMatrix(10),
    seconds: 0,
    threads: getNumThreads(),
    stopped: false,
  };
  const start = performance.now();
  for (let epoch = 1; epoch <= options.epochs && !signal.aborted; epoch++) {
    const begin = performance.now(), order = randperm(digits.length, { dtype: "int32" }).data as Int32Array;
    let total = 0, steps = 0, paused = begin;
    model.training();
    for (let first = 0; first < order.length && !signal.aborted; first += options.batchSize) {
      [input, target] = trainBatch(order, first);
      config.learningRate = learningRate * (1 - taken++ / allSteps);
      const [, [loss]] = step(evaluateLoss, parameters, config);
      total += loss!;
      steps++;
      if (performance.now() - paused < PAUSE_MS) continue;
      observer.progress(epoch, first + input.size(0), order.length);
      await pause();
      paused = performance.now();
    }
    if (signal.aborted) break;
    const trained = performance.now();

    model.evaluate();
    const confusion = new ConfusionMatrix(10);
    for (let first = 0; first < test.length && !signal.aborted; first += TEST_BATCH) {
      [input, target] = testBatch(inOrder, first);
      confusion.batchAdd(model.forward(input), target);
      if (performance.now() - paused < PAUSE_MS) continue;
      await pause();
      paused = performance.now();
    }
    if (signal.aborted) break;
    confusion.updateValids();
    run.confusion = confusion;
    const result: Epoch = {
      epoch,
      trainLoss: total / steps,
      testAccuracy: confusion.totalValid,
      seconds: (performance.now() - begin) / 1000,
      examplesPerSecond: order.length / ((trained - begin) / 1000),
    };
    run.epochs.push(result);
    observer.epoch(result);
  }
  run.seconds = (performance.now() - start) / 1000;
  run.stopped = signal.aborted;
  return run;
}
