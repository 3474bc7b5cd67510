import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { asgd, type ASGDConfig, type ASGDState } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, ASGDConfig> = {
  plain: { eta0: 0.01 },
  averaging: { eta0: 0.1, lambda: 0.01, alpha: 0.5, t0: 1 },
};

testSteps("asgd", asgd, CONFIGS);

Deno.test("asgd returns the mean of the parameters since t0", () => {
  const x = tensor([1]), config: ASGDConfig & ASGDState = { eta0: 1, lambda: 0, t0: 0 };
  // the factors are 1, 1, 1/2, 1/3: the mean begins after the first step
  for (const [at, mean] of [[0, 0], [-1, -1], [-2, -1.5], [-3, -2]] as const) {
    const [, , ax] = asgd(pull(tensor([1])), x, config);
    assertEquals(ax === config.ax, true);
    assertClose(x, [at]);
    assertClose(ax, [mean]);
  }
});

Deno.test("asgd keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: ASGDConfig & ASGDState = { eta0: 0.5, lambda: 0 },
    state: ASGDState = {};
  const [moved, losses] = asgd(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.ax, state.ax!.toArray()], [undefined, [0]]);
  asgd(pull(gradient), x, config);
  assertEquals(config.ax!.toArray(), [-1]);
});

Deno.test("asgd says what is wrong", () => {
  assertRefuses("asgd", asgd, [
    [{ eta0: -1 }, "eta0 must be at least 0 but is -1"],
    [{ lambda: -1 }, "lambda must be at least 0 but is -1"],
    [{ alpha: NaN }, "alpha must be finite but is NaN"],
    [{ t0: -1 }, "t0 must be at least 0 but is -1"],
  ], ["ax"]);
});
