import { checkInteger, checkOneOf, checkRange, describe } from "@taimatsu/tensor";
import { type Batches, checkMethods, isIterable, Mean, measure } from "./evaluate.ts";

/** What is trained: a module of `@taimatsu/nn`, or anything with these methods. */
export interface TrainModel<I, O> {
  /** Computes the output. */
  forward(input: I): O;
  /** Adds to the gradients of the parameters. */
  backward(input: I, gradOutput: O): unknown;
  /** Called before training. */
  training?(): unknown;
  /** Called before evaluation. */
  evaluate?(): unknown;
}

/** What measures the loss: a criterion of `@taimatsu/criterion`. */
export interface TrainCriterion<O, T> {
  /** Returns the loss, the mean of the batch. */
  forward(output: O, target: T): number;
  /** Returns the gradient of the loss with respect to the output. */
  backward(output: O, target: T): O;
}

/** What moves the parameters: an `Optimizer`. */
export interface TrainOptimizer {
  /** Sets the gradients to 0. */
  zeroGrad(): void;
  /** Moves the parameters; the closure computes loss and gradients. */
  step(closure: () => number): number;
}

/** Where a training stands after a step. */
export interface TrainStep<I = unknown, O = unknown, T = unknown> {
  /** Number of the epoch, from 0. */
  epoch: number;
  /** Number of epochs. */
  epochs: number;
  /** Number of the step in the epoch, from 0. */
  step: number;
  /** Number of steps of an epoch; `undefined` in the first. */
  steps: number | undefined;
  /** Loss of the batch before the step. */
  loss: number;
  /** Input of the batch. */
  input: I;
  /** Target of the batch. */
  target: T;
  /** Output for the batch before the step, for meters. A module overwrites it in the next step. */
  output: O;
}

/** What is known of an epoch. */
export interface TrainEpoch {
  /** Number of the epoch, from 0. */
  epoch: number;
  /** Mean loss of the batches, each before its step. */
  loss: number;
  /** Mean loss of the evaluation data. */
  evaluationLoss?: number;
  /** Mean metric of the evaluation data. */
  metric?: number;
  /** Whether it is the best epoch so far. */
  best: boolean;
  /** Time from its beginning to the end of evaluation. */
  seconds: number;
}

/** What {@linkcode train} returns. */
export interface TrainHistory {
  /** All epochs that were finished. */
  epochs: TrainEpoch[];
  /** The best of them. */
  best: TrainEpoch | undefined;
  /** Why the training ended: all epochs are done, patience is at its end, a hook returned `false`, or the signal came. */
  reason: "epochs" | "patience" | "hook" | "signal";
}

/** What {@linkcode train} takes. Hooks may be asynchronous: they are waited for. */
export interface TrainOptions<I, O, T> {
  /** What is trained. */
  model: TrainModel<I, O>;
  /** What measures the loss. */
  criterion: TrainCriterion<O, T>;
  /** What moves the parameters. */
  optimizer: TrainOptimizer;
  /** The batches of an epoch, or a function that returns them, for a new order each time. */
  data: Batches<I, T> | ((epoch: number) => Batches<I, T>);
  /** Number of epochs. */
  epochs: number;
  /** Sets learning rates; after each epoch it is given the evaluation loss, or the loss without evaluation data. */
  schedule?: { step(metric?: number): void };
  /** Whether the schedule goes on after each epoch or each step, where it is given the batch's loss; `"epoch"` by default. */
  scheduleEach?: "epoch" | "step";
  /** Batches that are evaluated after each epoch. */
  evaluation?: Batches<I, T> | ((epoch: number) => Batches<I, T>);
  /** What is measured in the evaluation beside the loss, such as accuracy: the mean of a batch. */
  metric?: (output: O, target: T) => number;
  /** Number of examples in a batch, by which means over batches are weighted; all count the same by default. */
  batchSize?: (input: I, target: T) => number;
  /** Whether the best epoch is the lowest or the highest: in the metric, else the evaluation loss, else the loss. `"max"` by
   * default for a metric, `"min"` for a loss. */
  mode?: "min" | "max";
  /** Number of epochs in a row without a new best after which the training ends; without it all epochs are done. */
  patience?: number;
  /** By how much a new best must differ from the last; 0 by default. */
  minDelta?: number;
  /** Ends the training after the current step when it is aborted. */
  signal?: AbortSignal;
  /** Called before the first epoch. */
  onStart?: () => unknown;
  /** Called after each step; `false` ends the training. */
  onStep?: (step: TrainStep<I, O, T>) => unknown;
  /** Called after each step, to show how far it is. */
  progress?: (step: TrainStep<I, O, T>) => void;
  /** Called after each epoch, to save what is needed, before `onEpoch`. */
  checkpoint?: (epoch: TrainEpoch) => unknown;
  /** Called after each epoch; `false` ends the training. */
  onEpoch?: (epoch: TrainEpoch) => unknown;
  /** Called at the end, also when the training ends early. */
  onEnd?: (history: TrainHistory) => unknown;
}

