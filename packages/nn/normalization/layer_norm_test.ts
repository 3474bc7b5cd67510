import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { LayerNorm } from "./layer_norm.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

/** Weights and biases that tell the features apart. */
function layer(shape: number | number[], affine = true): LayerNorm {
  const norm = new LayerNorm(shape, 1e-5, affine), generator = seeded();
  norm.weight?.uniform(0.5, 1.5, { generator });
  norm.bias?.uniform(-1, 1, { generator });
  return norm;
}

testLayer("LayerNorm", { make: () => layer(6), size: [5, 6], large: [4000, 6] });
testLayer("LayerNorm of two dimensions", { make: () => layer([3, 4]), size: [2, 5, 3, 4], large: [40, 50, 3, 4] });
testLayer("LayerNorm without weights", { make: () => layer(40, false), size: [3, 40], large: [500, 40] });

Deno.test("LayerNorm takes mean and variance of the last dimensions", () => {
  const x = numbers([4, 3, 5]), y = new LayerNorm([3, 5], 0.1, true, { dtype: "float64" }).forward(x);
  for (let i = 0; i < 4; i++) {
    const row = x.select(0, i).contiguous(), std = Math.sqrt(row.var(undefined, { biased: true }) + 0.1);
    assertClose(y.select(0, i), row.clone().add(-row.mean()).div(std));
  }
});

Deno.test("LayerNorm starts with weights 1 and biases 0, and reset() restores them", () => {
  const norm = layer(3);
  norm.reset();
  assertEquals([norm.weight!.toArray(), norm.bias!.toArray()], [[1, 1, 1], [0, 0, 0]]);
  assertEquals(new LayerNorm(3, 1e-5, false).parameters(), [[], []]);
});

Deno.test("LayerNorm of constant rows gives the biases", () => {
  const norm = new LayerNorm(4);
  norm.bias!.fill(0.25);
  const x = tensor([1e4, 1e4, 1e4, 1e4]);
  assertEquals(norm.forward(x).toArray(), [0.25, 0.25, 0.25, 0.25]);
  assertEquals(norm.backward(x, tensor([1, 1, 1, 1])).toArray(), [0, 0, 0, 0]);
});

Deno.test("LayerNorm says what does not fit", () => {
  const norm = new LayerNorm([2, 3]);
  const refuse = (size: number[], message: string) => assertThrows(() => norm.forward(zeros(size)), TypeError, message);
  refuse([4, 3, 2], "Cannot run LayerNorm.forward: input must be […, 2, 3] but is [4, 3, 2]");
  refuse([3], "input must be […, 2, 3] but is [3]");
  refuse([0, 2, 3], "input must be […, 2, 3] but is [0, 2, 3]");
  const x = zeros([4, 2, 3]);
  assertThrows(() => norm.backward(x, x), Error, "Cannot run LayerNorm.backward: forward must be called before");
  norm.forward(x);
  assertThrows(
    () => norm.backward(x, zeros([2, 3])),
    TypeError,
    "Cannot run LayerNorm.backward: gradOutput must be [4, 2, 3] but is [2, 3]",
  );
  assertThrows(() => new LayerNorm(0), RangeError, "Cannot run LayerNorm: normalizedShape must be at least 1 but is 0");
  assertThrows(() => new LayerNorm([]), RangeError, "Cannot run LayerNorm: normalizedShape must have a size but is []");
  assertThrows(() => new LayerNorm(2, -1), RangeError, "Cannot run LayerNorm: eps must be at least 0 but is -1");
});

Deno.test("LayerNorm.toString() names the sizes", () => {
  assertEquals([String(new LayerNorm(7)), String(new LayerNorm([2, 3]))], ["nn.LayerNorm(7)", "nn.LayerNorm(2x3)"]);
});
