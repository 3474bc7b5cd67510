import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type LineSearchOptions, lswolfe, type Objective } from "./mod.ts";
import { counting, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;

/** An objective of one number, from its value and slope. */
const curve = (f: (x: number) => number, slope: (x: number) => number): Objective => (x) => [
  f(x.item()),
  tensor([slope(x.item())], { dtype: x.dtype }),
];

const CURVES: Record<string, [f: (x: number) => number, slope: (x: number) => number]> = {
  "a parabola": [(x) => (x - 3) ** 2, (x) => 2 * (x - 3)],
  "a steep wall": [(x) => Math.exp(3 * x) - 5 * x, (x) => 3 * Math.exp(3 * x) - 5],
  "a long slope": [(x) => -x / (x * x + 2), (x) => (x * x - 2) / (x * x + 2) ** 2], // Moré and Thuente's first function
  "waves": [(x) => 0.1 * x * x + Math.cos(3 * x) - x, (x) => 0.2 * x - 3 * Math.sin(3 * x) - 1],
};

for (const [name, [f, slope]] of Object.entries(CURVES)) {
  for (const t of [1e-3, 0.1, 1, 10, 1000]) {
    for (const c2 of [0.9, 0.1]) {
      Deno.test(`lswolfe fulfils the strong Wolfe conditions on ${name}, first step ${t}, c2 ${c2}`, () => {
        const x = tensor([0], float64), counter = counting(curve(f, slope)), d = tensor([2], float64);
        const gtd = 2 * slope(0), g = tensor([slope(0)], float64);
        const [value, gradient, moved, step, evaluations] = lswolfe(counter.feval, x, t, d, f(0), g, gtd, { c2 });
        assertStrictEquals(moved, x);
        assertClose([x.item(), value, gradient.item()], [2 * step, f(2 * step), slope(2 * step)], { relative: 1e-12 });
        assert(value <= f(0) + 1e-4 * step * gtd, "the value does not fall enough");
        assert(Math.abs(2 * slope(2 * step)) <= c2 * Math.abs(gtd), "the slope is too steep");
        assertEquals(evaluations, counter.calls);
      });
    }
  }
}

Deno.test("lswolfe takes the minimum of a parabola where the first step is too long", () => {
  const x = tensor([0], float64), [f, slope] = CURVES["a parabola"]!;
  const [, , , t, evaluations] = lswolfe(curve(f, slope), x, 8, tensor([1], float64), 9, tensor([-6], float64), -6);
  assertClose(t, 3, { relative: 1e-12 });
  assertEquals(evaluations, 2);
});

Deno.test("lswolfe works with parameters of any shape and a gradient that is overwritten at each call", () => {
  for (const dtype of ["float32", "float64"] as Dtype[]) {
    const x = tensor([[-1.2, 1], [-0.5, 0.8]], { dtype }), shared = x.clone(), start = x.clone();
    const feval: Objective = (x) => {
      const [f, g] = valley(x);
      return [f, shared.copy(g.view(2, 2))];
    };
    const [f, g] = feval(x), d = g.clone().mul(-1), before = g.clone();
    const [value, gradient, , t] = lswolfe(feval, x, 0.01, d, f, g, -g.dot(g));
    const tolerance = { relative: dtype === "float32" ? 1e-4 : 1e-12 };
    assertClose(x, start.add(t, d), tolerance);
    assertClose([value], [valley(x)[0]], tolerance);
    assertClose(gradient.view(-1), valley(x)[1], tolerance);
    assert(value <= f - 1e-4 * t * before.dot(before));
  }
});

Deno.test("lswolfe comes back from where the objective is not finite", () => {
  // x − log x from 3 downwards, beyond 0; and −√x over its edge
  const x = tensor([3], float64), feval = curve((x) => x - Math.log(x), (x) => 1 - 1 / x);
  const [f, g] = feval(x), [value, , , t] = lswolfe(feval, x, 50, tensor([-1], float64), f, g, -g.item(), { c2: 0.1 });
  assertClose(x.item(), 3 - t, { relative: 1e-12 });
  assert(value < f && Math.abs(1 - 1 / x.item()) <= 0.1 * g.item());
});

Deno.test("lswolfe leaves x where it is when no step helps, and ends in time where there is no bottom", () => {
  const x = tensor([1], float64), wrong = curve(() => 1, () => -1); // the slope is a lie
  const counter = counting(wrong), one = tensor([1], float64);
  const [f, g, , t, evaluations] = lswolfe(counter.feval, x, 1, one, 1, tensor([-1], float64), -1, { maxIter: 7 });
  assertEquals([f, g.item(), t, x.item()], [1, -1, 0, 1]);
  assertEquals([evaluations, counter.calls <= 8], [counter.calls, true]);
  const slope = lswolfe(curve((x) => -x, () => -1), x, 1, one, -1, tensor([-1], float64), -1, { maxIter: 400 });
  assert(slope[0] < -1e20 && Number.isFinite(slope[3]));
});

Deno.test("lswolfe restores x when the objective fails", () => {
  const x = tensor([0.3], float64),
    counter = counting((x) => {
      if (counter.calls === 2) throw new Error("no gradient today");
      return [x.item() ** 2, x.clone().mul(2)];
    });
  const run = () => lswolfe(counter.feval, x, 100, tensor([-1], float64), 0.09, tensor([0.6], float64), -0.6);
  assertThrows(run, Error, "no gradient today");
  assertEquals(x.item(), 0.3);
});

Deno.test("lswolfe says what is wrong", () => {
  const x = zeros([2]), d = tensor([-1, 0]), g = tensor([1, 0]);
  const run = (options: LineSearchOptions, t = 1, gtd = -1, f = 0) => () =>
    lswolfe(valley, x, t, d, f, g, gtd, options);
  const wrong: [() => unknown, string][] = [
    [run({ c1: 0 }), "c1 must be above 0 and below 1 but is 0"],
    [run({ c2: 1e-5 }), "c2 must be from 0.0001 to 1 but is 0.00001"],
    [run({ c2: 1 }), "c2 must be above 0.0001 and below 1 but is 1"],
    [run({ tolX: -1 }), "tolX must be at least 0 but is -1"],
    [run({ maxIter: 0 }), "maxIter must be at least 1 but is 0"],
    [run({}, 0), "t must be above 0 and finite but is 0"],
    [run({}, Infinity), "t must be above 0 and finite but is Infinity"],
    [run({}, 1, 0), "gtd must be below 0 but is 0"],
    [run({}, 1, NaN), "gtd must be finite but is NaN"],
    [run({}, 1, -1, NaN), "f must be finite but is NaN"],
  ];
  for (const [run, text] of wrong) assertThrows(run, RangeError, `Cannot run lswolfe: ${text}`);
  const types: [() => unknown, string][] = [
    [() => lswolfe(valley, x, 1, zeros([3]), 0, g, -1), "d must be [2] like x but is [3]"],
    [() => lswolfe(valley, x, 1, d, 0, zeros([2], float64), -1), "g must be float32 like x but is float64"],
    [() => lswolfe(() => [0, zeros([3])], x, 1, d, 0, g, -1), "the gradient must be [2] like x but is [3]"],
    [() => lswolfe(() => 3 as unknown as [number, Tensor], x, 1, d, 0, g, -1), "but returned number"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, text);
  assertEquals(x.toArray(), [0, 0]);
});
