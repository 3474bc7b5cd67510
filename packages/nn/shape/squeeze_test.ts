import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Squeeze } from "./squeeze.ts";

testLayer("Squeeze", { make: () => new Squeeze(null, 3), size: [4, 3, 1, 2], anyDtype: true });
testLayer("Squeeze of a dimension", { make: () => new Squeeze(-2), size: [4, 3, 1, 2], anyDtype: true });

Deno.test("Squeeze drops dimensions of size 1", () => {
  const size = (layer: Squeeze, ...input: number[]) => layer.forward(zeros(input)).size();
  assertEquals(size(new Squeeze(), 1, 3, 1), [3]);
  assertEquals(size(new Squeeze(), 1, 1), [1]);
  assertEquals(size(new Squeeze(0), 1, 3, 1), [3, 1]);
  assertEquals(size(new Squeeze(1), 1, 3, 1), [1, 3, 1]);
  assertEquals(size(new Squeeze(0, 2), 1, 1, 3), [1, 3]);
  assertEquals(size(new Squeeze().setNumInputDims(2), 1, 1, 3), [1, 3]);
  assertEquals(size(new Squeeze().setNumInputDims(2), 1, 3), [3]);
});

Deno.test("Squeeze refuses what does not fit, and prints its dimension", () => {
  assertThrows(
    () => new Squeeze(2).forward(zeros([1, 3])),
    RangeError,
    "Cannot run Squeeze.forward: dim must be from -2 to 1 but is 2",
  );
  assertThrows(() => new Squeeze().setNumInputDims(0), RangeError, "numInputDims must be from 1 to 16 but is 0");
  assertThrows(() => new Squeeze().forward(zeros([])), TypeError, "but is []");
  assertEquals([String(new Squeeze()), String(new Squeeze(1))], ["nn.Squeeze", "nn.Squeeze(dim 1)"]);
});
