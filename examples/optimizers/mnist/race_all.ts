import type { Progress, TrainEpoch } from "@taimatsu/optim";
import { loadDigits } from "../../mnist/data.ts";
import type { Options } from "../options.ts";
import type { Report } from "../publish.ts";
import { trainConvnet } from "./convnet.ts";
import { fitRegression, type RegressionStep } from "./regression.ts";
import { convnetPicture, convnetTable, regressionTable } from "./report.ts";
import { SOLVERS } from "./solvers.ts";
import { TRAININGS } from "./trainings.ts";

/** Trains the convnet and the regression by those of the methods that can. */
export async function raceOnMnist(options: Options, progress: Progress): Promise<Report> {
  const { methods, data, trainSize, epochs, steps, seed } = options;
  const digits = { train: await loadDigits("train", data, trainSize), test: await loadDigits("test", data) };
  const nets = new Map<string, TrainEpoch[]>(), regressions = new Map<string, RegressionStep[]>();
  for (const name of Object.keys(TRAININGS).filter((name) => methods.includes(name))) {
    nets.set(name, await trainConvnet(name, digits, { epochs, seed }, progress));
  }
  for (const name of Object.keys(SOLVERS).filter((name) => methods.includes(name))) {
    regressions.set(name, await fitRegression(name, digits, { steps, seed }, progress));
  }
  const images = `${digits.train.size()} training images, seed ${seed}`, parts: string[] = [];
  if (nets.size > 0) parts.push(`The convnet, ${epochs} epochs, ${images}:`, convnetTable(nets));
  if (regressions.size > 0) {
    parts.push(`Logistic regression, all images in each evaluation, ${images}:`, regressionTable(regressions));
  }
  return {
    name: "mnist",
    text: parts.join("\n\n"),
    figure: nets.size > 0 ? convnetPicture(nets) : undefined,
    caption: "test accuracy of the convnet over the epochs",
  };
}
