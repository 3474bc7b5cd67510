import { adam, sgd } from "@taimatsu/optim";
import type { Tensor } from "@taimatsu/tensor";
import { type OptimizerSpec, Unsupported } from "../harness/case.ts";

/** Returns the loss and the gradient at the parameters. */
export type Objective = (x: Tensor) => [number, Tensor];

/** Returns a function that moves the parameters by one step and returns the loss before it. */
export function buildOptimizer(spec: OptimizerSpec): (objective: Objective, parameters: Tensor) => number {
  const { name, lr: learningRate, momentum = 0, beta1, beta2, eps } = spec, state = {};
  switch (name) {
    case "sgd": {
      const config = { learningRate, momentum, dampening: 0 };
      return (objective, parameters) => sgd(objective, parameters, config, state)[1][0]!;
    }
    case "adam": {
      const config = { learningRate, beta1: beta1!, beta2: beta2!, epsilon: eps! };
      return (objective, parameters) => adam(objective, parameters, config, state)[1][0]!;
    }
  }
  throw new Unsupported(`@taimatsu/optim has no ${name} yet`);
}
