import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Unsqueeze } from "./unsqueeze.ts";

testLayer("Unsqueeze", { make: () => new Unsqueeze(0, 2), size: [4, 3, 2], anyDtype: true });
testLayer("Unsqueeze at the end", { make: () => new Unsqueeze(-1), size: [4, 3, 2], anyDtype: true });

Deno.test("Unsqueeze adds a dimension of size 1", () => {
  const size = (layer: Unsqueeze, ...input: number[]) => layer.forward(zeros(input)).size();
  assertEquals(size(new Unsqueeze(0), 3, 4), [1, 3, 4]);
  assertEquals(size(new Unsqueeze(2), 3, 4), [3, 4, 1]);
  assertEquals(size(new Unsqueeze(-1), 3, 4), [3, 4, 1]);
  assertEquals(size(new Unsqueeze(0, 1), 2, 3, 4), [2, 3, 1, 4]);
  assertEquals(size(new Unsqueeze(1).setNumInputDims(1), 3), [3, 1]);
});

Deno.test("Unsqueeze refuses what does not fit, and prints its place", () => {
  assertThrows(
    () => new Unsqueeze(3).forward(zeros([3, 4])),
    RangeError,
    "Cannot run Unsqueeze.forward: pos must be from -3 to 2 but is 3",
  );
  assertThrows(() => new Unsqueeze(0, 2).forward(zeros([3])), TypeError, "input must be [any, any] but is [3]");
  assertThrows(() => new Unsqueeze(0.5), RangeError, "Cannot run Unsqueeze: pos must be an integer but is 0.5");
  assertEquals(String(new Unsqueeze(1)), "nn.Unsqueeze(dim 1)");
});
