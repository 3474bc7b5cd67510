import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { nag, type NAGConfig, type NAGState, type Objective } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

const CONFIGS: Record<string, NAGConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.01, learningRateDecay: 0.1, weightDecay: 0.01, momentum: 0.5 },
};

testSteps("nag", nag, CONFIGS);

Deno.test("nag asks for the gradient where the velocity leads", () => {
  const x = tensor([0]), state: NAGState = {}, seen: number[] = [];
  const feval: Objective = (x) => {
    seen.push(x.get(0));
    return [0, tensor([1])];
  };
  for (let k = 0; k < 3; k++) nag(feval, x, { learningRate: 1, momentum: 0.5 }, state);
  assertClose(seen, [0, -1.5, -3.25]);
  assertClose(x, [-4.25]);
  assertEquals(state.evalCounter, 3);
});

Deno.test("nag puts the parameters back if the objective fails", () => {
  const x = tensor([0.1, 0.7]), state: NAGState = {}, config = { learningRate: 0.3, momentum: 0.7 };
  nag(pull(tensor([1, 3])), x, config, state);
  const before = x.clone(), velocity = state.dfdx!.clone();
  assertThrows(
    () =>
      nag(
        () => {
          throw new Error("no gradient today");
        },
        x,
        config,
        state,
      ),
    Error,
    "no gradient today",
  );
  assertThrows(() => nag(pull(zeros([3])), x, config, state), TypeError, "the gradient must be [2] like x but is [3]");
  assertEquals([x.equal(before), state.dfdx!.equal(velocity), state.evalCounter], [true, true, 1]);
});

Deno.test("nag takes rates for each parameter", () => {
  const x = tensor([1, 1]), config = { learningRate: 0.5, learningRates: tensor([1, 0.5]) };
  nag(pull(tensor([1, 1])), x, config);
  assertClose(x, [0.5, 0.75]);
  // ahead at [0.25, 0.625] in steps of [1, 0.5] · 0.5 · (g + x), with weight decay 1
  nag(pull(tensor([1, 1])), x, { ...config, momentum: 0.5, weightDecay: 1 }, { dfdx: tensor([-0.5, -0.25]) });
  assertClose(x, [0.25 - 0.625, 0.625 - 0.40625]);
  const learningRates = zeros([3]);
  assertThrows(
    () => nag(pull(tensor([1, 1])), x, { learningRates }),
    TypeError,
    "learningRates must be [2] like x but is [3]",
  );
});

Deno.test("nag keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]),
    gradient = tensor([2]),
    config: NAGConfig & NAGState = { learningRate: 0.5 },
    state: NAGState = {};
  const [moved, losses] = nag(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.dfdx, state.dfdx!.toArray()], [undefined, [-1]]);
  nag(pull(gradient), x, config);
  assertEquals(config.dfdx!.toArray(), [-1]);
});

Deno.test("nag says what is wrong", () => {
  assertRefuses("nag", nag, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: -1 }, "learningRateDecay must be at least 0 but is -1"],
    [{ weightDecay: -1 }, "weightDecay must be at least 0 but is -1"],
    [{ momentum: 0 }, "momentum must be above 0 but is 0"],
    [{ momentum: 1.5 }, "momentum must be from 0 to 1 but is 1.5"],
  ], ["dfdx"]);
});
