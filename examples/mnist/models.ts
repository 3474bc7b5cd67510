import { Linear, LogSoftMax, ReLU, Sequential, SpatialConvolution, SpatialMaxPooling, Tanh, View } from "@taimatsu/nn";
import type { Options } from "./options.ts";

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
