// One step of training: clear gradients, forward, loss, backward, update.
import { ClassNLLCriterion, MSECriterion } from "@taimatsu/criterion";
import { type Sequential, shareGradInput } from "@taimatsu/nn";
import type { Tensor } from "@taimatsu/tensor";
import type { Case, LayerSpec, OptimizerSpec } from "../harness/case.ts";
import { buildNet } from "./net.ts";
import { buildOptimizer } from "./optimizer.ts";

/** A case with a net. */
export interface NetCase extends Case {
  mode: "step" | "infer" | "rss";
  layers: LayerSpec[];
  criterion: "nll" | "mse";
  opt: OptimizerSpec;
  /** Examples that are made; each step takes the next `b` of them. */
  data?: number;
}

/** A criterion as a step uses it. */
interface Criterion {
  forward(input: Tensor, target: Tensor): number;
  backward(input: Tensor, target: Tensor): Tensor;
}

/** Returns the criterion of a case. */
export function buildCriterion(name: NetCase["criterion"]): Criterion {
  return name === "nll" ? new ClassNLLCriterion() : new MSECriterion();
}

/** Returns a function that clears the gradients, runs forward and backward, and returns the loss. */
export function buildGradient(net: Sequential, criterion: Criterion, gradients: Tensor) {
  return (x: Tensor, target: Tensor): number => {
    gradients.zero();
    const loss = criterion.forward(net.forward(x), target);
    net.backward(x, criterion.backward(net.output as Tensor, target));
    return loss;
  };
}

/** Returns a function that takes one training step and returns the loss before it. */
export function buildStep(c: NetCase, x: Tensor, target: Tensor, params: Tensor[]): () => number {
  const net = buildNet(c.layers, x.size().slice(1), params), [parameters, gradients] = net.getParameters();
  shareGradInput(net, x.narrow(0, 0, 1));
  const gradient = buildGradient(net, buildCriterion(c.criterion), gradients), optimize = buildOptimizer(c.opt);
  net.training();
  let input = x, wanted = target, next = 0;
  const evaluate = (): [number, Tensor] => [gradient(input, wanted), gradients];
  return () => {
    if (c.data !== undefined) {
      input = x.narrow(0, next, c.b!);
      wanted = target.narrow(0, next, c.b!);
      next = (next + c.b!) % c.data;
    }
    return optimize(evaluate, parameters);
  };
}
