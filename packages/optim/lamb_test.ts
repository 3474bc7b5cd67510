import { assertEquals, assertThrows } from "@std/assert";
import { Generator, ones, randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { lamb, type LAMBConfig, type LAMBState, type Objective } from "./mod.ts";
import { assertRefuses, pull, testSteps } from "./testing.ts";

/** Two layers, of which the second is all the rest. */
const halves = (feval: Objective, x: Tensor, config: LAMBConfig, state: LAMBState) =>
  lamb(feval, x, { ...config, sizes: [1, x.nElement() - 1] }, state);
const CONFIGS: Record<string, LAMBConfig> = {
  plain: { learningRate: 0.01 },
  decay: { learningRate: 0.1, learningRateDecay: 0.1, weightDecay: 0.3, epsilon: 1e-3 },
};

testSteps("lamb", lamb, CONFIGS);
testSteps("lamb of two layers", halves, CONFIGS);

const normOf = (x: number[]) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

/** The paper's algorithm 2 in plain numbers, one layer after the other. */
function paper(x: number[], gradients: number[][], sizes: number[], config: Required<LAMBConfig>): number[][] {
  const { learningRate, learningRateDecay, beta1, beta2, epsilon, weightDecay } = config;
  const m = x.map(() => 0), v = x.map(() => 0), places: number[][] = [];
  gradients.forEach((g, k) => {
    const r = x.map((value, i) => {
      m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!;
      v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! ** 2;
      const mean = m[i]! / (1 - beta1 ** (k + 1)), square = v[i]! / (1 - beta2 ** (k + 1));
      return mean / (Math.sqrt(square) + epsilon) + weightDecay * value;
    });
    let at = 0;
    for (const size of sizes) {
      const norm = normOf(x.slice(at, at + size)), length = normOf(r.slice(at, at + size));
      const ratio = norm > 0 && length > 0 ? norm / length : 1;
      for (let i = at; i < at + size; i++) x[i]! -= learningRate / (1 + k * learningRateDecay) * ratio * r[i]!;
      at += size;
    }
    places.push([...x]);
  });
  return places;
}

const DEFAULTS = {
  learningRate: 1e-3,
  learningRateDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-6,
  weightDecay: 0.01,
};
const SETTINGS: LAMBConfig[] = [
  {},
  { learningRate: 0.1, weightDecay: 0 },
  { learningRate: 0.1, learningRateDecay: 0.5, beta1: 0.5, beta2: 0.7, epsilon: 1e-2, weightDecay: 0.2 },
];

for (const config of SETTINGS) {
  for (const sizes of [undefined, [2, 0, 36000, 3998]]) {
    // so many that a norm is summed in several parts
    Deno.test(`lamb follows the paper: ${JSON.stringify(config)}, layers ${sizes ?? "all"}`, () => {
      const options = { dtype: "float64", generator: new Generator(3) } as const;
      const x = randn([40000], options), gradients = [1, 2, 3, 4].map(() => randn([40000], options)), state = {};
      const numbers = gradients.map((g) => g.toArray() as number[]);
      const wanted = paper(x.toArray() as number[], numbers, sizes ?? [40000], { ...DEFAULTS, ...config, sizes: [] });
      gradients.forEach((gradient, k) => {
        lamb(pull(gradient), x, sizes === undefined ? config : { ...config, sizes }, state);
        assertClose(x, tensor(wanted[k]!, { dtype: "float64" }), { relative: 1e-12 });
      });
    });
  }
}

Deno.test("lamb takes the factor 1 where parameters or direction are 0", () => {
  const x = tensor([0, 2, 0]), config = { learningRate: 0.5, weightDecay: 0, epsilon: 0.5, sizes: [1, 1, 1] };
  lamb(pull(tensor([2, 0, -2])), x, config);
  assertClose(x, [-0.4, 2, 0.4]);
});

Deno.test("lamb works out norms whose squares are too large for float32", () => {
  const x = tensor([3e25, 4e25]);
  lamb(pull(tensor([1, 1])), x, { learningRate: 0.1, weightDecay: 0 });
  assertClose(x, [3e25 - 5e24 * Math.SQRT1_2, 4e25 - 5e24 * Math.SQRT1_2], { relative: 1e-5 });
});

Deno.test("lamb keeps its state in the settings unless a state is given, and leaves the gradient alone", () => {
  const x = tensor([1]), gradient = tensor([2]), config: LAMBConfig & LAMBState = {}, state: LAMBState = {};
  const [moved, losses] = lamb(pull(gradient), x, config, state);
  assertEquals([moved === x, losses, gradient.toArray()], [true, [1], [2]]);
  assertEquals([config.t, state.t], [undefined, 1]);
  assertClose(state.m!, [0.2]);
  assertClose(state.v!, [0.004]);
  lamb(pull(gradient), x, config);
  assertEquals(config.t, 1);
});

Deno.test("lamb notices that the sizes of the layers change", () => {
  const x = tensor([1, 100]), config: LAMBConfig = { learningRate: 0.1, weightDecay: 0 }, state: LAMBState = {};
  lamb(pull(ones([2])), x, { ...config, sizes: [1, 1] }, state);
  assertClose(x, [0.9, 90], { relative: 1e-4 });
  lamb(pull(ones([2])), x, { ...config, sizes: [2] }, state);
  const step = 0.1 * Math.hypot(0.9, 90) / Math.SQRT2;
  assertClose(x, [0.9 - step, 90 - step], { relative: 1e-4 });
});

Deno.test("lamb says what is wrong", () => {
  assertRefuses("lamb", lamb, [
    [{ learningRate: -1 }, "learningRate must be at least 0 but is -1"],
    [{ learningRateDecay: NaN }, "learningRateDecay must be finite but is NaN"],
    [{ beta1: 1 }, "beta1 must be below 1 but is 1"],
    [{ beta2: 1.1 }, "beta2 must be from 0 to 1 but is 1.1"],
    [{ epsilon: -1 }, "epsilon must be at least 0 but is -1"],
    [{ weightDecay: -1 }, "weightDecay must be at least 0 but is -1"],
    [{ sizes: [1] }, "sizes must add up to 2 but add up to 1"],
    [{ sizes: [3, -1] }, "sizes[1] must be at least 0 but is -1"],
    [{ sizes: [0.5, 1.5] }, "sizes[0] must be an integer but is 0.5"],
  ], ["m", "v"]);
  const sizes = 2 as unknown as number[];
  assertThrows(
    () => lamb(pull(ones([2])), zeros([2]), { sizes }),
    TypeError,
    "Cannot run lamb: sizes must be a list but is",
  );
});
