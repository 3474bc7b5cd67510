import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Generator, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { de, type DEConfig, type ValueObjective } from "./mod.ts";
import { bowl, counting, rastrigin, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;

for (const strategy of ["rand/1/bin", "best/1/bin"] as const) {
  for (const seed of [1, 2, 3]) {
    const config = { strategy, generator: new Generator(seed) };

    Deno.test(`de, ${strategy}: finds the minimum of a sphere, seed ${seed}`, () => {
      const x = tensor([3, -2, 20], float64), counter = counting(bowl(x));
      const [moved, losses, evaluations] = de(counter.feval, x, { ...config, maxFEs: 6000 });
      assertStrictEquals(moved, x);
      assertClose(x, zeros([3], float64), { absolute: 1e-5 });
      assertEquals([evaluations, losses.length], [6000, counter.calls]);
      assertEquals([losses[0], Math.min(...losses)], [(9 + 4 + 400) / 2, x.dot(x) / 2]);
    });

    Deno.test(`de, ${strategy}: finds the end of a curved valley, seed ${seed}`, () => {
      const x = tensor([[0, 0]], float64);
      de(valley, x, { ...config, popsize: 50, maxFEs: 10000 });
      assertClose(x, [[1, 1]], { absolute: 1e-4 });
    });
  }
}

for (const seed of [1, 2, 3]) {
  Deno.test(`de finds the lowest of many minima, seed ${seed}`, () => {
    const x = tensor([4.9, -4.1], float64), generator = new Generator(seed);
    de(rastrigin, x, { popsize: 40, maxFEs: 12000, minRegion: -5.12, maxRegion: 5.12, generator });
    assertClose(x, [0, 0], { absolute: 1e-5 });
  });
}

Deno.test("de: the same seed gives the same way, which is 1 unless given, and another one another", () => {
  const run = (generator?: Generator) => {
    const x = tensor([-1.2, 1, 0.3], float64);
    return [de(valley, x, { maxFEs: 300, ...(generator && { generator }) })[1], x.toArray()];
  };
  assertEquals(run(), run());
  assertEquals(run(), run(new Generator(1)));
  assert(run()[0]![1] !== run(new Generator(2))[0]![1]);
});

Deno.test("de draws the first population from the cube around which it is told, after x", () => {
  const seen: number[][] = [], x = tensor([7, 8], float64);
  const feval: ValueObjective = (x) => seen.push(x.toArray() as number[]);
  de(feval, x, { popsize: 200, maxFEs: 200, minRegion: -1, maxRegion: 2 });
  assertEquals(seen[0], [7, 8]);
  const drawn = seen.slice(1).flat();
  assert(drawn.every((v) => v >= -1 && v <= 2) && Math.min(...drawn) < -0.9 && Math.max(...drawn) > 1.9);
});

Deno.test("de makes children of two differences of the population", () => {
  // With crossover 0 one element of each child is new: point a + F (b − c), checked against all choices.
  const seen: number[][] = [], x = tensor([1, 2, 3], float64);
  const feval: ValueObjective = (x) => seen.push(x.toArray() as number[]); // each worse than the last: no child survives
  de(feval, x, { popsize: 5, maxFEs: 10, crossoverRate: 0, scaleFactor: 0.7 });
  const parents = seen.slice(0, 5);
  seen.slice(5).forEach((child, i) => {
    const changed = child.map((v, j) => v === parents[i]![j] ? -1 : j).filter((j) => j >= 0);
    assertEquals(changed.length, 1);
    const j = changed[0]!, others = parents.filter((_, k) => k !== i).map((p) => p[j]!);
    const possible = others.flatMap((a) =>
      others.filter((b) => b !== a).flatMap((b) =>
        others.filter((c) => c !== a && c !== b).map((c) => a + 0.7 * (b - c))
      )
    );
    assert(possible.some((v) => Math.abs(v - child[j]!) < 1e-12));
  });
});

Deno.test("de, best/1/bin: starts from the best", () => {
  const seen: number[][] = [], x = tensor([0.5], float64);
  const feval: ValueObjective = (x) => (seen.push(x.toArray() as number[]), seen.length === 1 ? -1 : 5);
  de(feval, x, { popsize: 4, maxFEs: 8, strategy: "best/1/bin", scaleFactor: 1e-9 });
  for (const [v] of seen.slice(4)) assertClose(v!, 0.5, { absolute: 1e-6 });
  assertEquals(x.item(), 0.5);
});

Deno.test("de works with float32, a value that is not a number, and stops at maxFEs within a generation", () => {
  const x = tensor([3, -1]), counter = counting((x) => [x.get(0) < 0 ? NaN : x.dot(x), x]);
  const [, losses, evaluations] = de(counter.feval, x, { maxEval: 2003 });
  assertEquals([evaluations, counter.calls, losses.some(Number.isNaN)], [2003, 2003, true]);
  assertClose(x, [0, 0], { absolute: 0.01 });
});

Deno.test("de says what is wrong, and leaves x alone", () => {
  const x = zeros([2]), run = (config: DEConfig) => () => de((x) => x.sum(), x, { maxFEs: 100, ...config });
  const no = (value: unknown) => value as never;
  const ranges: [() => unknown, string][] = [
    [run({ popsize: 3 }), "popsize must be at least 4 but is 3"],
    [run({ maxFEs: 19 }), "maxFEs must be at least 20 but is 19"],
    [run({ scaleFactor: 0 }), "scaleFactor must be above 0 and finite but is 0"],
    [run({ scaleFactor: 2.5 }), "scaleFactor must be from 0 to 2 but is 2.5"],
    [run({ crossoverRate: NaN }), "crossoverRate must be from 0 to 1 but is NaN"],
    [run({ maxRegion: Infinity }), "maxRegion must be finite but is Infinity"],
    [run({ minRegion: 31 }), "minRegion must be at most 30 but is 31"],
    [() => de(() => NaN, x, { maxFEs: 100 }), "the loss at the start must be finite but is NaN"],
    [() => de(() => 1, zeros([0]), { maxFEs: 100 }), "x must have an element but has none"],
  ];
  for (const [run, text] of ranges) assertThrows(run, RangeError, `Cannot run de: ${text}`);
  const types: [() => unknown, string][] = [
    [() => de((x) => x.sum(), x), "maxFEs must be given"],
    [run({ strategy: no("fast") }), "strategy must be"],
    [() => de(no(3), x, { maxFEs: 100 }), "the objective must be a function but is 3"],
    [() => de(no(() => []), x, { maxFEs: 100 }), "the objective must return a number but returned undefined"],
    [() => de(() => 1, zeros([2, 3]).t(), { maxFEs: 100 }), "x must be contiguous but has the strides [1, 3]"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, `Cannot run de: ${text}`);
  let calls = 0;
  const broken = (x: Tensor): number => {
    if (++calls === 30) throw new Error("no value today");
    return x.sum();
  };
  assertThrows(() => de(broken, x, { maxFEs: 100 }), Error, "no value today");
  assertEquals(x.toArray(), [0, 0]);
});
