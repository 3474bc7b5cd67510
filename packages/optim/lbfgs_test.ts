import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { manualSeed, mm, randn, solve, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { lbfgs, type LBFGSConfig, type LBFGSState, type LineSearch, lswolfe, type Objective } from "./mod.ts";
import { assertBatchSurvivesFailure, assertFindsMinimum, assertSaysWhatIsWrong, counting, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;
const CONFIGS: Record<string, LBFGSConfig> = {
  "Wolfe steps": { lineSearch: lswolfe, maxIter: 40, maxEval: 200 },
  "Wolfe steps, a short history": { lineSearch: lswolfe, maxIter: 40, maxEval: 200, nCorrection: 2 },
  "fixed steps": { learningRate: 0.3, maxIter: 100, tolX: 1e-12, tolFun: 1e-9 },
};

Deno.test("lbfgs with a line search finds the minimum of a curved valley", () => {
  for (const name of ["Wolfe steps", "Wolfe steps, a short history"]) {
    assertFindsMinimum((feval, x, state) => lbfgs(feval, x, { ...CONFIGS[name], tolX: 1e-14 }, state));
  }
});

for (const [name, config] of Object.entries(CONFIGS)) {
  Deno.test(`lbfgs, ${name}: survives an objective that fails`, () => {
    assertBatchSurvivesFailure((feval, x, state) => lbfgs(feval, x, config, state));
  });

  Deno.test(`lbfgs, ${name}: solves linear equations`, () => {
    manualSeed(5);
    const n = 12, m = randn([n, n], float64), b = randn([n, 1], float64), x = zeros([n], float64), state = {};
    const a = mm(m.t(), m).mul(1 / n);
    for (let i = 0; i < n; i++) a.set(i, i, a.get(i, i) + 1);
    const feval: Objective = (x) => {
      const g = mm(a, x.view(n, 1)).view(n);
      return [x.dot(g) / 2 - x.dot(b.view(n)), g.add(-1, b.view(n))];
    };
    for (let k = 0; k < 6; k++) lbfgs(feval, x, { ...config, tolX: 1e-14 }, state);
    assertClose(x, solve(a, b).view(n), { absolute: 1e-5 });
  });

  Deno.test(`lbfgs, ${name}: calls of a few iterations go on where the last one ended`, () => {
    const x = tensor([-1.2, 1], float64), y = x.clone(), state: LBFGSState = {}, whole: LBFGSState = {};
    for (let k = 0; k < 4; k++) lbfgs(valley, x, { ...config, maxIter: 3, maxEval: Infinity }, state);
    lbfgs(valley, y, { ...config, maxIter: 12, maxEval: Infinity }, whole);
    assertEquals(x.toArray(), y.toArray());
    assertEquals([state.nIter, whole.nIter], [12, 12]);
    // Each further call asks once more for where it begins; without a line search the step before had not asked.
    assertEquals(state.funcEval, whole.funcEval! + (config.lineSearch ? 3 : 0));
  });

  Deno.test(`lbfgs, ${name}: float32 gives what float64 gives`, () => {
    const [single, double] = (["float32", "float64"] as const).map((dtype) => {
      const x = tensor([[0.5, 0.4, 0.3], [0.2, 0.1, 0]], { dtype });
      lbfgs(valley, x, { ...config, maxIter: 3 });
      return x;
    });
    assertClose(single!, double!.to("float32"), { absolute: 1e-4 });
  });
}

Deno.test("lbfgs keeps its history in tensors that it uses again", () => {
  const x = tensor([-1.2, 1, -0.5], float64), state: LBFGSState = {}, config = { lineSearch: lswolfe, nCorrection: 3 };
  const vectors = () => new Set([...state.oldDirs!, ...state.oldStps!, ...state.spare!]);
  lbfgs(valley, x, { ...config, maxIter: 6, maxEval: Infinity }, state);
  const kept = vectors(), others = [state.d, state.gOld, state.tmp1, state.start];
  assertEquals([state.oldDirs!.length, state.oldStps!.length, kept.size], [3, 3, 8]); // nCorrection + 1 pairs
  for (let k = 0; k < 3; k++) lbfgs(valley, x, { ...config, maxIter: 4, maxEval: Infinity }, state);
  assertEquals(vectors(), kept);
  [state.d, state.gOld, state.tmp1, state.start].forEach((vector, k) => assertStrictEquals(vector, others[k]));
  lbfgs(valley, x, { ...config, nCorrection: 1 }, state);
  assertEquals(state.oldDirs!.length <= 1, true);
});

Deno.test("lbfgs keeps its state in the settings unless a state is given", () => {
  const x = tensor([-1.2, 1], float64),
    config: LBFGSConfig & LBFGSState = { lineSearch: lswolfe },
    state: LBFGSState = {};
  lbfgs(valley, x, config, state);
  assertEquals([config.nIter, state.nIter! > 0, Object.keys(config)], [undefined, true, ["lineSearch"]]);
  lbfgs(valley, x, config);
  assert(config.nIter! > 0 && config.d !== undefined);
});

Deno.test("lbfgs begins anew with a state that lacks the last step", () => {
  const x = tensor([-1.2, 1], float64), y = x.clone();
  const [, expected] = lbfgs(valley, x, { lineSearch: lswolfe });
  for (const state of [{ nIter: 7 }, { nIter: 7, t: 3 }] as LBFGSState[]) {
    assertEquals(lbfgs(valley, y.clone(), { lineSearch: lswolfe }, state)[1], expected);
  }
});

Deno.test("lbfgs takes a gradient that is the parameters themselves", () => {
  for (const lineSearch of [undefined, lswolfe]) {
    const x = tensor([3, -4], float64),
      y = x.clone(),
      config = { learningRate: 0.5, ...(lineSearch && { lineSearch }) };
    const [, losses] = lbfgs((x) => [x.dot(x) / 2, x], x, config, {});
    assertEquals(losses, lbfgs((x) => [x.dot(x) / 2, x.clone()], y, config, {})[1]);
  }
});

Deno.test("lbfgs makes the very first step at most as long as the learning rate", () => {
  // |g|₁ = 7 + 1, so the step is g / 8.
  const x = tensor([7, -1], float64), feval: Objective = (x) => [x.dot(x) / 2, x.clone()];
  lbfgs(feval, x, { maxIter: 1, learningRate: 0.5 });
  assertClose(x, [7 - 0.5 * 7 / 8, -1 + 0.5 / 8], { relative: 1e-12 });
  const near = tensor([0.3, 0], float64);
  lbfgs(feval, near, { maxIter: 1, learningRate: 0.5 });
  assertClose(near, [0.15, 0], { relative: 1e-12 });
});

Deno.test("lbfgs says why it ends, if asked", () => {
  const printed: string[] = [], log = console.log;
  const run = (config: LBFGSConfig, feval: Objective = valley, state: LBFGSState = {}) =>
    lbfgs(feval, tensor([-1.2, 1], float64), { verbose: true, ...config }, state);
  const flat: Objective = (x) => [1, x.clone().fill(1)];
  const upwards: LBFGSState = { nIter: 1, d: tensor([1, 1], float64), gOld: tensor([1, 1], float64), t: 1, Hdiag: -1 };
  console.log = (text: string) => printed.push(text);
  try {
    run({ maxIter: 1 });
    run({ maxEval: 3 });
    run({ tolFun: 1e9 });
    run({ tolFun: 1e3, lineSearch: lswolfe });
    run({ tolX: 0.5 }, flat);
    run({ tolX: 0.5, learningRate: 0.01 }, (x) => [100 * x.sum(), x.clone().fill(100)]);
    run({}, flat, upwards);
    run({ lineSearch: lswolfe, lineSearchOptions: { maxIter: 1, verbose: true }, learningRate: 9, maxIter: 1 });
    lbfgs(valley, tensor([2, 2]));
  } finally {
    console.log = log;
  }
  assertEquals(printed, [
    "lbfgs: maxIter is reached",
    "lbfgs: maxEval is reached",
    "lbfgs: the gradient is below tolFun",
    "lbfgs: the gradient is below tolFun",
    "lbfgs: the value changes by less than tolX",
    "lbfgs: the step is below tolX",
    "lbfgs: the direction does not lead downhill",
    "lswolfe: reached maxIter",
    "lbfgs: maxIter is reached",
  ]);
});

Deno.test("lbfgs stops before parameters that are not finite", () => {
  // log x falls off a cliff at 0: the step leads to negative x, where nothing is known.
  const x = tensor([0.5], float64),
    feval: Objective = (x) => [
      Math.log(x.item()),
      tensor([1 / Math.max(x.item(), 0)])
        .to("float64").mul(x.item() < 0 ? NaN : 1),
    ];
  const [, losses] = lbfgs(feval, x, { maxIter: 10, learningRate: 2 });
  assertEquals(losses.length, 2);
  assert(Number.isNaN(losses[1]) && Number.isFinite(x.item()));
});

Deno.test("lbfgs takes a line search of the user's", () => {
  // Exact steps on ½ |x|²: the first direction −x with the step 1 is the minimum.
  const exact: LineSearch = (feval, x, _t, d, _f, _g, gtd) => {
    const t = -gtd / d.dot(d);
    x.add(t, d);
    const [f, g] = feval(x);
    return [f, g, x, t, 1];
  };
  const x = tensor([3, 4], float64), counter = counting((x) => [x.dot(x) / 2, x.clone()]);
  const [, losses, evaluations] = lbfgs(counter.feval, x, { lineSearch: exact });
  assertClose(x, [0, 0], { absolute: 1e-12 });
  assertEquals([losses, evaluations, counter.calls], [[12.5, 0], 2, 2]);
  const wrong: [unknown, string][] = [
    ["fast", "lineSearch must be a function but is string"],
    [() => 3, "lineSearch must return [f, g, x, t, evaluations] but returned 3"],
    [() => [1, zeros([3]), x, 1, 1], "the gradient from lineSearch must be float64 like x but is float32"],
    [() => [1, 2, x, 1, 1], "the gradient from lineSearch must be a tensor but is 2"],
  ];
  for (const [lineSearch, text] of wrong) {
    const run = () => lbfgs(valley, tensor([2, 2], float64), { lineSearch: lineSearch as LineSearch });
    assertThrows(run, TypeError, `Cannot run lbfgs: ${text}`);
  }
});

Deno.test("lbfgs says what is wrong", () => {
  assertSaysWhatIsWrong("lbfgs", (feval, x, state) => lbfgs(feval, x, {}, state));
  const x = tensor([3, 4]),
    run = (config: LBFGSConfig, state: LBFGSState = {}) => () => lbfgs(valley, x, config, state);
  const wrong: [LBFGSConfig, string][] = [
    [{ maxIter: 0 }, "maxIter must be at least 1 but is 0"],
    [{ maxEval: NaN }, "maxEval must be at least 1 but is NaN"],
    [{ tolFun: -1 }, "tolFun must be at least 0 but is -1"],
    [{ tolX: -1 }, "tolX must be at least 0 but is -1"],
    [{ nCorrection: 1.5 }, "nCorrection must be an integer but is 1.5"],
    [{ learningRate: 0 }, "learningRate must be above 0 and finite but is 0"],
  ];
  for (const [config, text] of wrong) assertThrows(run(config), RangeError, `Cannot run lbfgs: ${text}`);
  const states: [LBFGSState, string][] = [
    [{ d: zeros([3]) }, "state.d must be [2] like x but is [3]"],
    [{ oldDirs: [zeros([2]), zeros([1])] }, "state.oldDirs[1] must be [2] like x but is [1]"],
    [{ oldDirs: [zeros([2])] }, "state.oldDirs must be as long as state.oldStps (0) but is 1"],
    [{ spare: [3 as unknown as Tensor] }, "state.spare[0] must be a tensor but is 3"],
  ];
  for (const [state, text] of states) assertThrows(run({}, state), TypeError, `Cannot run lbfgs: ${text}`);
  assertEquals(x.toArray(), [3, 4]);
});
