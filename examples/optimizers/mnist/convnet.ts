import { ClassNLLCriterion } from "@taimatsu/criterion";
import { CosineAnnealingLR, DataLoader, Optimizer, type Progress, train, type TrainEpoch } from "@taimatsu/optim";
import { manualSeed } from "@taimatsu/tensor";
import type { Digits } from "../../mnist/data.ts";
import { buildModel } from "../../mnist/models.ts";
import { accuracy, batchSize } from "./accuracy.ts";
import { TRAININGS } from "./trainings.ts";

const BATCH = 64, TEST_BATCH = 100;

/** What stays the same for all methods. */
export interface ConvnetOptions {
  /** Passes over the training images. */
  epochs: number;
  /** Where weights and the order of the images begin. */
  seed: number;
}

/**
 * Trains the convnet with a method, while its learning rate falls along half a cosine to 0.
 *
 * @returns What happened in each epoch; its metric is the test accuracy in percent.
 */
export async function trainConvnet(
  name: string,
  digits: { train: Digits; test: Digits },
  { epochs, seed }: ConvnetOptions,
  progress: Progress,
): Promise<TrainEpoch[]> {
  const { method, settings } = TRAININGS[name]!;
  manualSeed(seed);
  const model = buildModel("convnet");
  model.get(0).gradInput = null; // nobody asks for the gradient of the images
  model.getParameters(); // all in one piece of memory: the method is called once a step
  const optimizer = new Optimizer(model, { method, ...settings });
  const data = new DataLoader(digits.train, { batchSize: BATCH, shuffle: true, seed }), steps = epochs * data.size();

  using bar = progress.bar(`convnet, ${name}`, steps);
  const { epochs: history } = await train({
    model,
    criterion: new ClassNLLCriterion(),
    optimizer,
    data,
    epochs,
    schedule: new CosineAnnealingLR(optimizer, { tMax: steps }),
    scheduleEach: "step",
    evaluation: new DataLoader(digits.test, { batchSize: TEST_BATCH }),
    metric: accuracy,
    batchSize,
    progress: ({ loss }) => bar.increment(1, { loss }),
    onEpoch: ({ epoch, loss, metric, seconds }) =>
      progress.log(
        `convnet, ${name}, epoch ${epoch + 1}: loss ${loss.toFixed(4)}, test accuracy ${metric!.toFixed(2)} %, ` +
          `${seconds.toFixed(1)} s`,
      ),
  });
  return history;
}
