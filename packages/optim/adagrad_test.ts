import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { adagrad, type AdagradConfig, type AdagradState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, AdagradConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.1, learningRateDecay: 0.1, weightDecay: 0.01, epsilon: 1e-3 },
};

testSteps("adagrad", adagrad, CONFIGS);

Deno.test("adagrad divides by the root of the sum of squares", () => {
  const x = tensor([1]), state: AdagradState = {};
  adagrad(pull(tensor([3])), x, { learningRate: 0.5 }, state);
  adagrad(pull(tensor([4])), x, { learningRate: 0.5 }, state);
  assertClose(x, [1 - 0.5 - 0.5 * 4 / 5]);
  assertEquals(state.evalCounter, 2);
});

Deno.test("adagrad keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: AdagradConfig & AdagradState = { learningRate: 0.1 },
    state: AdagradState = {};
  const [moved, losses] = adagrad(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.paramVariance, state.paramVariance!.toArray()], [undefined, [4]]);
  adagrad(pull(gradient), x, config);
  assertEquals(config.paramVariance!.toArray(), [4]);
});

Deno.test("adagrad says what is wrong", () => {
  assertRefuses("adagrad", adagrad, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: -1 }, "learningRateDecay must be at least 0 but is -1"],
    [{ weightDecay: Infinity }, "weightDecay must be finite but is Infinity"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
  ], ["paramVariance"]);
});
