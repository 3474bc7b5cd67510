import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { Cosine } from "./cosine.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = () => new Cosine(3, 4, { generator: seeded() });

testLayer("Cosine", { make, size: [5, 3], large: [3000, 3] });

Deno.test("Cosine draws from U(−1/√n, 1/√n), n being the number of outputs", () => {
  const layer = new Cosine(3, 16, { generator: seeded() });
  assertEquals(layer.weight.toArray(), zeros([16, 3]).uniform(-0.25, 0.25, { generator: seeded() }).toArray());
});

Deno.test("Cosine of zeros is 0, and nothing is NaN or infinite", () => {
  const layer = make(), x = zeros([2, 3]);
  layer.weight.select(0, 1).zero();
  x.select(0, 1).fill(2);
  const output = layer.forward(x);
  assertEquals(output.select(0, 0).norm() + output.select(1, 1).norm(), 0);
  for (const t of [output, layer.backward(x, ones([2, 4])), layer.gradWeight]) assert(Number.isFinite(t.abs().max()));
});

Deno.test("Cosine does not depend on the lengths", () => {
  const layer = make(), x = numbers([5, 3], "float32"), y = layer.forward(x).clone();
  assert(layer.forward(x.clone().mul(1e4)).dist(y) < 1e-5);
  assert(layer.output.abs().max() <= 1 + 1e-6);
});

Deno.test("Cosine names the sizes that it takes", () => {
  const layer = make();
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([5, 4])),
    Error,
    "Cannot run Cosine.backward: forward must be called before",
  );
  assertThrows(
    () => layer.forward(zeros([4])),
    TypeError,
    "Cannot run Cosine.forward: input must be [3] but is [4]",
  );
  layer.forward(zeros([5, 3]));
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([4, 4])),
    TypeError,
    "Cannot run Cosine.backward: gradOutput must be [5, 4] but is [4, 4]",
  );
  assertThrows(() => new Cosine(1.5, 2), RangeError, "Cannot run Cosine: inputSize must be an integer but is 1.5");
});
