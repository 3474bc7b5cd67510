import { type Batches, pairsOf } from "./batches.ts";
import { checkTrainOptions } from "./checks.ts";
import { measure } from "./evaluate.ts";
import { Mean } from "./mean.ts";
import { Pass } from "./pass.ts";
import { Placement } from "./placement.ts";
import type { TrainEpoch, TrainHistory, TrainOptions } from "./train_options.ts";

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
  checkTrainOptions(options);
  const { model, optimizer, schedule, scheduleEach = "epoch", epochs, patience = Infinity } = options;
  const history: TrainHistory = { epochs: [], best: undefined, reason: "epochs" };
  const pass = new Pass(options), placement = new Placement(options.device, options.capture !== undefined);
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
    for await (const batch of pairsOf(batchesOf(options.data, epoch))) {
      if (options.signal?.aborted) return await end("signal");
      const [input, target] = placement.place(batch), loss = optimizer.step(() => pass.run(input, target));
      mean.add(loss, options.batchSize?.(input, target));
      if (scheduleEach === "step") schedule?.step(loss);
      const now = { epoch, epochs, step: step++, steps, loss, input, target, output: pass.output as O };
      options.progress?.(now);
      if (await options.onStep?.(now) === false) return await end("hook");
    }
    if (step === 0) throw noBatches("data", epoch);
    steps = step;

    const trainSeconds = (performance.now() - start) / 1000;
    pass.forget();
    const measured = await evaluation(options, epoch), seconds = (performance.now() - start) / 1000;
    const record: TrainEpoch = { epoch, loss: mean.value, ...measured, best: false, seconds, trainSeconds };
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
