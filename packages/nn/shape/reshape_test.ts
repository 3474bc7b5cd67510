import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { Reshape } from "./reshape.ts";
import { testLayer } from "../testing.ts";

testLayer("Reshape", { make: () => new Reshape(3, 4), size: [2, 4, 3], anyDtype: true, large: [50, 6, 2] });

Deno.test("Reshape finds out whether there is a batch, or is told", () => {
  const size = (layer: Reshape, ...input: number[]) => layer.forward(zeros(input)).size();
  assertEquals(size(new Reshape(2, 6), 3, 4), [2, 6]);
  assertEquals(size(new Reshape([2, 6]), 5, 3, 4), [5, 2, 6]);
  assertEquals(size(new Reshape(12), 1, 3, 4), [1, 12]);
  assertEquals(size(new Reshape(12, false), 1, 3, 4), [12]);
  assertEquals(size(new Reshape(12, true), 1, 3, 4), [1, 12]);
  assertEquals(size(new Reshape(4, true), 3, 4), [3, 4]);
});

Deno.test("Reshape refuses what does not fit", () => {
  const refuse = (layer: Reshape, size: number[], message: string) =>
    assertThrows(() => layer.forward(zeros(size)), TypeError, `Cannot run Reshape.forward: input must have ${message}`);
  refuse(new Reshape(5), [3, 4], "5 elements, or 5 for each entry of its first dimension, but is [3, 4]");
  refuse(new Reshape(5, false), [5, 5], "5 elements but is [5, 5]");
  refuse(new Reshape(5, true), [5], "5 elements for each entry of its first dimension but is [5]");
  assertThrows(
    () => new Reshape(2, -1),
    RangeError,
    "Cannot make Reshape: the sizes must be integers from 1 but are [2, -1]",
  );
});

Deno.test("Reshape.toString() is Torch7's text", () => {
  assertEquals(String(new Reshape(2, 6)), "nn.Reshape(2x6)");
});
