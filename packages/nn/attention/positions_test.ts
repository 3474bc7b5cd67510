import { assert, assertEquals, assertThrows } from "@std/assert";
import { add, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, seeded, testLayer } from "../testing.ts";
import { PositionalEmbedding } from "./positional_embedding.ts";
import { SinusoidalPositions } from "./sinusoidal_positions.ts";

testLayer("PositionalEmbedding", {
  make: () => new PositionalEmbedding(6, 4, { generator: seeded() }),
  size: [3, 5, 4],
});
testLayer("SinusoidalPositions", { make: () => new SinusoidalPositions(5), size: [3, 6, 5] });

Deno.test("PositionalEmbedding adds its vectors to the positions of each sample", () => {
  const layer = new PositionalEmbedding(7, 3, { dtype: "float64", generator: seeded() }), x = numbers([2, 4, 3]);
  const y = layer.forward(x);
  for (let i = 0; i < 2; i++) assertClose(y.select(0, i), add(x.select(0, i), layer.weight.narrow(0, 0, 4)));
  const g = numbers([2, 4, 3], "float64", 5);
  layer.zeroGradParameters();
  layer.backward(x, g);
  assertClose(layer.gradWeight.narrow(0, 0, 4), add(g.select(0, 0), g.select(0, 1)));
  assertEquals(layer.gradWeight.narrow(0, 4, 3).norm(), 0);
});

Deno.test("PositionalEmbedding draws its vectors with a standard deviation of 0.02", () => {
  const layer = new PositionalEmbedding(100, 100, { generator: seeded() });
  assertClose(layer.weight.std(), 0.02, { relative: 0.03 });
  layer.reset(3);
  assertClose(layer.weight.std(), 3, { relative: 0.03 });
});

Deno.test("SinusoidalPositions keeps its table and makes a longer one where it must", () => {
  const layer = new SinusoidalPositions(6, { dtype: "float64" }), long = layer.forward(zeros([9, 6]).double()).clone();
  const table = layer._table;
  assert(layer.forward(zeros([4, 6]).double()).equal(long.narrow(0, 0, 4)) && layer._table === table);
  assertEquals(layer.forward(zeros([12, 6]).double()).size(), [12, 6]);
  assertClose(long.get(8, 3), Math.cos(8 / 10000 ** (2 / 6)));
});

Deno.test("layers of positions say what does not fit", () => {
  const layer = new PositionalEmbedding(4, 3);
  assertThrows(
    () => layer.forward(zeros([2, 5, 3])),
    TypeError,
    "Cannot run PositionalEmbedding.forward: input must have at most 4 positions but is […, 5, 3]",
  );
  assertThrows(
    () => layer.forward(zeros([2, 5])),
    TypeError,
    "Cannot run PositionalEmbedding.forward: input must be [T, 3] but is [2, 5]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3, 2])),
    TypeError,
    "Cannot run PositionalEmbedding.backward: gradOutput must be [2, 3] but is [3, 2]",
  );
  assertThrows(() => new PositionalEmbedding(0, 3), RangeError, "maxLength must be at least 1 but is 0");
  assertThrows(() => new SinusoidalPositions(1.5), RangeError, "embedDim must be an integer but is 1.5");
  assertEquals(
    [String(layer), String(new SinusoidalPositions(4))],
    ["nn.PositionalEmbedding(4, 3)", "nn.SinusoidalPositions(4)"],
  );
});
