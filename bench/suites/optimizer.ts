import { adadelta, adagrad, adam, adamW, rmsprop, sgd, type Step } from "@taimatsu/optim";
import type { Tensor } from "@taimatsu/tensor";
import { type OptimizerSpec, Unsupported } from "../harness/case.ts";

/** Returns the loss and the gradient at the parameters. */
export type Objective = (x: Tensor) => [number, Tensor];

type Optimizer = (objective: Objective, parameters: Tensor) => Step;

/** Returns a function that moves the parameters by one step and returns the loss before it. */
export function buildOptimizer(spec: OptimizerSpec): (objective: Objective, parameters: Tensor) => number {
  const optimize = optimizerOf(spec), { clamp } = spec;
  if (clamp === undefined) return (objective, parameters) => optimize(objective, parameters)[1][0]!;
  return (objective, parameters) => {
    const limited: Objective = (x) => {
      const [loss, gradient] = objective(x);
      return [loss, gradient.clamp(-clamp, clamp)];
    };
    return optimize(limited, parameters)[1][0]!;
  };
}

function optimizerOf(spec: OptimizerSpec): Optimizer {
  const { name, lr: learningRate, momentum = 0, beta1, beta2, eps, alpha, rho, weightDecay = 0 } = spec, state = {};
  switch (name) {
    case "sgd": {
      const config = { learningRate, momentum, dampening: 0, weightDecay };
      return (objective, x) => sgd(objective, x, config, state);
    }
    case "adam":
    case "adamw": {
      const config = { learningRate, beta1: beta1!, beta2: beta2!, epsilon: eps!, weightDecay };
      const method = name === "adam" ? adam : adamW;
      return (objective, x) => method(objective, x, config, state);
    }
    case "adadelta": {
      const config = { learningRate, rho: rho!, eps: eps!, weightDecay };
      return (objective, x) => adadelta(objective, x, config, state);
    }
    case "rmsprop": {
      const config = { learningRate, alpha: alpha!, epsilon: eps!, weightDecay };
      return (objective, x) => rmsprop(objective, x, config, state);
    }
    case "adagrad": {
      const config = { learningRate, epsilon: eps!, weightDecay };
      return (objective, x) => adagrad(objective, x, config, state);
    }
  }
  throw new Unsupported(`@taimatsu/optim has no ${name} yet`);
}
