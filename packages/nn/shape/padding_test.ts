import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Padding } from "./padding.ts";

testLayer("Padding", { make: () => new Padding(0, 2, 2, 0.5), size: [3, 4, 2], anyDtype: true });
testLayer("Padding inside", { make: () => new Padding(-1, -3, null, 1, 1), size: [3, 4, 2], anyDtype: true });

Deno.test("Padding puts the value in front, behind or between", () => {
  const x = tensor([1, 2, 3]),
    y = (pad: number, index?: number) => new Padding(0, pad, 1, 9, index).forward(x).toArray();
  assertEquals(y(-2), [9, 9, 1, 2, 3]);
  assertEquals(y(2), [1, 2, 3, 9, 9]);
  assertEquals(y(-1, 1), [1, 9, 2, 3]);
  assertEquals(y(1, 1), [1, 2, 9, 3]);
  assertEquals(y(-1, 3), [1, 2, 3, 9]);
  assertEquals(y(1, 3), [9, 1, 2, 3]);
  assertEquals(y(0), [1, 2, 3]);
});

Deno.test("Padding leaves the gradient of the value out", () => {
  const layer = new Padding(0, -1, 1, 9, 1), x = tensor([[1, 2], [3, 4]]);
  assertEquals(layer.forward(x).toArray(), [[1, 9, 2], [3, 9, 4]]);
  assertEquals(layer.backward(x, tensor([[1, 2, 3], [4, 5, 6]])).toArray(), [[1, 3], [4, 6]]);
});

Deno.test("Padding refuses what does not fit", () => {
  assertThrows(
    () => new Padding(0, 1, null, 0, 4).forward(zeros([3, 2])),
    TypeError,
    "Cannot run Padding.forward: input must be [at least 4, 2] but is [3, 2]",
  );
  assertThrows(() => new Padding(2, 1).forward(zeros([3, 2])), RangeError, "dim must be from -2 to 1 but is 2");
  assertThrows(() => new Padding(0, 0.5), RangeError, "Cannot run Padding: pad must be an integer but is 0.5");
  assertThrows(() => new Padding(0, 1, null, NaN), RangeError, "Cannot run Padding: value must be finite but is NaN");
  const layer = new Padding(0, 1), x = zeros([3]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([3])), TypeError, "gradOutput must be [4] but is [3]");
});
