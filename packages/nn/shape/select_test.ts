import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Select } from "./select.ts";

testLayer("Select", { make: () => new Select(-2, 1), size: [3, 2, 5], anyDtype: true, large: [300, 40, 50] });

Deno.test("Select drops the dimension, but not the only one", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]]);
  assertEquals(new Select(0, 1).forward(x).toArray(), [4, 5, 6]);
  assertEquals(new Select(-1, -3).forward(x).toArray(), [1, 4]);
  const layer = new Select(0, 1), v = tensor([7, 8]);
  assertEquals(layer.forward(v).toArray(), [8]);
  assertEquals(layer.backward(v, tensor([5])).toArray(), [0, 5]);
});

Deno.test("Select refuses what lies outside", () => {
  assertThrows(
    () => new Select(1, 3).forward(zeros([2, 3])),
    RangeError,
    "Cannot run Select.forward: index must be from -3 to 2 but is 3",
  );
  assertThrows(() => new Select(2, 0).forward(zeros([2, 3])), RangeError, "dimension must be from -2 to 1 but is 2");
  assertThrows(() => new Select(0, NaN), RangeError, "Cannot run Select: index must be");
});
