// Nets from the list of layers that a case gives.
import {
  type AnyModule,
  CAddTable,
  ConcatTable,
  Dropout,
  Identity,
  Linear,
  LogSoftMax,
  type Module,
  ReLU,
  Sequential,
  Sigmoid,
  SpatialAveragePooling,
  SpatialBatchNormalization,
  SpatialConvolution,
  SpatialMaxPooling,
  SpatialSubSampling,
  Tanh,
  View,
} from "@taimatsu/nn";
import type { Tensor } from "@taimatsu/tensor";
import { type LayerSpec, Unsupported } from "../harness/case.ts";

/** Sizes of an example while it passes through the net: [features] or [channels, height, width]. */
type Size = [number] | [number, number, number];

/** Makes a layer and says what size it leaves. */
type Make = (size: Size, numbers: number[]) => [Module, Size];

function image(size: Size): [number, number, number] {
  if (size.length === 1) throw new Error("This layer works on images");
  return size;
}

function pooled([channels, height, width]: [number, number, number], k: number, stride: number, pad: number): Size {
  const side = (n: number) => Math.floor((n + 2 * pad - k) / stride) + 1;
  return [channels, side(height), side(width)];
}

/** A layer that leaves the size alone. */
const same = (make: (numbers: number[]) => Module): Make => (size, numbers) => [make(numbers), size];

function convolution(inputs: number, outputs: number, k: number, stride: number, pad: number): SpatialConvolution {
  return new SpatialConvolution(inputs, outputs, k, k, stride, stride, pad, pad);
}

/** Two convolutions beside a short cut (He et al. 2016). */
function block(inputs: number, outputs: number, stride: number): Module {
  const far = new Sequential()
    .add(convolution(inputs, outputs, 3, stride, 1).noBias())
    .add(new SpatialBatchNormalization(outputs))
    .add(new ReLU(true))
    .add(convolution(outputs, outputs, 3, 1, 1).noBias())
    .add(new SpatialBatchNormalization(outputs));
  const near = inputs === outputs && stride === 1 ? new Identity() : new Sequential()
    .add(convolution(inputs, outputs, 1, stride, 0).noBias())
    .add(new SpatialBatchNormalization(outputs));
  return new Sequential().add(new ConcatTable().add(far).add(near)).add(new CAddTable(true)).add(new ReLU(true));
}

const LAYERS: Record<string, Make> = {
  linear: (_, [inputs, outputs]) => [new Linear(inputs!, outputs!), [outputs!]],
  conv: (size, [inputs, outputs, k, stride, pad]) => {
    const [, height, width] = pooled(image(size), k!, stride!, pad!) as [number, number, number];
    return [convolution(inputs!, outputs!, k!, stride!, pad!), [outputs!, height, width]];
  },
  conv_nobias: (size, [inputs, outputs, k, stride, pad]) => {
    const [, height, width] = pooled(image(size), k!, stride!, pad!) as [number, number, number];
    return [convolution(inputs!, outputs!, k!, stride!, pad!).noBias(), [outputs!, height, width]];
  },
  block: (size, [inputs, outputs, stride]) => {
    const [, height, width] = pooled(image(size), 3, stride!, 1) as [number, number, number];
    return [block(inputs!, outputs!, stride!), [outputs!, height, width]];
  },
  subsample: (size, [channels, k]) => [
    new SpatialSubSampling(channels!, k!, k!, k!, k!),
    pooled(image(size), k!, k!, 0),
  ],
  maxpool: (size, [k, stride, pad]) => [
    new SpatialMaxPooling(k!, k!, stride!, stride!, pad!, pad!),
    pooled(image(size), k!, stride!, pad!),
  ],
  avgpool_all: (size) => {
    const [channels, height, width] = image(size);
    return [
      new Sequential().add(new SpatialAveragePooling(width, height)).add(new View(channels)),
      [channels],
    ];
  },
  flatten: (size) => {
    const features = size.reduce((product, n) => product * n, 1);
    return [new View(features), [features]];
  },
  bn: same(([n]) => new SpatialBatchNormalization(n!)),
  dropout: same(([p]) => new Dropout(p!)),
  relu: same(() => new ReLU()),
  tanh: same(() => new Tanh()),
  sigmoid: same(() => new Sigmoid()),
  logsoftmax: same(() => new LogSoftMax()),
};

/**
 * Builds a net for examples of a size and gives it the parameters of a case. Its first layer leaves out the gradient of the
 * input, which nobody asks for.
 *
 * @throws {Unsupported} If a layer does not exist yet.
 */
export function buildNet(layers: readonly LayerSpec[], exampleSize: readonly number[], params: Tensor[]): Sequential {
  const net = new Sequential();
  let size = exampleSize as Size;
  for (const [kind, ...numbers] of layers) {
    const make = LAYERS[kind];
    if (make === undefined) throw new Unsupported(`@taimatsu/nn cannot build "${kind}" yet`);
    const [layer, after] = make(size, numbers);
    net.add(layer);
    size = after;
  }
  net.get(0).gradInput = null;
  setParameters(net, params);
  return net;
}

/** Copies values into the parameters of a module, in order. */
export function setParameters(module: AnyModule, values: readonly Tensor[]): void {
  const [own] = module.parameters();
  if (own.length !== values.length) throw new Error(`The module has ${own.length} parameters, not ${values.length}`);
  for (const [i, parameter] of own.entries()) parameter.copy(values[i]!);
}
