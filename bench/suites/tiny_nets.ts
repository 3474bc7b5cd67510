// The nets of suite A: forward, and forward and backward, on one example.
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Work, work } from "../harness/work.ts";
import { buildNet } from "./net.ts";
import { buildCriterion, buildGradient, type NetCase } from "./trainer.ts";

/** Builds a case of suite A that has a net. */
export function tinyNets(c: Case, inputs: Inputs): Work {
  const { layers, criterion } = c as NetCase, x = inputs.get("x");
  const net = buildNet(layers, x.size().slice(1), inputs.params);
  if (c.op === "tiny_forward") {
    net.evaluate();
    return work(() => net.forward(x));
  }
  if (c.op !== "tiny_train") throw new Unsupported(`there is no tiny net "${c.op}"`);
  const [, gradients] = net.getParameters(), gradient = buildGradient(net, buildCriterion(criterion), gradients);
  const target = inputs.get("target"), call = () => gradient(x, target);
  return { call, results: () => [call(), ...net.parameters()[1]] };
}
