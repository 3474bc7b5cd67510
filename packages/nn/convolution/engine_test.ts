import { abs, type Tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, seeded } from "../testing.ts";
import { SpatialConvolution } from "./spatial_convolution.ts";

/** Planes in and out, kernel, step, padding, dilation, groups, height, width, batch: each form of the kernels, and their borders. */
const CASES: [number, number, number, number, number, number, number, number, number, number][] = [
  [32, 64, 3, 1, 1, 1, 1, 13, 18, 2],
  [64, 32, 3, 1, 0, 1, 1, 6, 6, 5],
  [96, 32, 3, 1, 2, 1, 1, 5, 9, 3],
  [64, 128, 3, 1, 1, 1, 2, 9, 7, 2],
  [32, 64, 5, 1, 0, 1, 1, 10, 10, 9],
  [64, 32, 5, 1, 2, 1, 1, 13, 16, 2],
  [32, 32, 5, 1, 4, 1, 1, 7, 5, 3],
  [64, 64, 5, 1, 2, 1, 2, 14, 14, 1],
  [512, 64, 5, 1, 2, 1, 1, 4, 4, 1],
  [16, 16, 3, 1, 1, 1, 1, 17, 30, 2],
  [16, 16, 3, 2, 1, 1, 1, 17, 30, 2],
  [20, 12, 3, 1, 2, 2, 1, 12, 15, 2],
  [32, 32, 1, 1, 0, 1, 1, 9, 11, 2],
  [24, 24, 3, 1, 1, 1, 24, 15, 15, 3],
  [16, 32, 3, 2, 1, 1, 16, 15, 15, 3],
];

/** Transformed convolutions round in proportion to the largest numbers, not to each. */
function assertNear(actual: Tensor, wanted: Tensor): void {
  assertClose(actual.double(), wanted, { relative: 1e-6, absolute: 2e-5 * abs(wanted).max() });
}

for (const [inputs, outputs, k, d, pad, dilation, groups, height, width, batch] of CASES) {
  const name =
    `${inputs} -> ${outputs} planes, kernel ${k}, step ${d}, padding ${pad}, dilation ${dilation}, ${groups} groups`;
  Deno.test(`convolutions in float32 agree with float64: ${name}`, () => {
    const options = { groups, dilationW: dilation, dilationH: dilation, generator: seeded() };
    const layer = new SpatialConvolution(inputs, outputs, k, k, d, d, pad, pad, options), wide = layer.clone().double();
    const x = numbers([batch, inputs, height, width]), y = wide.forward(x), g = numbers(y.size(), "float64", 5);
    assertNear(layer.forward(x.float()), y);
    for (const module of [layer, wide]) module.zeroGradParameters();
    const gradInput = wide.backward(x, g);
    assertNear(layer.backward(x.float(), g.float()), gradInput);
    assertNear(layer.gradWeight, wide.gradWeight);
    assertNear(layer.gradBias!, wide.gradBias!);
  });
}
