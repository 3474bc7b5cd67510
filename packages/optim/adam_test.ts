import { assertEquals, assertStrictEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { adam, type AdamConfig, type AdamState, sgd } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, AdamConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.01, learningRateDecay: 0.1, weightDecay: 0.01 },
};

testSteps("adam", adam, CONFIGS);

Deno.test("adam returns the parameters themselves and the loss before the step, and leaves the gradient alone", () => {
  const x = tensor([1, 2]), gradient = tensor([1, -8]);
  const [moved, losses] = adam(pull(gradient), x, { learningRate: 0.5, weightDecay: 1 });
  assertStrictEquals(moved, x);
  assertClose(x, [0.5, 2.5]);
  assertEquals([losses, gradient.toArray()], [[1], [1, -8]]);
});

Deno.test("adam keeps its state in the settings unless a state is given", () => {
  const x = tensor([1]), config: AdamConfig & AdamState = {}, state: AdamState = {};
  adam(pull(tensor([2])), x, config, state);
  assertEquals([config.t, state.t], [undefined, 1]);
  assertClose(state.m!, [0.2]);
  assertClose(state.v!, [0.004]);
  adam(pull(tensor([2])), x, config);
  assertEquals([config.t, state.t], [1, 1]);
});

Deno.test("adam works with settings that sgd kept its state in", () => {
  const x = tensor([1]), config = { learningRate: 0.1 };
  sgd(pull(tensor([1])), x, config);
  adam(pull(tensor([1])), x, config);
  sgd(pull(tensor([1])), x, config);
  assertClose(x, [0.7]);
});

Deno.test("adam says what is wrong", () => {
  assertRefuses("adam", adam, [
    [{ learningRate: NaN }, "learningRate must be finite but is NaN"],
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: -1 }, "learningRateDecay must be at least 0 but is -1"],
    [{ beta1: 1 }, "beta1 must be below 1 but is 1"],
    [{ beta2: 1.1 }, "beta2 must be from 0 to 1 but is 1.1"],
    [{ beta2: NaN }, "beta2 must be finite but is NaN"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: Infinity }, "weightDecay must be finite but is Infinity"],
  ], ["m", "v"]);
});
