import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { adam, type AdamConfig, type AdamState, type Objective, sgd } from "./mod.ts";
import { assertKeepsMemory, assertSameWithThreads, assertSinglePrecision, assertSurvivesFailure } from "./testing.ts";

const CONFIGS: Record<string, AdamConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.01, learningRateDecay: 0.1, weightDecay: 0.01 },
};

for (const [name, config] of Object.entries(CONFIGS)) {
  const step = (feval: Objective, x: Tensor, state: AdamState) => adam(feval, x, config, state);
  Deno.test(`adam, ${name}: float32 gives what float64 gives`, () => assertSinglePrecision(step));
  Deno.test(`adam, ${name}: threads do not matter`, () => assertSameWithThreads(step));
  Deno.test(`adam, ${name}: keeps its memory`, () => assertKeepsMemory(step));
  Deno.test(`adam, ${name}: survives a failure`, () => assertSurvivesFailure(step));
}

const pull = (gradient: Tensor): Objective => () => [1, gradient];

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
  const x = zeros([2]), run = (config: AdamConfig, state?: AdamState) => () => adam(pull(zeros([2])), x, config, state);
  const wrong: [AdamConfig, string][] = [
    [{ learningRate: NaN }, "learningRate must be finite but is NaN"],
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: -1 }, "learningRateDecay must be at least 0 but is -1"],
    [{ beta1: 1 }, "beta1 must be below 1 but is 1"],
    [{ beta2: 1.1 }, "beta2 must be from 0 to 1 but is 1.1"],
    [{ beta2: NaN }, "beta2 must be finite but is NaN"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: Infinity }, "weightDecay must be finite but is Infinity"],
  ];
  for (const [config, text] of wrong) assertThrows(run(config), RangeError, `Cannot run adam: ${text}`);
  assertThrows(
    run({}, { m: zeros([3]) }),
    TypeError,
    "Cannot run adam: state.m must be [2] like x but is [3]",
  );
  assertThrows(
    run({}, { v: zeros([2], { dtype: "float64" }) }),
    TypeError,
    "Cannot run adam: state.v must be float32 like x but is float64",
  );
  assertThrows(
    () => adam(pull(zeros([5])), x),
    TypeError,
    "Cannot run adam: the gradient must be [2] like x but is [5]",
  );
  assertEquals(x.toArray(), [0, 0]);
});
