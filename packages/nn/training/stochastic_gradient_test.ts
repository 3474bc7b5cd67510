import { assert, assertEquals, assertThrows } from "@std/assert";
import { Generator, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Sequential } from "../containers/sequential.ts";
import { Linear } from "../linear/linear.ts";
import type { Activity } from "../options.ts";
import { seeded } from "../testing.ts";
import { Tanh } from "../transfer/tanh.ts";
import { type Dataset, type Example, StochasticGradient } from "./stochastic_gradient.ts";

/** Half the squared distance. */
const squares = {
  forward: (y: Activity, t: Activity): number => (y as Tensor).dist(t as Tensor) ** 2 / 2,
  backward: (y: Activity, t: Activity): Activity => (y as Tensor).clone().add(-1, t as Tensor),
};

const linear = (): Linear => new Linear(1, 1, false, { dtype: "float64", generator: seeded() });
const example = (
  x: number,
  t: number,
): Example => [tensor([x], { dtype: "float64" }), tensor([t], { dtype: "float64" })];

function trainer(module = linear()): StochasticGradient {
  const made = new StochasticGradient(module, squares);
  made.verbose = false;
  return made;
}

Deno.test("StochasticGradient has Torch7's defaults", () => {
  const { learningRate, learningRateDecay, maxIteration, shuffleIndices, verbose } = new StochasticGradient(
    linear(),
    squares,
  );
  assertEquals([learningRate, learningRateDecay, maxIteration, shuffleIndices, verbose], [0.01, 0, 25, true, true]);
});

Deno.test("StochasticGradient moves the parameters after each example, with a factor that decays", () => {
  const module = linear(), made = trainer(module);
  Object.assign(made, { learningRate: 0.1, learningRateDecay: 0.5, maxIteration: 3, shuffleIndices: false });
  let weight = module.weight.get(0, 0), mean = 0;
  const examples: [number, number][] = [[1, 2], [-0.5, 1], [2, 0.5]];
  for (let iteration = 1; iteration <= 3; iteration++) {
    const rate = iteration === 1 ? 0.1 : 0.1 / (1 + 0.5 * iteration);
    mean = 0;
    for (const [x, t] of examples) {
      mean += (weight * x - t) ** 2 / 2 / 3;
      weight -= rate * (weight * x - t) * x;
    }
  }
  assertClose(made.train(examples.map(([x, t]) => example(x, t))), mean);
  assertClose(module.weight, [[weight]]);
});

Deno.test("StochasticGradient takes objects that make examples", () => {
  const list = [example(1, 2), example(2, 1)], one = trainer(), other = trainer();
  one.shuffleIndices = other.shuffleIndices = false;
  const dataset: Dataset = { size: () => list.length, get: (i) => list[i]! };
  assertEquals(one.train(list), other.train(dataset));
});

Deno.test("StochasticGradient shows the examples in a random order", () => {
  const orders = [1, 1, 2].map((seed) => {
    const seen: number[] = [], made = trainer();
    made.generator = new Generator(seed);
    made.maxIteration = 2;
    made.hookExample = (_, [x]) => void seen.push((x as Tensor).get(0));
    made.train(Array.from({ length: 8 }, (_, k) => example(k / 10, 0)));
    return seen;
  });
  assertEquals(orders[0]!.slice(0, 8).sort(), Array.from({ length: 8 }, (_, k) => k / 10));
  assertEquals(orders[0]!.slice(8), orders[0]!.slice(0, 8));
  assertEquals(orders[0], orders[1]);
  assert(orders[0]!.join() !== orders[2]!.join());
});

Deno.test("StochasticGradient calls its hooks, which can end an endless training", () => {
  const made = trainer(), iterations: number[] = [];
  made.maxIteration = 0;
  made.hookIteration = (self, iteration, mean) => {
    assert(self === made && mean >= 0);
    iterations.push(iteration);
    return iteration < 40;
  };
  made.train([example(1, 1)]);
  assertEquals(iterations, Array.from({ length: 40 }, (_, k) => k + 1));
  let count = 0;
  made.hookExample = () => ++count < 3;
  made.train([example(1, 1), example(2, 1)]);
  assertEquals([count, iterations.length], [3, 41]);
});

Deno.test("StochasticGradient says what it does, if asked", () => {
  const lines: string[] = [], made = trainer();
  made.log = (line) => lines.push(line);
  made.maxIteration = 2;
  made.train([example(1, 1)]);
  assertEquals(lines, []);
  made.verbose = true;
  const error = made.train([example(1, 1)]);
  assertEquals(lines.map((line) => line.replace(/[\d.e-]+$/, "…")), [
    "# StochasticGradient: training",
    "# current error = …",
    "# current error = …",
    "# StochasticGradient: you have reached the maximum number of iterations",
    "# training error = …",
  ]);
  assertEquals(lines.at(-1), `# training error = ${error}`);
});

Deno.test("StochasticGradient learns the exclusive or", () => {
  const options = { generator: new Generator(5) };
  const net = new Sequential().add(new Linear(2, 8, true, options)).add(new Tanh()).add(
    new Linear(8, 1, true, options),
  );
  const made = trainer(net as unknown as Linear);
  Object.assign(made, { learningRate: 0.1, maxIteration: 500, generator: options.generator });
  const dataset = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map((x): Example => [tensor(x), tensor([-x[0]! * x[1]!])]);
  assert(made.train(dataset) < 1e-3);
});

Deno.test("StochasticGradient says what does not fit", () => {
  const made = trainer(),
    refuse = (dataset: unknown, message: string) =>
      assertThrows(() => made.train(dataset as Dataset), Error, `Cannot run StochasticGradient.train: ${message}`);
  refuse([], "the number of examples must be at least 1 but is 0");
  refuse(3, "dataset must be a list or have size() and get() but is 3");
  refuse([[tensor([1])]], "example 0 must be [input, target] but is ");
  refuse({ size: () => 1.5, get: () => example(1, 1) }, "the number of examples must be an integer but is 1.5");
  made.learningRate = NaN;
  refuse([example(1, 1)], "learningRate must be finite but is NaN");
  made.learningRate = 0.1;
  made.maxIteration = 1.5;
  refuse([example(1, 1)], "maxIteration must be an integer but is 1.5");
});
