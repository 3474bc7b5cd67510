import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { rprop, type RpropConfig, type RpropState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, RpropConfig> = {
  plain: {},
  thrice: { stepsize: 0.05, etaplus: 1.5, etaminus: 0.3, stepsizemax: 0.2, stepsizemin: 0.01, niter: 3 },
};

testSteps("rprop", rprop, CONFIGS);

Deno.test("rprop grows the step, shrinks it and rests when the sign flips, and stays within bounds", () => {
  const x = tensor([0]),
    config = { stepsize: 1, etaplus: 2, etaminus: 0.25, stepsizemax: 3, stepsizemin: 0.8 },
    state = {};
  const walk = ([1, 5, 0.1, -1, -1, 0, -1] as const).map((g) => {
    rprop(pull(tensor([g])), x, config, state);
    return x.get(0);
  });
  // steps 1, 2, 3 (not 4), rest (3 / 4 is raised to 0.8), 0.8, no gradient, 0.8
  assertClose(walk, [-1, -3, -6, -6, -5.2, -5.2, -4.4], { absolute: 1e-5 });
});

Deno.test("rprop sees signs of gradients whose product is too small for float32", () => {
  const x = tensor([0]), state = {};
  for (let k = 0; k < 2; k++) rprop(pull(tensor([1e-30])), x, { stepsize: 1, etaplus: 2 }, state);
  assertClose(x, [-3]);
});

Deno.test("rprop keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: RpropConfig & RpropState = { niter: 1 },
    state: RpropState = {};
  const [moved, losses] = rprop(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.delta, state.delta!.toArray()], [undefined, [2]]);
  rprop(pull(gradient), x, config);
  assertEquals(config.delta!.toArray(), [2]);
});

Deno.test("rprop says what is wrong", () => {
  assertRefuses("rprop", rprop, [
    [{ stepsize: -1 }, "stepsize must be at least 0 but is -1"],
    [{ etaplus: 0.5 }, "etaplus must be at least 1 but is 0.5"],
    [{ etaplus: Infinity }, "etaplus must be finite but is Infinity"],
    [{ etaminus: 2 }, "etaminus must be from 0 to 1 but is 2"],
    [{ stepsizemax: -1 }, "stepsizemax must be at least 0 but is -1"],
    [{ stepsizemin: 51 }, "stepsizemin must be from 0 to 50 but is 51"],
    [{ niter: 0 }, "niter must be at least 1 but is 0"],
    [{ niter: 1.5 }, "niter must be an integer but is 1.5"],
  ], ["delta", "stepsizes"]);
});
