// Suite H: one update of all parameters with fixed gradients.
import type { Tensor } from "@taimatsu/tensor";
import type { Case, OptimizerSpec } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import type { Work } from "../harness/work.ts";
import { buildOptimizer } from "./optimizer.ts";

interface Update extends Case {
  opt: OptimizerSpec;
}

/** Builds a case of suite H: each tensor is updated with a state of its own. */
export function optimizers(c: Case, inputs: Inputs): Work {
  const gradients = inputs.list("g"), parameters = inputs.list("p");
  const updates = parameters.map((p, i) => {
    const optimize = buildOptimizer((c as Update).opt), result: [number, Tensor] = [0, gradients[i]!];
    return () => optimize(() => result, p);
  });
  const call = () => {
    for (const update of updates) update();
  };
  return {
    call,
    results: () => {
      for (let i = 0; i < 3; i++) call();
      return [parameters[0]!];
    },
  };
}
