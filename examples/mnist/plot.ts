import type { Epoch } from "./train.ts";

/** Returns an SVG picture of the training loss and the test accuracy over the epochs. */
export async function plot(title: string, epochs: readonly Epoch[]): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const panel = (field: string, name: string) => ({
    width: 480,
    height: 200,
    mark: { type: "line" as const, point: true },
    encoding: {
      x: { field: "epoch", type: "quantitative" as const, title: "epoch", axis: { tickMinStep: 1, format: "d" } },
      y: { field, type: "quantitative" as const, title: name, scale: { zero: false } },
    },
  });
  const { spec } = compile({
    title,
    data: { values: epochs as Epoch[] },
    vconcat: [panel("trainLoss", "training loss"), panel("testAccuracy", "test accuracy")],
  });
  return await new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}
