// Training steps without criterion and optimizer: gradients to 0, forward, backward.
import { rand } from "@taimatsu/tensor";
import { Linear } from "../linear/linear.ts";
import { LogSoftMax } from "../transfer/log_soft_max.ts";
import { ReLU } from "../transfer/relu.ts";
import { Sequential } from "./sequential.ts";
import { Sigmoid } from "../transfer/sigmoid.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { Tanh } from "../transfer/tanh.ts";
import { View } from "../shape/view.ts";

function step(name: string, net: Sequential, input: number[]): void {
  const x = rand(input), gradOutput = rand(net.forward(x).size()), [, gradients] = net.getParameters();
  net.get(0).gradInput = null;
  Deno.bench(name, () => {
    gradients.zero();
    net.forward(x);
    net.backward(x, gradOutput);
  });
}

step(
  "2-3-1, batch 4",
  new Sequential().add(new Linear(2, 3)).add(new Tanh()).add(new Linear(3, 1)).add(new Sigmoid()),
  [4, 2],
);
step("10-32-1, batch 8", new Sequential().add(new Linear(10, 32)).add(new ReLU()).add(new Linear(32, 1)), [8, 10]);
step(
  "convolutional net of Torch7's demos, batch 64",
  new Sequential()
    .add(new SpatialConvolution(1, 32, 5, 5))
    .add(new Tanh())
    .add(new SpatialMaxPooling(3, 3, 3, 3, 1, 1))
    .add(new SpatialConvolution(32, 64, 5, 5))
    .add(new Tanh())
    .add(new SpatialMaxPooling(2, 2))
    .add(new View(576))
    .add(new Linear(576, 200))
    .add(new Tanh())
    .add(new Linear(200, 10))
    .add(new LogSoftMax()),
  [64, 1, 32, 32],
);
