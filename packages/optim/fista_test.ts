import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { clamp, csub, manualSeed, mv, randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { fista, type FistaConfig, type FistaState, type ProximalStep, type SmoothObjective } from "./mod.ts";

const float64 = { dtype: "float64" } as const;
const l1 = (lambda: number) => (x: Tensor): number => lambda * x.norm(1);
const shrink = (lambda: number): ProximalStep => (x, L) => x.add(-1, clamp(x, -lambda / L, lambda / L));

/** ½ |A x − b|² */
const leastSquares = (a: Tensor, b: Tensor): SmoothObjective => (x) => {
  const r = mv(a, x).add(-1, b);
  return [r.dot(r) / 2, mv(a.t(), r)];
};

/** ½ |x − b|² */
const nearness = (b: Tensor): SmoothObjective => (x) => [x.dist(b) ** 2 / 2, csub(x, b)];

for (const doFistaUpdate of [true, false]) {
  const name = doFistaUpdate ? "fista" : "fista as ISTA";

  Deno.test(`${name} shrinks where the closed form does`, () => {
    const b = tensor([[3, -0.5, -2], [0.2, 1.5, -1]], float64), x = zeros([2, 3], float64);
    const [moved, history] = fista(nearness(b), l1(1), shrink(1), x, { doFistaUpdate, errthres: 1e-14, maxiter: 500 });
    assertStrictEquals(moved, x);
    assertClose(x, [[2, 0, -1], [0, 0.5, 0]], { absolute: 1e-5 });
    const optimum = 2.5 + 0.125 + 1.5 + 0.02 + 1 + 0.5; // Σ |b| − ½ where |b| > 1, else ½ b²
    assertClose(history.at(-1)!.F, optimum, { absolute: 1e-9 });
  });

  Deno.test(`${name} fulfils the conditions of the optimum of L1-regularized least squares`, () => {
    manualSeed(11);
    const lambda = 0.7, a = randn([20, 8], float64), truth = tensor([2, 0, 0, -1, 0, 0, 3, 0], float64);
    const b = mv(a, truth).add(0.1, randn([20], float64)), x = zeros([8], float64);
    fista(leastSquares(a, b), l1(lambda), shrink(lambda), x, { doFistaUpdate, errthres: 0, maxiter: 3000 });
    // −∇f is λ sign x where x is not 0, and within ±λ where it is.
    const pull = mv(a.t(), mv(a, x).add(-1, b)).mul(-1).toArray() as number[];
    (x.toArray() as number[]).forEach((value, k) => {
      if (value !== 0) assertClose(pull[k]!, lambda * Math.sign(value), { absolute: 1e-6 });
      else assert(Math.abs(pull[k]!) <= lambda + 1e-6);
    });
    assertEquals((x.toArray() as number[]).filter((value) => value !== 0).length < 8, true);
  });
}

Deno.test("fista needs far fewer iterations than ISTA where the problem is badly scaled", () => {
  const a = tensor([[1, 0, 0], [0, 0.1, 0], [0, 0, 0.03]], float64), b = tensor([1, 1, 1], float64);
  const count = (doFistaUpdate: boolean) => {
    const config = { doFistaUpdate, L: 1, errthres: 1e-8, maxiter: 10000 };
    return fista(leastSquares(a, b), l1(1e-4), shrink(1e-4), zeros([3], float64), config)[1].length;
  };
  assert(count(true) * 3 < count(false), `${count(true)} and ${count(false)} iterations`);
});

Deno.test("fista follows the formulas step by step", () => {
  // ½ x² from 1 with L 0.5, Lstep 2, no g: 0.5 and then 1 is tried; x = 1 − 1 / L = −1 fails, 0 succeeds.
  const x = tensor([1], float64), f: SmoothObjective = (x) => [x.dot(x) / 2, x.clone()];
  const config: FistaConfig = { L: 0.5, Lstep: 2, maxiter: 1 }, state: FistaState = {};
  const [, [first]] = fista(f, () => 0, () => {}, x, config, state);
  // With L 0.5: f(−1) = 0.5 and Q = 0.5 − 2 + 0.25 · 4 = −0.5. With L 1: f(0) = 0 and Q = 0.5 − 1 + 0.5 = 0.
  assertEquals(first, { nline: 2, L: 1, F: 0, Fply: 0, Gply: 0, Q: 0 });
  assertEquals([x.item(), state.L, config.L], [0, 1, 0.5]);
});

Deno.test("fista's momentum is (t − 1) / t′ of the last movement", () => {
  // ½ 0.1 (x − 10)² with L 1: each step goes a tenth of the way from y.
  const x = tensor([0], float64),
    f: SmoothObjective = (x) => [
      0.05 * (x.item() - 10) ** 2,
      tensor([0.1 * (x.item() - 10)], float64),
    ];
  const [, history] = fista(f, () => 0, () => {}, x, { L: 1, maxiter: 3, errthres: 0, verbose: false });
  const t2 = (1 + Math.sqrt(5)) / 2,
    t3 = (1 + Math.sqrt(1 + 4 * t2 * t2)) / 2,
    t4 = (1 + Math.sqrt(1 + 4 * t3 * t3)) / 2;
  const x1 = 1, y2 = x1, x2 = y2 + 0.1 * (10 - y2), y3 = x2 + (t2 - 1) / t3 * (x2 - x1);
  const x3 = y3 + 0.1 * (10 - y3), y4 = x3 + (t3 - 1) / t4 * (x3 - x2);
  assertClose(x, [y4], { relative: 1e-12 });
  assertClose(history.map(({ F }) => F), [y2, y3, y4].map((y) => 0.05 * (y - 10) ** 2), { relative: 1e-12 });
});

Deno.test("fista works in float32 with a gradient that is overwritten at each call", () => {
  const b = tensor([3, -0.5, -2]), x = zeros([3]), shared = zeros([3]);
  fista((x) => [x.dist(b) ** 2 / 2, shared.copy(x).add(-1, b)], l1(1), shrink(1), x, { errthres: 1e-9 });
  assertClose(x, [2, 0, -1], { absolute: 1e-3 });
});

Deno.test("fista asks for the gradient where it needs it, and stays where no step is short enough", () => {
  const asked: (string | undefined)[] = [], x = tensor([1], float64);
  const f: SmoothObjective = (x, wanted) => {
    asked.push(wanted);
    return wanted ? [1, tensor([-1], float64)] : 5 + x.item(); // always above the bound
  };
  const [, history] = fista(f, () => 0, () => {}, x, { maxline: 2, maxiter: 1 });
  assertEquals(asked, ["dx", undefined, undefined, undefined, "dx"]);
  assertEquals([history[0]!.nline, x.item()], [3, 1]);
});

Deno.test("fista keeps L and its work memory", () => {
  const x = zeros([3], float64), state: FistaState = {}, b = tensor([1, 2, 3], float64);
  fista(nearness(b), l1(0.1), shrink(0.1), x, {}, state);
  const kept = { ...state };
  assertClose(kept.L!, 0.1 * 1.5 ** 6, { relative: 1e-12 }); // the first that is at least 1
  fista(nearness(b), l1(0.1), shrink(0.1), x, { L: 0.001 }, state);
  assertEquals(Object.entries(kept).every(([name, value]) => state[name as keyof FistaState] === value), true);
});

Deno.test("fista prints and keeps points, if asked", () => {
  const lines: string[] = [], log = console.log, x = zeros([1], float64);
  console.log = (text: string) => lines.push(text);
  try {
    const [, history] = fista(nearness(tensor([2], float64)), l1(1), shrink(1), x, { L: 1, maxiter: 2, verbose: true });
    assertEquals(history.map(({ xk, y }) => [xk!.item(), y!.item()]), [[1, 1], [1, 1]]);
  } finally {
    console.log = log;
  }
  assertEquals(lines, [
    "fista: nline 0, L 1, f 0.5, Q 0.5",
    "fista: iteration 1, F 1.5",
    "fista: nline 0, L 1, f 0.5, Q 0.5",
    "fista: iteration 2, F 1.5",
  ]);
});

Deno.test("fista says what is wrong, and leaves x alone", () => {
  const x = zeros([2]), f: SmoothObjective = (x) => [0, x.clone()], g = () => 0, pl = () => {};
  const run = (config: FistaConfig, state: FistaState = {}) => () => fista(f, g, pl, x, config, state);
  const ranges: [() => unknown, string][] = [
    [run({ L: 0 }), "L must be above 0 and finite but is 0"],
    [run({ Lstep: 1 }), "Lstep must be above 1 and finite but is 1"],
    [run({ maxiter: 0 }), "maxiter must be at least 1 but is 0"],
    [run({ maxline: -1 }), "maxline must be at least 0 but is -1"],
    [run({ errthres: NaN }), "errthres must be at least 0 but is NaN"],
    [() => fista(() => [NaN, zeros([2])], g, pl, x), "f at the start must be finite but is NaN"],
    [
      () => fista(() => [0, zeros([2]).fill(NaN)], g, pl, x),
      "the 1-norm of the gradient at the start must be finite but is NaN",
    ],
  ];
  for (const [run, text] of ranges) assertThrows(run, RangeError, `Cannot run fista: ${text}`);
  const no = (value: unknown) => value as never;
  const types: [() => unknown, string][] = [
    [() => fista(no(3), g, pl, x), "f must be a function but is 3"],
    [() => fista(f, no(undefined), pl, x), "g must be a function but is undefined"],
    [() => fista(f, g, no({}), x), "pl must be a function but is Object"],
    [() => fista(() => 3, g, pl, x), "f must return a number and the gradient but returned number"],
    [
      () => fista(() => no([x]), g, pl, x),
      "f must return a number and the gradient but returned a list that begins with object",
    ],
    [() => fista(() => [3], g, pl, x), "the gradient must be a tensor but is undefined"],
    [() => fista(() => [3, zeros([3])], g, pl, x), "the gradient must be [2] like x but is [3]"],
    [() => fista(f, no(() => "0"), pl, x), "g must return a number but returned string"],
    [
      () => fista((_, wanted) => wanted ? [0, zeros([2])] : no("0"), g, pl, x),
      "f must return a number but returned string",
    ],
    [() => fista(f, g, pl, no(3)), "x must be a tensor but is 3"],
    [run({}, { y: zeros([3]) }), "state.y must be [2] like x but is [3]"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, `Cannot run fista: ${text}`);
  const far = tensor([5, 5]),
    broken = () => {
      throw new Error("no step today");
    };
  assertThrows(() => fista(nearness(zeros([2])), g, broken, far), Error, "no step today");
  let calls = 0;
  const late = () => ++calls === 3 ? broken() : 0;
  assertThrows(() => fista(nearness(zeros([2])), late, pl, far, { errthres: 0 }), Error, "no step today");
  assertEquals([x.toArray(), far.toArray()], [[0, 0], [5, 5]]);
});
