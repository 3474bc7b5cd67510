import { assert, assertEquals, assertThrows } from "@std/assert";
import { rand } from "@taimatsu/tensor";
import { SpatialBatchNormalization } from "./normalization/spatial_batch_normalization.ts";
import { SpatialConvolution } from "./convolution/spatial_convolution.ts";
import { Linear } from "./linear/linear.ts";
import { ReLU } from "./transfer/relu.ts";
import { Sequential } from "./containers/sequential.ts";
import type { SummaryInput } from "./summary.ts";
import { View } from "./shape/view.ts";

function net(): Sequential {
  const features = new Sequential().add(new SpatialConvolution(3, 8, 3, 3, 2, 2, 1, 1)).add(new ReLU());
  return new Sequential().add(features).add(new View(8 * 16)).add(new Linear(8 * 16, 10, false));
}

Deno.test("Module.summary() counts parameters and multiply-adds and shows the sizes", () => {
  const model = net(), summary = model.summary([2, 3, 8, 8]);
  const convolution = 3 * 9 * 8, linear = 8 * 16 * 10;
  assertEquals(summary.parameters, convolution + 8 + linear);
  assertEquals(summary.multiplyAdds, 2 * 16 * convolution + 2 * linear);
  assertEquals(summary.rows.map(({ depth, outputSize }) => [depth, outputSize]), [
    [0, "[2, 10]"],
    [1, "[2, 8, 4, 4]"],
    [2, "[2, 8, 4, 4]"],
    [2, "[2, 8, 4, 4]"],
    [1, "[2, 128]"],
    [1, "[2, 10]"],
  ]);
  assertEquals(summary.rows[1]!.parameters, convolution + 8);
  assert(String(summary).endsWith("parameters: 1,504, multiply-adds: 9,472"));
  assert(String(summary).includes("    SpatialConvolution(3 -> 8, 3x3, 2,2, 1,1)  [2, 8, 4, 4]         224"));
});

Deno.test("Module.summary() leaves the mode and the running values, and takes inputs", () => {
  const model = new Sequential().add(new SpatialBatchNormalization(3)).add(new ReLU());
  model.get(1).evaluate();
  const { runningMean } = model.get<SpatialBatchNormalization>(0);
  model.summary(rand([4, 3, 5, 5]));
  assertEquals(runningMean.toArray(), [0, 0, 0]);
  assertEquals(model.listModules().map((m) => m.train), [true, true, false]);
  assertEquals(Object.hasOwn(model, "updateOutput"), false);
});

Deno.test("Module.summary() counts shared parameters once", () => {
  const a = new Linear(4, 4), b = new Linear(4, 4).share(a, "weight", "bias");
  assertEquals(new Sequential().add(a).add(b).summary([4]).parameters, 20);
});

Deno.test("Module.summary() refuses what are no sizes, and forgets its hooks where the module fails", () => {
  const model = net();
  assertThrows(
    () => model.summary(3 as unknown as SummaryInput),
    TypeError,
    "Cannot run Sequential.summary: input must be sizes or tensors but is 3",
  );
  assertThrows(() => model.summary([2, 4, 8, 8]), TypeError, "in Sequential[0] > Sequential[0] > SpatialConvolution");
  assert(model.listModules().every((m) => !Object.hasOwn(m, "updateOutput") && m.train));
});
