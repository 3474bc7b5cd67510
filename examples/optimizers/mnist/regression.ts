import { ClassNLLCriterion } from "@taimatsu/criterion";
import { Optimizer, type Progress, train, type TrainModel } from "@taimatsu/optim";
import { manualSeed, type Tensor } from "@taimatsu/tensor";
import { buildModel } from "../../mnist/models.ts";
import { accuracy, batchSize } from "./accuracy.ts";
import type { Digits } from "./digits.ts";
import { SOLVERS } from "./solvers.ts";

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
  const net = buildModel("linear"), model = counting(net), result: RegressionStep[] = [];
  net.getParameters();
  using bar = progress.bar(`regression, ${name}`, steps);
  await train({
    model,
    criterion: new ClassNLLCriterion(),
    optimizer: new Optimizer(net, { method, ...settings }),
    data: [[digits.train.images(), digits.train.target]],
    epochs: steps,
    evaluation: [[digits.test.images(), digits.test.target]],
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
