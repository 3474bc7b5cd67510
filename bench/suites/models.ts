// Suites G and T: training steps and inference of whole nets; start-up and memory in fresh processes.
import { tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Builder, type Samples, type Work, work } from "../harness/work.ts";
import { buildNet } from "./net.ts";
import { netMemory, startUp } from "./processes.ts";
import { buildStep, type NetCase } from "./trainer.ts";

interface XorCase extends NetCase {
  steps: number;
}

interface StartUpCase extends Case {
  what: "time" | "rss";
}

function net(c: NetCase, inputs: Inputs): Work {
  const x = inputs.get("x");
  if (c.mode === "infer") {
    const model = buildNet(c.layers, x.size().slice(1), inputs.params);
    model.evaluate();
    return work(() => model.forward(x));
  }
  const step = buildStep(c, x, inputs.get("target"), inputs.params);
  return { call: step, results: () => [step(), step(), step()] };
}

/** Learns exclusive or: many steps of a net that has next to nothing to compute. */
function xor(c: XorCase, inputs: Inputs): Work {
  const x = tensor([[0, 0], [1, 0], [0, 1], [1, 1]]), target = tensor([[0], [1], [1], [0]]);
  const run = (steps: number): number => {
    const step = buildStep(c, x, target, inputs.params);
    let loss = NaN;
    for (let i = 0; i < steps; i++) loss = step();
    return loss;
  };
  return { call: () => run(c.steps), results: () => [run(1), run(10), run(100)] };
}

/** Returns what builds the cases of suites G and T; `threads` is for fresh processes. */
export function models(threads: number): Builder {
  return (c: Case, inputs: Inputs): Work | Samples => {
    switch (c.op) {
      case "net":
        return net(c as NetCase, inputs);
      case "xor":
        return xor(c as XorCase, inputs);
      case "net_rss":
        return { samples: () => netMemory(c as NetCase, threads) };
      case "startup":
        return { samples: () => startUp((c as StartUpCase).what, threads) };
    }
    throw new Unsupported(`there is no model case "${c.op}"`);
  };
}
