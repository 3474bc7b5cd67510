import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Collapse } from "./collapse.ts";

testLayer("Collapse", { make: () => new Collapse(2), size: [4, 3, 2], anyDtype: true });

Deno.test("Collapse keeps the batch", () => {
  const size = (...input: number[]) => new Collapse(2).forward(zeros(input)).size();
  assertEquals(size(3, 4), [12]);
  assertEquals(size(5), [5]);
  assertEquals(size(1, 3, 4), [1, 12]);
  assertEquals(size(2, 3, 4, 5), [2, 60]);
  assertThrows(() => size(), TypeError, "Cannot run Collapse.forward: input must be [any, any] but is []");
  assertThrows(() => new Collapse(0), RangeError, "nInputDim must be from 1 to 15 but is 0");
});
