// Values of testdata/pytorch.json, recorded from PyTorch by tools/record/optim.py.
import { assertEquals } from "@std/assert";
import { ones, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { adamW, type AdamWConfig, type AdamWState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

interface Trajectory {
  config: AdamWConfig;
  x0: RecordedTensor;
  gradients: RecordedTensor[];
  x: RecordedTensor[];
}

const records: Trajectory[] = JSON.parse(Deno.readTextFileSync(new URL("testdata/pytorch.json", import.meta.url)));
const CONFIGS: Record<string, AdamWConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.01, learningRateDecay: 0.1, weightDecay: 0.5 },
  amsgrad: { learningRate: 0.01, amsgrad: true },
};

testSteps("adamW", adamW, CONFIGS);

for (const { config, x0, gradients, x } of records) {
  Deno.test(`adamW follows PyTorch's trajectory: ${JSON.stringify(config)}`, () => {
    const parameters = fromRecord(x0), state = {};
    assertEquals(gradients.length, x.length);
    gradients.forEach((gradient, step) => {
      adamW(pull(fromRecord(gradient)), parameters, config, state);
      assertClose(parameters, fromRecord(x[step]!), { relative: 1e-12 });
    });
  });
}

Deno.test("adamW takes weight away where there is no gradient, and the running means do not see it", () => {
  const x = tensor([2, -4]), state: AdamWState = {};
  for (let k = 0; k < 2; k++) adamW(pull(zeros([2])), x, { learningRate: 0.5, weightDecay: 0.5 }, state);
  assertClose(x, [1.125, -2.25]);
  assertEquals([state.m!.toArray(), state.v!.toArray(), state.vmax], [[0, 0], [0, 0], undefined]);
});

Deno.test("adamW keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]), gradient = tensor([2]), config: AdamWConfig & AdamWState = {}, state: AdamWState = {};
  const [moved, losses] = adamW(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.t, state.t], [undefined, 1]);
  assertClose(state.m!, [0.2]);
  assertClose(state.v!, [0.004]);
  adamW(pull(gradient), x, config);
  assertEquals(config.t, 1);
});

Deno.test("adamW with amsgrad keeps the largest mean square", () => {
  const x = ones([1]), state: AdamWState = {}, config = { beta2: 0.5, amsgrad: true };
  for (const g of [4, 0, 0]) adamW(pull(tensor([g])), x, config, state);
  assertClose(state.vmax!, [8]);
  assertClose(state.v!, [2]);
});

Deno.test("adamW says what is wrong", () => {
  assertRefuses("adamW", adamW, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: NaN }, "learningRateDecay must be finite but is NaN"],
    [{ beta1: 1 }, "beta1 must be below 1 but is 1"],
    [{ beta2: 1.1 }, "beta2 must be from 0 to 1 but is 1.1"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: -1 }, "weightDecay must be at least 0 but is -1"],
  ], ["m", "v"]);
});
