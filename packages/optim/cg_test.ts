import { assert, assertEquals, assertThrows } from "@std/assert";
import { mul, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { cg, type CGConfig, type CGState, type Objective } from "./mod.ts";
import { assertBatchSurvivesFailure, assertFindsMinimum, assertSaysWhatIsWrong, counting, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;

Deno.test("cg finds the minimum of a curved valley", () => {
  assertFindsMinimum((feval, x, state) => cg(feval, x, { maxIter: 40, maxEval: 200 }, state));
});

Deno.test("cg survives an objective that fails", () => {
  assertBatchSurvivesFailure((feval, x, state) => cg(feval, x, {}, state));
});

Deno.test("cg says what is wrong with the objective and the parameters", () => {
  assertSaysWhatIsWrong("cg", (feval, x, state) => cg(feval, x, {}, state));
});

Deno.test("cg solves linear equations in as many searches as there are unknowns", () => {
  // ½ xᵀ A x − bᵀ x with exact searches; A = diag(1, 2, 3), so the minimum is b / diag.
  const a = tensor([1, 2, 3], float64), b = tensor([1, 1, 1], float64), x = zeros([3], float64);
  const feval: Objective = (x) => {
    const g = x.clone().cmul(a);
    return [x.dot(g) / 2 - x.dot(b), g.add(-1, b)];
  };
  const [, losses] = cg(feval, x, { maxEval: 60, sig: 0.01, rho: 0.005, int: 0.01 });
  assertClose(x, [1, 1 / 2, 1 / 3], { absolute: 1e-6 });
  assertClose(losses[3]!, -(1 + 1 / 2 + 1 / 3) / 2, { absolute: 1e-4 });
  for (let k = 1; k < losses.length; k++) assert(losses[k]! <= losses[k - 1]!);
});

Deno.test("cg stops after maxEval evaluations even where the objective has no bottom", () => {
  const slope: Objective = (x) => [-x.sum(), x.clone().fill(-1)];
  for (const [maxEval, most] of [[1, 1], [6.25, 8], [20, 20]] as const) {
    const counter = counting(slope);
    assertEquals(cg(counter.feval, zeros([3]), { maxIter: 50, maxEval })[2], counter.calls);
    assert(counter.calls <= most, `${counter.calls} evaluations for maxEval ${maxEval}`);
  }
});

Deno.test("cg comes back from where the objective is not a number", () => {
  // x − log x, whose minimum is at 1; the first step jumps to negative x, where the logarithm is NaN.
  const x = tensor([0.01], float64);
  cg((x) => [x.item() - Math.log(x.item()), tensor([1 - 1 / x.item()], float64)], x, { maxIter: 50, maxEval: 200 });
  assertClose(x, [1], { absolute: 1e-6 });
});

Deno.test("cg keeps its work memory in the state", () => {
  const x = tensor([-1.2, 1], float64), config: CGConfig & CGState = {}, state: CGState = {};
  cg(valley, x, config, state);
  assertEquals([Object.keys(config), Object.keys(state)], [[], ["df0", "df1", "df2", "df3", "s", "x0", "start"]]);
  const kept = { ...state };
  cg(valley, x, config, state);
  assertEquals(Object.entries(kept).every(([name, value]) => state[name as keyof CGState] === value), true);
  cg(valley, x, config);
  assertEquals(config.s!.size(), [2]);
});

Deno.test("cg says what is wrong with a setting", () => {
  const x = tensor([3, 4]), run = (config: CGConfig, state: CGState = {}) => () => cg(valley, x, config, state);
  const wrong: [CGConfig, string][] = [
    [{ rho: 0 }, "rho must be above 0 and below 1 but is 0"],
    [{ rho: NaN }, "rho must be from 0 to 1 but is NaN"],
    [{ sig: 0.01 }, "sig must be above 0.01 and below 1 but is 0.01"],
    [{ sig: 2 }, "sig must be from 0.01 to 1 but is 2"],
    [{ int: 1 }, "int must be above 0 and below 1 but is 1"],
    [{ ext: 1 }, "ext must be above 1 and finite but is 1"],
    [{ maxIter: 0 }, "maxIter must be at least 1 but is 0"],
    [{ maxIter: 2.5 }, "maxIter must be an integer but is 2.5"],
    [{ ratio: Infinity }, "ratio must be above 0 and finite but is Infinity"],
    [{ maxEval: 0 }, "maxEval must be at least 1 but is 0"],
  ];
  for (const [config, text] of wrong) assertThrows(run(config), RangeError, `Cannot run cg: ${text}`);
  assertThrows(
    run({ maxEval: "9" as unknown as number }),
    TypeError,
    'Cannot run cg: maxEval must be a number but is "9"',
  );
  assertThrows(run({}, { s: zeros([3]) }), TypeError, "Cannot run cg: state.s must be [2] like x but is [3]");
  assertThrows(
    run({}, { x0: zeros([2], float64) }),
    TypeError,
    "Cannot run cg: state.x0 must be float32 like x but is float64",
  );
  assertEquals(x.toArray(), [3, 4]);
});

Deno.test("cg prints its line searches, if asked", () => {
  const printed: string[] = [], log = console.log;
  console.log = (text: string) => printed.push(text);
  try {
    const [, losses, evaluations] = cg((x) => [x.dot(x), mul(x, 2)], tensor([3, -4]), { verbose: true, maxEval: 2 });
    assertEquals(printed, [`cg: ${evaluations} evaluations, value ${losses.at(-1)}`]);
  } finally {
    console.log = log;
  }
});
