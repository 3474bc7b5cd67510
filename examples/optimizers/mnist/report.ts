import { type Figure, plot, type TrainEpoch } from "@taimatsu/optim";
import { table } from "../table.ts";
import type { RegressionStep } from "./regression.ts";
import { TRAININGS } from "./trainings.ts";

/** Percentages of the test images that the nets are to reach. */
const CONVNET_GOAL = 99, REGRESSION_GOAL = 92;

/** Results by the names of the methods. */
export type ByMethod<T> = ReadonlyMap<string, readonly T[]>;

function settingsOf(name: string): string {
  return Object.entries(TRAININGS[name]!.settings).map(([key, value]) => `${key} ${value}`).join(", ");
}

/** Returns the table of the convnet: what was needed to the goal, and what was reached. */
export function convnetTable(runs: ByMethod<TrainEpoch>): string {
  const goal = `${CONVNET_GOAL.toFixed(1)} %`;
  const rows = [...runs].map(([name, epochs]) => {
    const reached = epochs.findIndex(({ metric }) => metric! >= CONVNET_GOAL) + 1;
    const seconds = epochs.slice(0, reached).reduce((sum, epoch) => sum + epoch.seconds, 0);
    return [
      name,
      settingsOf(name),
      reached === 0 ? "" : String(reached),
      reached === 0 ? "" : seconds.toFixed(0),
      epochs.at(-1)!.metric!.toFixed(2),
    ];
  });
  return table([["method", "settings", `epochs to ${goal}`, `seconds to ${goal}`, "% at the end"], ...rows]);
}

/** Returns the table of the regression. */
export function regressionTable(runs: ByMethod<RegressionStep>): string {
  const goal = `${REGRESSION_GOAL.toFixed(1)} %`;
  const rows = [...runs].map(([name, steps]) => {
    const reached = steps.find(({ accuracy }) => accuracy >= REGRESSION_GOAL), last = steps.at(-1)!;
    return [
      name,
      reached === undefined ? "" : String(reached.evaluations),
      reached === undefined ? "" : reached.seconds.toFixed(0),
      String(last.evaluations),
      last.seconds.toFixed(0),
      last.accuracy.toFixed(2),
    ];
  });
  const titles = [`evaluations to ${goal}`, `seconds to ${goal}`, "evaluations", "seconds", "% at the end"];
  return table([["method", ...titles], ...rows]);
}

/** Draws the test accuracy of the convnet over the epochs, and the goal. */
export function convnetPicture(runs: ByMethod<TrainEpoch>): Figure {
  const curves = [...runs].map(([label, epochs]) => ({
    label,
    x: epochs.map(({ epoch }) => epoch + 1),
    y: epochs.map(({ metric }) => metric!),
    style: "+-" as const,
  }));
  const last = Math.max(...curves.map(({ x }) => x.length));
  const goal = { label: "goal", x: [1, last], y: [CONVNET_GOAL, CONVNET_GOAL] };
  return plot([...curves, goal], { title: "convnet on MNIST", xlabel: "epoch", ylabel: "test accuracy in %" });
}
