import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialMaxPooling", { make: () => new SpatialMaxPooling(2, 2), size: [3, 2, 7, 6], large: [16, 8, 40, 41] });
testLayer("SpatialMaxPooling 3x2, 2,1, 1,1", {
  make: () => new SpatialMaxPooling(3, 2, 2, 1, 1, 1),
  size: [2, 3, 7, 6],
  large: [16, 8, 40, 41],
});
testLayer("SpatialMaxPooling rounding up", {
  make: () => new SpatialMaxPooling(3, 3, 2, 2, 1, 1).ceil(),
  size: [2, 3, 8, 7],
  large: [16, 8, 40, 41],
});
testLayer("SpatialMaxPooling with dilation", {
  make: () => new SpatialMaxPooling(2, 2, 1, 1, 0, 0, { dilationW: 2, dilationH: 3 }),
  size: [2, 2, 8, 7],
  large: [16, 8, 40, 41],
});

Deno.test("SpatialMaxPooling takes the first of equals", () => {
  const layer = new SpatialMaxPooling(2, 2), x = zeros([1, 2, 2]);
  layer.forward(x);
  assertEquals(layer.indices.toArray(), [[[0]]]);
  assertEquals(layer.backward(x, tensor([[[5]]])).toArray(), [[[5, 0], [0, 0]]]);
});

Deno.test("SpatialMaxPooling takes no padding, and NaN only where there is nothing else", () => {
  assertEquals(new SpatialMaxPooling(2, 2, 2, 2, 1, 1).forward(tensor([[[-5]]])).toArray(), [[[-5]]]);
  const layer = new SpatialMaxPooling(2, 2), x = tensor([[[NaN, 1, NaN, NaN], [3, 4, NaN, NaN]]]);
  layer.forward(x);
  assertEquals(layer.output.get(0, 0, 0), 4);
  assertEquals(layer.backward(x, tensor([[[1, 0]]])).sum(), 1);
});

Deno.test("SpatialMaxPooling rounds the number of windows up or down", () => {
  const layer = new SpatialMaxPooling(3, 3, 2, 2);
  assertEquals(layer.ceil().forward(zeros([1, 6, 6])).size(), [1, 3, 3]);
  assertEquals(layer.floor().forward(zeros([1, 6, 6])).size(), [1, 2, 2]);
  assertEquals(new SpatialMaxPooling(1, 1, 4, 4).ceil().forward(zeros([1, 3, 3])).size(), [1, 1, 1]);
});

Deno.test("SpatialMaxPooling names the sizes that it takes", () => {
  const layer = new SpatialMaxPooling(3, 2);
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run SpatialMaxPooling.forward: input must be ${message}`,
    );
  refuse([1, 2, 2], "[planes, height >= 2, width >= 3] but is [1, 2, 2]");
  refuse([4, 4], "[planes, height >= 2, width >= 3] or [batch, planes, height >= 2, width >= 3] but is [4, 4]");
  const x = numbers([2, 3, 4, 6], "float32");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 3, 2, 3])),
    TypeError,
    "Cannot run SpatialMaxPooling.backward: gradOutput must be [2, 3, 2, 2] but is [2, 3, 2, 3]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 3, 9, 9]), zeros([2, 3, 2, 2])),
    TypeError,
    "Cannot run SpatialMaxPooling.backward: input must be that of the last forward, which gave [2, 3, 2, 2], but is " +
      "[2, 3, 9, 9]",
  );
});

Deno.test("SpatialMaxPooling checks its arguments", () => {
  assertThrows(
    () => new SpatialMaxPooling(0, 2),
    RangeError,
    "Cannot run SpatialMaxPooling: kW must be from 1 to 2147483647 but is 0",
  );
  assertThrows(
    () => new SpatialMaxPooling(2, 2, 2, 2, 2),
    RangeError,
    "Cannot run SpatialMaxPooling: padW must be from 0 to 1 but is 2",
  );
});

Deno.test("SpatialMaxPooling.toString() is Torch7's text", () => {
  assertEquals(String(new SpatialMaxPooling(3, 2)), "nn.SpatialMaxPooling(3x2, 3,2)");
  assertEquals(String(new SpatialMaxPooling(3, 2, 2, 2, 1, 0)), "nn.SpatialMaxPooling(3x2, 2,2, 1,0)");
});
