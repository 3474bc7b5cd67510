import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { adamax, type AdamaxConfig, type AdamaxState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, AdamaxConfig> = {
  plain: {},
  decay: { learningRate: 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.01 },
};

testSteps("adamax", adamax, CONFIGS);

Deno.test("adamax computes steps of the paper's formula, with weight decay", () => {
  const config = { learningRate: 0.1, beta1: 0.6, beta2: 0.5, epsilon: 0.25, weightDecay: 0.5 },
    state: AdamaxState = {};
  const x = tensor([1], { dtype: "float64" });
  let m = 0, u = 0, wanted = 1;
  [4, -1, 0.5, 3].forEach((slope, k) => {
    adamax(pull(tensor([slope], { dtype: "float64" })), x, config, state);
    const g = slope + 0.5 * wanted;
    m = 0.6 * m + 0.4 * g;
    u = Math.max(0.5 * u, Math.abs(g) + 0.25);
    wanted -= 0.1 / (1 - 0.6 ** (k + 1)) * m / u;
    assertClose(x, [wanted], { relative: 1e-14 });
  });
});

Deno.test("adamax rests where the gradient is 0, in either dtype and with any epsilon", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const epsilon of [1e-38, 1e-320, 0]) {
      const x = tensor([1, 2], { dtype }), state: AdamaxState = {};
      for (let k = 0; k < 3; k++) adamax(pull(tensor([0, 1], { dtype })), x, { learningRate: 0.5, epsilon }, state);
      assertClose(x, tensor([1, 0.5], { dtype }), { absolute: 1e-6 });
    }
  }
});

Deno.test("adamax keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: AdamaxConfig & AdamaxState = { epsilon: 0.5 },
    state: AdamaxState = {};
  const [moved, losses] = adamax(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.u, state.u!.toArray()], [undefined, [2.5]]);
  adamax(pull(gradient), x, config);
  assertEquals(config.u!.toArray(), [2.5]);
});

Deno.test("adamax says what is wrong", () => {
  assertRefuses("adamax", adamax, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ beta1: 1 }, "beta1 must be below 1 but is 1"],
    [{ beta2: 2 }, "beta2 must be from 0 to 1 but is 2"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: -1 }, "weightDecay must be at least 0 but is -1"],
  ], ["m", "u"]);
});
