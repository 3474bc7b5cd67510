import {
  CAddTable,
  ConcatTable,
  Identity,
  Linear,
  LogSoftMax,
  ReLU,
  Sequential,
  SpatialAveragePooling,
  SpatialBatchNormalization,
  SpatialConvolution,
  SpatialMaxPooling,
  SpatialSubSampling,
  Tanh,
  View,
} from "@taimatsu/nn";
import type { Options } from "./options.ts";

/** A 3 × 3 convolution that keeps the size or halves it, and a normalization. */
function convolution(inputs: number, outputs: number, stride = 1): Sequential {
  return new Sequential()
    .add(new SpatialConvolution(inputs, outputs, 3, 3, stride, stride, 1, 1).noBias())
    .add(new SpatialBatchNormalization(outputs));
}

/** Two convolutions beside a short cut, added up. */
function residual(inputs: number, outputs: number, stride = 1): Sequential {
  const far = convolution(inputs, outputs, stride).add(new ReLU(true)).add(convolution(outputs, outputs));
  const near = inputs === outputs ? new Identity() : new Sequential()
    .add(new SpatialConvolution(inputs, outputs, 1, 1, stride, stride).noBias())
    .add(new SpatialBatchNormalization(outputs));
  return new Sequential().add(new ConcatTable().add(far).add(near)).add(new CAddTable(true)).add(new ReLU(true));
}

/** Builds a net from images [batch, 1, 32, 32] to log-probabilities [batch, 10]. */
export function buildModel(name: Options["model"]): Sequential {
  switch (name) {
    case "convnet": // of Torch7's demos
      return new Sequential()
        .add(new SpatialConvolution(1, 32, 5, 5))
        .add(new Tanh())
        .add(new SpatialMaxPooling(3, 3, 3, 3, 1, 1))
        .add(new SpatialConvolution(32, 64, 5, 5))
        .add(new Tanh())
        .add(new SpatialMaxPooling(2, 2, 2, 2))
        .add(new View(64 * 3 * 3))
        .add(new Linear(64 * 3 * 3, 200))
        .add(new Tanh())
        .add(new Linear(200, 10))
        .add(new LogSoftMax());
    case "lenet": // LeNet-5 (LeCun et al. 1998), all maps connected
      return new Sequential()
        .add(new SpatialConvolution(1, 6, 5, 5))
        .add(new Tanh())
        .add(new SpatialSubSampling(6, 2, 2, 2, 2))
        .add(new Tanh())
        .add(new SpatialConvolution(6, 16, 5, 5))
        .add(new Tanh())
        .add(new SpatialSubSampling(16, 2, 2, 2, 2))
        .add(new Tanh())
        .add(new SpatialConvolution(16, 120, 5, 5))
        .add(new Tanh())
        .add(new View(120))
        .add(new Linear(120, 84))
        .add(new Tanh())
        .add(new Linear(84, 10))
        .add(new LogSoftMax());
    case "resnet": // a small residual net (He et al. 2016)
      return new Sequential()
        .add(convolution(1, 16))
        .add(new ReLU(true))
        .add(residual(16, 16))
        .add(residual(16, 32, 2))
        .add(residual(32, 64, 2))
        .add(new SpatialAveragePooling(8, 8))
        .add(new View(64))
        .add(new Linear(64, 10))
        .add(new LogSoftMax());
    case "mlp":
      return new Sequential()
        .add(new View(1024))
        .add(new Linear(1024, 1000))
        .add(new ReLU())
        .add(new Linear(1000, 1000))
        .add(new ReLU())
        .add(new Linear(1000, 10))
        .add(new LogSoftMax());
    case "linear": // logistic regression
      return new Sequential()
        .add(new View(1024))
        .add(new Linear(1024, 10))
        .add(new LogSoftMax());
  }
}
