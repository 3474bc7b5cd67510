import { assertEquals, assertThrows } from "@std/assert";
import { arange, tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { Narrow } from "./narrow.ts";

testLayer("Narrow", { make: () => new Narrow(-1, 1, 2), size: [3, 2, 5], anyDtype: true, large: [300, 40, 50] });

Deno.test("Narrow counts from the end where numbers are negative", () => {
  const x = arange(6), y = (offset: number, length?: number) => new Narrow(0, offset, length).forward(x).toArray();
  assertEquals(y(2), [2]);
  assertEquals(y(2, -1), [2, 3, 4, 5]);
  assertEquals(y(2, -2), [2, 3, 4]);
  assertEquals(y(-3, 2), [3, 4]);
  assertEquals(y(-3, -1), [3, 4, 5]);
});

Deno.test("Narrow copies, so that nothing after it changes its input", () => {
  const layer = new Narrow(0, 0, 2), x = numbers([4], "float32"), y = layer.forward(x);
  y.fill(9);
  assertEquals(x.max() < 9, true);
});

Deno.test("Narrow takes any dtype", () => {
  const layer = new Narrow(1, 0), x = tensor([[1, 2], [3, 4]], { dtype: "int64" });
  assertEquals(layer.forward(x).toArray(), [[1], [3]]);
  const g = layer.backward(x, tensor([[5], [6]], { dtype: "int64" }));
  assertEquals([g.dtype, g.toArray()], ["int64", [[5, 0], [6, 0]]]);
});

Deno.test("Narrow refuses what lies outside", () => {
  const run = (layer: Narrow) => () => layer.forward(zeros([2, 3]));
  assertThrows(run(new Narrow(2, 0)), RangeError, "Cannot run Narrow.forward: dimension must be from -2 to 1 but is 2");
  assertThrows(run(new Narrow(1, 3)), RangeError, "Cannot run Narrow.forward: offset must be from -3 to 2 but is 3");
  assertThrows(run(new Narrow(1, 1, 3)), RangeError, "Cannot run Narrow.forward: length must be from 1 to 2 but is 3");
  assertThrows(run(new Narrow(1, 1, -3)), RangeError, "length must be from 1 to 2 but is 0");
  assertThrows(() => new Narrow(0.5, 0), RangeError, "Cannot run Narrow: dimension must be an integer but is 0.5");
  const layer = new Narrow(1, 1, 2), x = zeros([2, 3]);
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 3])),
    TypeError,
    "Cannot run Narrow.backward: gradOutput must be [2, 2] but is [2, 3]",
  );
});
