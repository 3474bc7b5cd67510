import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { adadelta, type AdadeltaConfig, type AdadeltaState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, AdadeltaConfig> = {
  plain: {},
  decay: { rho: 0.5, eps: 1e-3, learningRate: 0.5, weightDecay: 0.01 },
};

testSteps("adadelta", adadelta, CONFIGS);

Deno.test("adadelta computes two steps of the paper's formula", () => {
  const x = tensor([1], { dtype: "float64" }),
    config = { rho: 0.5, eps: 1, learningRate: 0.5 },
    state: AdadeltaState = {};
  let s = 0, d = 0, wanted = 1;
  for (const g of [2, -3]) {
    adadelta(pull(tensor([g], { dtype: "float64" })), x, config, state);
    s = 0.5 * s + 0.5 * g * g;
    const step = Math.sqrt(d + 1) / Math.sqrt(s + 1) * g;
    d = 0.5 * d + 0.5 * step * step;
    wanted -= 0.5 * step;
    assertClose(x, [wanted], { relative: 1e-14 });
    assertClose(state.paramVariance!, [s], { relative: 1e-14 });
    assertClose(state.accDelta!, [d], { relative: 1e-14 });
  }
  assertEquals(state.evalCounter, 2);
});

Deno.test("adadelta keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: AdadeltaConfig & AdadeltaState = { rho: 0.75 },
    state: AdadeltaState = {};
  const [moved, losses] = adadelta(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.paramVariance, state.paramVariance!.toArray()], [undefined, [1]]);
  adadelta(pull(gradient), x, config);
  assertEquals(config.paramVariance!.toArray(), [1]);
});

Deno.test("adadelta says what is wrong", () => {
  assertRefuses("adadelta", adadelta, [
    [{ rho: 1 }, "rho must be below 1 but is 1"],
    [{ rho: NaN }, "rho must be finite but is NaN"],
    [{ eps: -1 }, "eps must be at least 0 but is -1"],
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ weightDecay: -1 }, "weightDecay must be at least 0 but is -1"],
  ], ["paramVariance", "accDelta"]);
});
