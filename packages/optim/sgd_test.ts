import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type Objective, sgd, type SGDConfig, type SGDState } from "./mod.ts";
import { assertKeepsMemory, assertSameWithThreads, assertSinglePrecision, assertSurvivesFailure } from "./testing.ts";

const CONFIGS: Record<string, SGDConfig> = {
  plain: { learningRate: 0.1, learningRateDecay: 0.1 },
  momentum: { learningRate: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0.01 },
  nesterov: { learningRate: 0.1, momentum: 0.9, dampening: 0, nesterov: true },
};

for (const [name, config] of Object.entries(CONFIGS)) {
  const step = (feval: Objective, x: Tensor, state: SGDState) => sgd(feval, x, config, state);
  Deno.test(`sgd, ${name}: float32 gives what float64 gives`, () => assertSinglePrecision(step));
  Deno.test(`sgd, ${name}: threads do not matter`, () => assertSameWithThreads(step));
  Deno.test(`sgd, ${name}: keeps its memory`, () => assertKeepsMemory(step));
  Deno.test(`sgd, ${name}: survives a failure`, () => assertSurvivesFailure(step));
}

const pull = (gradient: Tensor): Objective => () => [1, gradient];

Deno.test("sgd returns the parameters themselves and the loss before the step, and leaves the gradient alone", () => {
  const x = tensor([1, 2]), gradient = tensor([1, 1]);
  const [moved, losses] = sgd(pull(gradient), x, { learningRate: 0.5, weightDecay: 1 });
  assertStrictEquals(moved, x);
  assertEquals([x.toArray(), losses], [[0, 0.5], [1]]);
  assertEquals(gradient.toArray(), [1, 1]);
});

Deno.test("sgd hands the current parameters to the objective", () => {
  const x = tensor([4]), seen: number[] = [], state = {};
  for (let k = 0; k < 3; k++) {
    sgd(
      (now) => {
        assertStrictEquals(now, x);
        seen.push(now.item());
        return [0, now];
      },
      x,
      { learningRate: 0.5 },
      state,
    );
  }
  assertEquals(seen, [4, 2, 1]);
});

Deno.test("sgd keeps its state in the settings unless a state is given", () => {
  const x = tensor([1]), config: SGDConfig & SGDState = { learningRate: 0.1, momentum: 0.5 }, state: SGDState = {};
  sgd(pull(tensor([2])), x, config, state);
  assertEquals([config.evalCounter, state.evalCounter, state.dfdx!.toArray()], [undefined, 1, [2]]);
  sgd(pull(tensor([2])), x, config);
  sgd(pull(tensor([2])), x, config);
  assertEquals([config.evalCounter, state.evalCounter], [2, 1]);
});

Deno.test("sgd: dampening is the momentum unless given, and does not touch the first step", () => {
  const x = tensor([0], { dtype: "float64" }), config: SGDConfig & SGDState = { learningRate: 1, momentum: 0.9 };
  sgd(pull(tensor([1], { dtype: "float64" })), x, config);
  assertEquals(x.item(), -1);
  sgd(pull(tensor([0], { dtype: "float64" })), x, config);
  assertClose(x.item(), -1.9, { relative: 1e-12 });
  sgd(pull(tensor([1], { dtype: "float64" })), x, config);
  assertClose(x.item(), -1.9 - 0.81 - 0.1, { relative: 1e-12 });
});

Deno.test("sgd moves parameters of any size, and a view of them", () => {
  const x = zeros([2, 3]), gradient = zeros([2, 3]).fill(1);
  sgd(pull(gradient.select(0, 0)), x.select(0, 1), { learningRate: 1 });
  assertEquals(x.toArray(), [[0, 0, 0], [-1, -1, -1]]);
  sgd(pull(gradient.view(6)), x, { learningRate: 1 });
  assertEquals(x.toArray(), [[-1, -1, -1], [-2, -2, -2]]);
});

Deno.test("sgd says what is wrong with a setting", () => {
  const x = zeros([2]), run = (config: SGDConfig) => () => sgd(pull(zeros([2])), x, config);
  const wrong: [SGDConfig, string][] = [
    [{ learningRate: NaN }, "learningRate must be finite but is NaN"],
    [{ learningRate: Infinity }, "learningRate must be finite but is Infinity"],
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: NaN }, "learningRateDecay must be finite but is NaN"],
    [{ weightDecay: -0.1 }, "weightDecay must be at least 0 but is -0.1"],
    [{ momentum: 1.5 }, "momentum must be from 0 to 1 but is 1.5"],
    [{ momentum: NaN }, "momentum must be finite but is NaN"],
    [{ dampening: 2 }, "dampening must be from 0 to 1 but is 2"],
    [{ nesterov: true }, "nesterov needs momentum above 0 and dampening 0 but they are 0 and 0"],
    [{ nesterov: true, momentum: 0.9 }, "nesterov needs momentum above 0 and dampening 0 but they are 0.9 and 0.9"],
  ];
  for (const [config, text] of wrong) assertThrows(run(config), RangeError, `Cannot run sgd: ${text}`);
  assertThrows(
    run({ learningRate: "fast" as unknown as number }),
    TypeError,
    'Cannot run sgd: learningRate must be a number but is "fast"',
  );
  assertEquals(x.toArray(), [0, 0]);
});

Deno.test("sgd says what is wrong with a tensor", () => {
  const x = zeros([3, 2]), good = pull(zeros([3, 2])), none = () => undefined as unknown as [number, Tensor];
  const wrong: [() => unknown, string][] = [
    [() => sgd(pull(zeros([2])), x), "the gradient must be [3, 2] like x but is [2]"],
    [() => sgd(pull(zeros([6], { dtype: "float64" })), x), "the gradient must be float32 like x but is float64"],
    [() => sgd(pull(zeros([2, 3]).t()), x), "the gradient must be contiguous but has the strides [1, 3]"],
    [() => sgd(pull(3 as unknown as Tensor), x), "the gradient must be a tensor but is 3"],
    [() => sgd(none, x), "the objective must return a number and the gradient but returned undefined"],
    [
      () => sgd(() => [x, x] as unknown as [number, Tensor], x),
      "the objective must return a number and the gradient but returned a list that begins with object",
    ],
    [() => sgd(undefined as unknown as Objective, x), "the objective must be a function but is undefined"],
    [() => sgd(good, x.t()), "x must be contiguous but has the strides [1, 2]"],
    [() => sgd(good, zeros([3], { dtype: "int64" })), "x must be float32 or float64 but is int64"],
    [() => sgd(good, 3 as unknown as Tensor), "x must be a tensor but is 3"],
    [() => sgd(good, x, { learningRates: zeros([2]) }), "learningRates must be [3, 2] like x but is [2]"],
    [
      () => sgd(good, x, { weightDecays: zeros([6], { dtype: "float64" }) }),
      "weightDecays must be float32 like x but is float64",
    ],
    [
      () => sgd(good, x, { momentum: 0.5 }, { dfdx: zeros([4]) }),
      "state.dfdx must be [3, 2] like x but is [4]",
    ],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run sgd: ${text}`);
});
