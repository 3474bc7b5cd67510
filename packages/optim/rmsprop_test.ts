import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { rmsprop, type RMSpropConfig, type RMSpropState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, RMSpropConfig> = {
  plain: {},
  decay: { alpha: 0.9, epsilon: 1e-6, learningRate: 0.05, weightDecay: 0.01, initialMean: 1 },
};

testSteps("rmsprop", rmsprop, CONFIGS);

Deno.test("rmsprop begins with the mean it is given", () => {
  const x = tensor([1]);
  rmsprop(pull(tensor([4])), x, { learningRate: 0.5, alpha: 0.75, initialMean: 28, epsilon: 3 });
  assertClose(x, [0.75]); // √(21 + 4) + 3 divides 2
});

Deno.test("rmsprop keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: RMSpropConfig & RMSpropState = { alpha: 0.75 },
    state: RMSpropState = {};
  const [moved, losses] = rmsprop(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.m, state.m!.toArray()], [undefined, [1]]);
  rmsprop(pull(gradient), x, config);
  assertEquals(config.m!.toArray(), [1]);
});

Deno.test("rmsprop says what is wrong", () => {
  assertRefuses("rmsprop", rmsprop, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ alpha: 1 }, "alpha must be below 1 but is 1"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: NaN }, "weightDecay must be finite but is NaN"],
    [{ initialMean: -1 }, "initialMean must be at least 0 but is -1"],
  ], ["m"]);
});
