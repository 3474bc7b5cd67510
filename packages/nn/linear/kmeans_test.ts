import { assert, assertEquals, assertThrows } from "@std/assert";
import { cat, Generator, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { Kmeans } from "./kmeans.ts";
import { numbers, scattered, seeded } from "../testing.ts";

/** Samples around three places. */
function samples(dtype: "float32" | "float64" = "float64"): Tensor {
  const places = [[0, 0], [10, 0], [0, 10]];
  return cat(places.map((at, k) => numbers([20, 2], dtype, k + 1).mul(0.1).add(tensor(at, { dtype }))), 0);
}

const make = () => new Kmeans(3, 2, undefined, { dtype: "float64", generator: seeded() });

/** The nearest centre of each sample and the sum of the squared distances. */
function reference(x: Tensor, centres: Tensor): [number[], number] {
  let loss = 0;
  const nearest = Array.from({ length: x.size(0) }, (_, i) => {
    const distances = Array.from({ length: centres.size(0) }, (_, j) => x.select(0, i).dist(centres.select(0, j)) ** 2);
    const least = Math.min(...distances);
    loss += least;
    return distances.indexOf(least);
  });
  return [nearest, loss];
}

Deno.test("Kmeans finds the nearest centres", () => {
  const layer = make(), x = samples(), [nearest, loss] = reference(x, layer.weight);
  assertEquals(layer.forward(x).toArray(), nearest);
  assertEquals(layer.output.dtype, "int64");
  assertClose(layer.loss, loss, { relative: 1e-12 });
  assertEquals(layer.forward(scattered(x)).toArray(), nearest);
});

Deno.test("Kmeans gradients are the means of what lies between a centre and its samples", () => {
  const layer = make(), x = samples(), [nearest] = reference(x, layer.weight), before = layer.weight.clone();
  layer.zeroGradParameters();
  layer.forward(x);
  const gradInput = layer.backward(x, layer.output, 0.5);
  assertEquals(gradInput.size(), [60, 2]);
  assertEquals(gradInput.norm(), 0);
  layer.backward(x, layer.output, 0.5);
  layer.updateParameters(1);
  for (let j = 0; j < 3; j++) {
    const mine = nearest.flatMap((n, i) => n === j ? [i] : []);
    assertEquals(layer.clusterSampleCount.get(j), mine.length);
    const expected = mine.length === 0 ? before.select(0, j) : x.index(0, mine).mean(0).squeeze(0);
    assertClose(layer.weight.select(0, j), expected.squeeze());
  }
});

Deno.test("Kmeans takes the factor of the gradients from the constructor if it is given", () => {
  const x = samples(), a = make(), b = new Kmeans(3, 2, 0.25, { dtype: "float64", generator: seeded() });
  for (const layer of [a, b]) {
    layer.zeroGradParameters();
    layer.forward(x);
    layer.backward(x, layer.output);
  }
  assertClose(b.gradWeight, a.gradWeight.mul(0.25));
});

Deno.test("Kmeans.initKmeansPlus() and training find the places", () => {
  const layer = make().initKmeansPlus(samples()), x = samples();
  for (let i = 0; i < 5; i++) {
    layer.zeroGradParameters();
    layer.forward(x);
    layer.backward(x, layer.output);
    layer.updateParameters(1);
  }
  assert(layer.loss < 60 * 0.1, `loss ${layer.loss}`);
  assertEquals(layer.clusterSampleCount.toArray(), [20, 20, 20]);
});

Deno.test("Kmeans.initRandom() makes different samples the centres", () => {
  const x = samples(), rows = x.toArray().map(String);
  for (let seed = 0; seed < 20; seed++) {
    const layer = new Kmeans(60, 2, undefined, { dtype: "float64", generator: new Generator(seed) }).initRandom(x);
    assertEquals(layer.weight.toArray().map(String).sort(), [...rows].sort());
  }
});

Deno.test("Kmeans draws its centres from U(−1, 1), reset(bound) from U(−bound, bound)", () => {
  const layer = make();
  assertEquals(
    layer.weight.toArray(),
    zeros([3, 2], { dtype: "float64" }).uniform(-1, 1, { generator: seeded() }).toArray(),
  );
  layer.reset(1e-3);
  assert(layer.weight.abs().max() <= 1e-3);
});

Deno.test("Kmeans keeps its objects and allocates nothing after the second step", () => {
  const layer = make().float(), x = samples("float32");
  const step = () => {
    layer.zeroGradParameters();
    layer.forward(x);
    return layer.backward(x, layer.output);
  };
  step();
  const gradInput = step(), { output } = layer;
  assertEquals(
    countBuffers(() => {
      for (let i = 0; i < 200; i++) assert(step() === gradInput && layer.output === output);
    }),
    0,
  );
});

Deno.test("Kmeans works after clearState(), and copies", () => {
  const layer = make(), x = samples(), y = layer.forward(x).clone();
  layer.clearState();
  assertEquals(layer.output.dtype, "int64");
  assertThrows(
    () => layer.backward(x, y),
    Error,
    "Cannot run Kmeans.backward: forward must be called before",
  );
  assertEquals(layer.clone().forward(x).toArray(), y.toArray());
  assertEquals(layer.float().forward(x.float()).size(), [60]);
});

Deno.test("Kmeans checks its arguments", () => {
  const layer = make();
  const refuse = (size: number[], found: string) =>
    assertThrows(
      () => layer.forward(zeros(size, { dtype: "float64" })),
      TypeError,
      `Cannot run Kmeans.forward: input must be [batch >= 1, 2] but is ${found}`,
    );
  refuse([2], "[2]");
  refuse([5, 3], "[5, 3]");
  refuse([0, 2], "[0, 2]");
  assertThrows(() => layer.forward(zeros([5, 2])), TypeError, "input must be float64 like the module but is float32");
  assertThrows(
    () => layer.initRandom(zeros([2, 2], { dtype: "float64" })),
    TypeError,
    "Cannot run Kmeans.initRandom: input must be [n >= 3, 2] but is [2, 2]",
  );
  assertThrows(
    () => layer.initKmeansPlus(samples(), 1.5),
    RangeError,
    "Cannot run Kmeans.initKmeansPlus: p must be from 0 to 1 but is 1.5",
  );
  assertThrows(() => new Kmeans(0, 2), RangeError, "Cannot run Kmeans: k must be at least 1 but is 0");
  assertThrows(() => new Kmeans(2, 2, 0), RangeError, "Cannot run Kmeans: scale must be more than 0 but is 0");
});
