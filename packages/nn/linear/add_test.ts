import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { Add } from "./add.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("Add", { make: () => new Add(3, false, { generator: seeded() }), size: [5, 3], large: [30000, 3] });
testLayer("Add of one bias", {
  make: () => new Add(3, true, { generator: seeded() }),
  size: [5, 3],
  large: [30000, 3],
});
testLayer("Add to samples of several dimensions", {
  make: () => new Add(6, false, { generator: seeded() }),
  size: [4, 2, 3],
  samples: false,
});

Deno.test("Add draws from U(−1/√n, 1/√n), one bias from U(−1, 1)", () => {
  const expected = (n: number, s: number) => zeros([n]).uniform(-s, s, { generator: seeded() }).toArray();
  assertEquals(new Add(16, false, { generator: seeded() }).bias.toArray(), expected(16, 0.25));
  assertEquals(new Add(16, true, { generator: seeded() }).bias.toArray(), expected(1, 1));
  const layer = new Add(1000);
  layer.reset(0.5);
  assertEquals(layer.bias.max() <= Math.sqrt(0.75) && layer.bias.max() > 0.8, true);
});

Deno.test("Add with one element a sample takes a batch of numbers", () => {
  const layer = new Add(1);
  layer.bias.fill(2);
  assertEquals(layer.forward(tensor([1, 2, 3])).toArray(), [3, 4, 5]);
  assertEquals(layer.forward(tensor([[1], [2]])).toArray(), [[3], [4]]);
});

Deno.test("Add names the sizes that it takes", () => {
  const layer = new Add(4), x = zeros([2, 4]);
  const refuse = (size: number[], found: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run Add.forward: input must be [4] or [batch, …] with 4 elements a sample but is ${found}`,
    );
  refuse([3], "[3]");
  refuse([2, 2], "[2, 2]");
  refuse([], "[]");
  refuse([2, 3, 4], "[2, 3, 4]");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 3])),
    TypeError,
    "Cannot run Add.backward: gradOutput must be [2, 4] but is [2, 3]",
  );
  assertThrows(() => new Add(0), RangeError, "Cannot run Add: inputSize must be at least 1 but is 0");
});

Deno.test("Add.backwardUpdate() changes the biases as a step does", () => {
  const a = new Add(3), b = a.clone(), x = numbers([4, 3], "float32"), g = numbers([4, 3], "float32", 5);
  a.zeroGradParameters();
  a.forward(x);
  a.backward(x, g);
  a.updateParameters(0.5);
  b.forward(x);
  b.backwardUpdate(x, g, 0.5);
  assertEquals(b.bias.dist(a.bias) < 1e-6, true);
});
