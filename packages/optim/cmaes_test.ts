import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Generator, randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { cmaes, type CMAESConfig, type ValueObjective } from "./mod.ts";
import { bowl, counting, rastrigin, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;
const seeded = (seed: number, config: CMAESConfig = {}): CMAESConfig => ({
  sigma: 0.5,
  generator: new Generator(seed),
  ...config,
});

for (const seed of [1, 2, 3]) {
  Deno.test(`cmaes finds the minimum of a sphere, seed ${seed}`, () => {
    const x = tensor([3, -2, 1, 0.5, -4], float64), start = x.clone(), feval = bowl(x), counter = counting(feval);
    const [moved, losses, evaluations] = cmaes(counter.feval, x, seeded(seed));
    assertStrictEquals(moved, x);
    assertClose(x, zeros([5], float64), { absolute: 1e-5 });
    assertEquals(evaluations, counter.calls);
    assertEquals(losses[0], start.dot(start) / 2);
    assertEquals(losses.at(-1), x.dot(x) / 2);
    assertEquals(evaluations, 1 + 8 * (losses.length - 2)); // 4 + ⌊3 ln 5⌋ = 8 in each generation
    assert(evaluations < 1500, `${evaluations} evaluations`);
  });

  Deno.test(`cmaes finds the end of a curved valley, seed ${seed}`, () => {
    const x = tensor([[-1.2], [1], [-0.5]], float64); // with 4 elements there is a second minimum
    const [, losses, evaluations] = cmaes(valley, x, seeded(seed));
    assertClose(x, [[1], [1], [1]], { absolute: 1e-4 });
    assert(losses.at(-1)! < 1e-10 && evaluations < 6000, `${losses.at(-1)} after ${evaluations}`);
  });

  Deno.test(`cmaes finds the lowest of many minima, seed ${seed}`, () => {
    const x = tensor([3.2, -2.9], float64);
    cmaes(rastrigin, x, seeded(seed, { sigma: 4, popsize: 60 }));
    assertClose(x, [0, 0], { absolute: 1e-5 });
  });

  Deno.test(`cmaes adapts to axes of very different length, seed ${seed}`, () => {
    // Σ 10^(6 k / 5) x², turned by 45° in the first and last element
    const s = Math.SQRT1_2,
      ellipse: ValueObjective = (x) => {
        const v = x.toArray() as number[], turned = [s * (v[0]! - v[5]!), ...v.slice(1, 5), s * (v[0]! + v[5]!)];
        return turned.reduce((sum, value, k) => sum + 10 ** (6 * k / 5) * value * value, 0);
      };
    const x = tensor([1, 1, 1, 1, 1, 1], float64), [, losses, evaluations] = cmaes(ellipse, x, seeded(seed));
    assert(losses.at(-1)! < 1e-9 && evaluations < 8000, `${losses.at(-1)} after ${evaluations}`);
  });
}

Deno.test("cmaes: the same seed gives the same way, another one another", () => {
  const run = (seed: number) => {
    const x = tensor([-1.2, 1, 0.3], float64);
    return [cmaes(valley, x, seeded(seed, { maxEval: 300 }))[1], x.toArray()];
  };
  assertEquals(run(5), run(5));
  assert(run(5)[0]!.at(-1) !== run(6)[0]!.at(-1));
});

Deno.test("cmaes works with one parameter, with float32, and where the value is not a number", () => {
  const one = tensor([5], float64);
  cmaes((x) => (x.item() - 2) ** 2, one, seeded(1));
  assertClose(one, [2], { absolute: 1e-5 });
  const x = tensor([3, -1]);
  cmaes((x) => x.dot(x), x, seeded(1, { maxEval: 800 }));
  assertClose(x, [0, 0], { absolute: 1e-4 });
  const edge = tensor([0.05, 0.5], float64), half = (x: Tensor) => x.dot(x) - Math.log(x.get(0)); // NaN below 0
  cmaes(half, edge, seeded(1));
  assertClose(edge, [Math.SQRT1_2, 0], { absolute: 1e-5 });
});

Deno.test("cmaes changes mean, variance and step size by the formulas of the tutorial", () => {
  // One parameter, four candidates, and the value is the parameter: two generations can be computed with numbers alone.
  const seen: number[] = [], m = 5, sigma = 0.7, x = tensor([m], float64);
  cmaes((x) => (seen.push(x.item()), x.item()), x, seeded(3, { sigma, maxEval: 9 }));
  const generator = new Generator(3),
    draw = () => randn([4, 1], { ...float64, generator }).view(4).toArray() as number[];
  const first = draw().map((z) => m + sigma * z), [a, b] = first.toSorted((p, q) => p - q) as [number, number];
  const raw = [Math.log(2.5), Math.log(2.5 / 2)], w = raw.map((v) => v / (raw[0]! + raw[1]!)) as [number, number];
  const mueff = 1 / (w[0] ** 2 + w[1] ** 2), step = (w[0] * (a - m) + w[1] * (b - m)) / sigma;
  const cs = (mueff + 2) / (mueff + 6), ps = Math.sqrt(cs * (2 - cs) * mueff) * step;
  const cc = (4 + mueff) / (5 + 2 * mueff), small = ps ** 2 / (1 - (1 - cs) ** 2) < 2 + 4 / 2;
  const pc = small ? Math.sqrt(cc * (2 - cc) * mueff) * step : 0, c1 = 2 / (2.3 ** 2 + mueff);
  const cmu = Math.min(1 - c1, 2 * (mueff - 2 + 1 / mueff) / (9 + mueff));
  const spread = (w[0] * (a - m) ** 2 + w[1] * (b - m) ** 2) / sigma ** 2;
  const variance = (1 - c1 - cmu) + c1 * (pc ** 2 + (small ? 0 : cc * (2 - cc))) + cmu * spread;
  const next = sigma * Math.exp(Math.min(0.6, cs / (0.3 + cs + mueff / 2) * (ps ** 2 - 1) / 2));
  const second = draw().map((z) => m + sigma * step + next * Math.sqrt(variance) * z);
  assertClose(seen, [m, ...first, ...second], { relative: 1e-12 });
});

Deno.test("cmaes ends at its limits, and x is the best that was seen", () => {
  const count = (config: CMAESConfig, feval: ValueObjective = (x) => x.dot(x)) => {
    const x = tensor([1, 1, 1], float64), seen: number[] = [];
    const [, losses, evaluations] = cmaes(
      (x) => {
        const value = feval(x) as number;
        seen.push(value);
        return value;
      },
      x,
      seeded(2, config),
    );
    const least = Math.min(...seen);
    assertEquals([losses.at(-1), feval(x), losses.length], [least, least, (evaluations - 1) / 7 + 2]);
    return evaluations;
  };
  assertEquals(count({ maxEval: 1 }), 8);
  assertEquals(count({ maxEval: 50 }), 50);
  assertEquals(count({ maxEval: 51 }), 57);
  assertEquals(count({ maxEval: 1, minIterations: 4 }), 29);
  assert(count({ ftarget: 0.01 }) < 400);
  assertEquals(count({}, () => 3), 8); // all the same
  const bottomless = count({}, (x) => -x.sum());
  assert(bottomless < 9000, `${bottomless}`); // ends before numbers overflow
  const top = tensor([0, 0], float64);
  assertEquals(cmaes((x) => x.dot(x), top, seeded(1, { maxEval: 10 }))[1].at(-1), 0); // nothing is better than the start
  assertEquals(top.toArray(), [0, 0]);
});

Deno.test("cmaes reads settings from the state too, as Torch7 does, and prints if asked", () => {
  const lines: string[] = [], log = console.log, x = tensor([1, 1], float64);
  console.log = (text: string) => lines.push(text);
  try {
    cmaes((x) => x.dot(x), x, { maxEval: 25 }, { sigma: 0.1, verbDisp: 4, generator: new Generator(1) });
  } finally {
    console.log = log;
  }
  assertEquals(lines.length, 4); // generations 1, 2, 4 and the end
  assertEquals(lines.map((line) => line.split(",")[0]), [
    "cmaes: 7 evaluations",
    "cmaes: 13 evaluations",
    "cmaes: 25 evaluations",
    "cmaes: maxEval is reached",
  ]);
});

Deno.test("cmaes says what is wrong, and leaves x alone", () => {
  const x = zeros([2]), run = (config: CMAESConfig) => () => cmaes((x) => x.sum(), x, { sigma: 1, ...config });
  const no = (value: unknown) => value as never;
  const ranges: [() => unknown, string][] = [
    [run({ sigma: 0 }), "sigma must be above 0 and finite but is 0"],
    [run({ maxEval: 0 }), "maxEval must be at least 1 but is 0"],
    [run({ ftarget: NaN }), "ftarget must be"],
    [run({ popsize: 1 }), "popsize must be from 2 to 100000000 but is 1"],
    [run({ minIterations: 0.5 }), "minIterations must be at least 1 but is 0.5"],
    [run({ verbDisp: -1 }), "verbDisp must be at least 0 but is -1"],
    [() => cmaes(() => NaN, x, { sigma: 1 }), "the loss at the start must be finite but is NaN"],
    [() => cmaes(() => 1, zeros([0]), { sigma: 1 }), "x must have an element but has none"],
  ];
  for (const [run, text] of ranges) assertThrows(run, RangeError, `Cannot run cmaes: ${text}`);
  const types: [() => unknown, string][] = [
    [() => cmaes((x) => x.sum(), x), "sigma must be given"],
    [() => cmaes(no(3), x, { sigma: 1 }), "the objective must be a function but is 3"],
    [() => cmaes(no(() => "1"), x, { sigma: 1 }), "the objective must return a number but returned string"],
    [() => cmaes(no(() => undefined), x, { sigma: 1 }), "the objective must return a number but returned undefined"],
    [() => cmaes((x) => x.sum(), no([1])), "x must be a tensor but is"],
    [run({ sigma: no("1") }), 'sigma must be a number but is "1"'],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, `Cannot run cmaes: ${text}`);
  let calls = 0;
  const broken = (x: Tensor): number => {
    if (++calls === 9) throw new Error("no value today");
    return x.sum();
  };
  assertThrows(() => cmaes(broken, x, { sigma: 1 }), Error, "no value today");
  assertEquals(x.toArray(), [0, 0]);
});
