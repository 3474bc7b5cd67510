import { ClassNLLCriterion } from "@taimatsu/criterion";
import { Linear, LogSoftMax, Sequential } from "@taimatsu/nn";
import { Optimizer, type Progress, train, type TrainModel } from "@taimatsu/optim";
import { manualSeed, type Tensor } from "@taimatsu/tensor";
import { accuracy, batchSize } from "./accuracy.ts";
import type { Digits } from "../../mnist/data.ts";
import { SOLVERS } from "./solvers.ts";

/** Pixels of an image with its border. */
const PIXELS = 32 * 32;

/** How far the regression is after a step. */
export interface RegressionStep {
  /** Evaluations of loss and gradient over all images so far. */
  evaluations: number;
  /** Time of all steps so far, with testing. */
  seconds: number;
  /** Percentage of the test images. */
  accuracy: number;
}

/** Counts how often gradients are asked for. */
function counting(model: TrainModel<Tensor, Tensor>): TrainModel<Tensor, Tensor> & { evaluations: number } {
  return {
    evaluations: 0,
    forward: (input) => model.forward(input),
    backward(input, gradOutput) {
      this.evaluations++;
      return model.backward(input, gradOutput);
    },
  };
}

/** Fits logistic regression with a method that sees all training images at once, for so many steps. */
export async function fitRegression(
  name: string,
  digits: { train: Digits; test: Digits },
  { steps, seed }: { steps: number; seed: number },
  progress: Progress,
): Promise<RegressionStep[]> {
  const { method, settings } = SOLVERS[name]!;
  manualSeed(seed);
  const layer = new Linear(PIXELS, 10), net = new Sequential().add(layer).add(new LogSoftMax());
  layer.gradInput = null; // nobody asks for the gradient of the images
  net.getParameters();
  const model = counting(net), result: RegressionStep[] = [];
  const flat = (part: Digits) => {
    const [images, target] = part.getBatch(Array.from({ length: part.size() }, (_, i) => i));
    return [images.view(-1, PIXELS), target] as const;
  };
  using bar = progress.bar(`regression, ${name}`, steps);
  await train({
    model,
    criterion: new ClassNLLCriterion(),
    optimizer: new Optimizer(net, { method, ...settings }),
    data: [flat(digits.train)],
    epochs: steps,
    evaluation: [flat(digits.test)],
    metric: accuracy,
    batchSize,
    onEpoch: ({ loss, metric, seconds }) => {
      const before = result.at(-1)?.seconds ?? 0;
      result.push({ evaluations: model.evaluations, seconds: before + seconds, accuracy: metric! });
      bar.increment(1, { loss, accuracy: metric! });
    },
  });
  return result;
}