/**
 * Trains a model: for each epoch and each batch, forward, loss, backward, a step; then evaluation, schedule, checkpoint.
 *
 * It is one loop, to be read and copied where more is needed. The model is left in training mode. Errors of hooks and data end it.
 *
 * @typeParam I Inputs.
 * @typeParam O Outputs.
 * @typeParam T Targets.
 * @param options Model, criterion, optimizer, data, and what else is done.
 * @returns What happened in each epoch.
 * @throws {TypeError} If an argument is something else, or there are no batches.
 * @throws {RangeError} If a number lies outside its range.
 *
 * @example Usage
 * ```ts
 * import { Optimizer, sgd, train } from "@taimatsu/optim";
 * import { Linear } from "@taimatsu/nn";
 * import { MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const model = new Linear(1, 1), optimizer = new Optimizer(model, { method: sgd, learningRate: 0.5 });
 * const data = [[tensor([[-1], [1]]), tensor([[-3], [5]])]] as const;
 * const { epochs, best } = await train({ model, criterion: new MSECriterion(), optimizer, data, epochs: 50, patience: 5 });
 * assert(best!.loss < 1e-6 && epochs.length <= 50);
 * ```
 */
export async function train<I, O, T>(options: TrainOptions<I, O, T>): Promise<TrainHistory> {
  check(options);
  const { model, criterion, optimizer, schedule, scheduleEach = "epoch", epochs, patience = Infinity } = options;
  const history: TrainHistory = { epochs: [], best: undefined, reason: "epochs" };
  let steps: number | undefined, sinceBest = 0;
  const end = async (reason: TrainHistory["reason"]): Promise<TrainHistory> => {
    history.reason = reason;
    await options.onEnd?.(history);
    return history;
  };

  await options.onStart?.();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const start = performance.now(), mean = new Mean("train");
    let step = 0;
    model.training?.();
    for await (const [input, target] of batchesOf(options.data, epoch)) {
      if (options.signal?.aborted) return await end("signal");
      let output: O | undefined;
      const loss = optimizer.step(() => {
        optimizer.zeroGrad();
        output = model.forward(input);
        const loss = criterion.forward(output, target);
        model.backward(input, criterion.backward(output, target));
        return loss;
      });
      mean.add(loss, options.batchSize?.(input, target));
      if (scheduleEach === "step") schedule?.step(loss);
      const now = { epoch, epochs, step: step++, steps, loss, input, target, output: output as O };
      options.progress?.(now);
      if (await options.onStep?.(now) === false) return await end("hook");
    }
    if (step === 0) throw noBatches("data", epoch);
    steps = step;

    const record: TrainEpoch = {
      epoch,
      loss: mean.value,
      ...await evaluation(options, epoch),
      best: false,
      seconds: 0,
    };
    record.seconds = (performance.now() - start) / 1000;
    record.best = isBest(options, record, history.best);
    if (record.best) history.best = record;
    sinceBest = record.best ? 0 : sinceBest + 1;
    history.epochs.push(record);
    if (scheduleEach === "epoch") schedule?.step(record.evaluationLoss ?? record.loss);
    await options.checkpoint?.(record);
    if (await options.onEpoch?.(record) === false) return await end("hook");
    if (sinceBest >= patience) return await end("patience");
  }
  return await end("epochs");
}

/** Evaluates the model and returns what belongs into the epoch's record. */
async function evaluation<I, O, T>(
  options: TrainOptions<I, O, T>,
  epoch: number,
): Promise<{ evaluationLoss?: number; metric?: number }> {
  if (options.evaluation === undefined) return {};
  try {
    const found = await measure("train", { ...options, data: batchesOf(options.evaluation, epoch) });
    if (found === undefined) throw noBatches("evaluation", epoch);
    const { loss, ...metric } = found;
    return { evaluationLoss: loss, ...metric };
  } finally {
    options.model.training?.();
  }
}

/** Whether an epoch is better than the best so far; NaN never is. */
function isBest<I, O, T>(
  { metric, mode = metric === undefined ? "min" : "max", minDelta = 0 }: TrainOptions<I, O, T>,
  now: TrainEpoch,
  best: TrainEpoch | undefined,
): boolean {
  const watched = (epoch: TrainEpoch): number => epoch.metric ?? epoch.evaluationLoss ?? epoch.loss;
  if (best === undefined) return !Number.isNaN(watched(now));
  const gain = mode === "min" ? watched(best) - watched(now) : watched(now) - watched(best);
  return gain > minDelta;
}

function batchesOf<I, T>(data: Batches<I, T> | ((epoch: number) => Batches<I, T>), epoch: number): Batches<I, T> {
  return typeof data === "function" ? data(epoch) : data;
}

function noBatches(name: string, epoch: number): TypeError {
  return new TypeError(
    `Cannot run train: ${name} must have batches but has none in epoch ${epoch} (give a function if it can be read only once)`,
  );
}

function check<I, O, T>(options: TrainOptions<I, O, T>): void {
  checkMethods("train", options, {
    model: ["forward", "backward"],
    criterion: ["forward", "backward"],
    optimizer: ["zeroGrad", "step"],
  });
  for (const name of ["data", "evaluation"] as const) {
    const value: unknown = options[name];
    if (name === "evaluation" && value === undefined) continue;
    if (!isIterable(value) && typeof value !== "function") {
      throw new TypeError(`Cannot run train: ${name} must be iterable or a function but is ${describe(value)}`);
    }
  }
  if (options.metric !== undefined && options.evaluation === undefined) {
    throw new TypeError("Cannot run train: evaluation must be given for metric but is undefined");
  }
  checkInteger("train", "epochs", options.epochs, 0);
  checkInteger("train", "patience", options.patience ?? 1, 1);
  checkRange("train", "minDelta", options.minDelta ?? 0, 0, Infinity);
  checkOneOf("train", "scheduleEach", options.scheduleEach ?? "epoch", ["epoch", "step"]);
  checkOneOf("train", "mode", options.mode ?? "min", ["min", "max"]);
}
