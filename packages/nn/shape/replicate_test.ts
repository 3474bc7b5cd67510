import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Replicate } from "./replicate.ts";

testLayer("Replicate", { make: () => new Replicate(3, -2), size: [4, 5], anyDtype: true, large: [100, 900] });
testLayer("Replicate of samples", { make: () => new Replicate(3, 0, 2), size: [4, 5, 2], anyDtype: true });

Deno.test("Replicate makes a view", () => {
  const x = tensor([1, 2]), layer = new Replicate(2, 1), y = layer.forward(x);
  x.set(0, 7);
  assertEquals(y.toArray(), [[7, 7], [2, 2]]);
  assert(layer.forward(x) === y);
  assertEquals(layer.backward(x, tensor([[1, 2], [3, 4]])).toArray(), [3, 7]);
});

Deno.test("Replicate counts the batch only where it must", () => {
  const size = (layer: Replicate, ...input: number[]) => layer.forward(zeros(input)).size();
  assertEquals(size(new Replicate(6), 4, 5), [6, 4, 5]);
  assertEquals(size(new Replicate(6, 2), 4, 5), [4, 5, 6]);
  assertEquals(size(new Replicate(6, -1), 4, 5), [4, 5, 6]);
  assertEquals(size(new Replicate(6, 0, 1), 5), [6, 5]);
  assertEquals(size(new Replicate(6, 0, 1), 4, 5), [4, 6, 5]);
});

Deno.test("Replicate refuses what does not fit", () => {
  assertThrows(
    () => new Replicate(2, 3).forward(zeros([2, 3])),
    RangeError,
    "Cannot run Replicate.forward: dim must be from -3 to 2 but is 3",
  );
  assertThrows(() => new Replicate(0), RangeError, "Cannot run Replicate: nfeatures must be at least 1 but is 0");
  assertThrows(() => new Replicate(2).forward(zeros([])), TypeError, "input must be [size, …] but is []");
  const layer = new Replicate(2), x = zeros([3]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([3, 2])), TypeError, "gradOutput must be [2, 3] but is [3, 2]");
});
