import { assertEquals, assertThrows } from "@std/assert";
import { ones, tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { PReLU } from "./prelu.ts";

function withSlopes(...slopes: number[]): PReLU {
  const layer = new PReLU(slopes.length === 1 ? 0 : slopes.length);
  layer.weight.copy(tensor(slopes));
  return layer;
}

testLayer("PReLU", { make: () => withSlopes(0.3), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("PReLU of rows", { make: () => withSlopes(0.3, -0.2, 0.5), size: [5, 3], large: [4000, 3] });
testLayer("PReLU of planes", {
  make: () => withSlopes(0.3, -0.2, 0.5),
  size: [4, 3, 2, 5],
  samples: false,
  large: [20, 3, 30, 31],
});
testLayer("PReLU of one vector", { make: () => withSlopes(0.3, -0.2, 0.5), size: [3], samples: false });

Deno.test("PReLU starts with slopes of 0.25 and gradients of 0", () => {
  const layer = new PReLU(3);
  assertEquals([layer.weight.toArray(), layer.gradWeight.toArray()], [[0.25, 0.25, 0.25], [0, 0, 0]]);
  assertEquals([new PReLU().weight.size(), new PReLU().parameters()[0].length], [[1], 1]);
  assertEquals(String(layer), "nn.PReLU");
});

Deno.test("PReLU counts 0 among the negative inputs", () => {
  for (const layer of [withSlopes(0.5), withSlopes(0.5, 0.5)]) {
    const x = tensor([[0, -2]]), y = layer.forward(x);
    assertEquals(y.toArray(), [[0, -1]]);
    assertEquals(layer.backward(x, tensor([[4, 4]])).toArray(), [[2, 2]]);
  }
});

Deno.test("PReLU.backward() works without what the forward pass kept", () => {
  const layer = withSlopes(0.3, -0.2, 0.5), x = numbers([4, 3, 2], "float32"), g = numbers([4, 3, 2], "float32", 5);
  layer.forward(x);
  const gradInput = layer.backward(x, g).clone(), gradWeight = layer.gradWeight.clone();
  layer.zeroGradParameters();
  layer.clearState();
  assertEquals(layer.backward(x, g).toArray(), gradInput.toArray());
  assertEquals(layer.gradWeight.toArray(), gradWeight.toArray());
});

Deno.test("PReLU keeps infinite inputs and NaN", () => {
  for (const layer of [withSlopes(0.5), withSlopes(0.5, 0.5, 0.5)]) {
    assertEquals(layer.forward(tensor([Infinity, -Infinity, NaN])).toArray(), [Infinity, -Infinity, NaN]);
  }
});

Deno.test("PReLU names the sizes that it takes", () => {
  const layer = new PReLU(3);
  assertThrows(
    () => layer.forward(zeros([2, 4])),
    TypeError,
    "Cannot run PReLU.forward: input must be [batch, 3] but is [2, 4]",
  );
  assertThrows(
    () => layer.forward(zeros([3, 4, 5, 6])),
    TypeError,
    "Cannot run PReLU.forward: input must be [3] or [batch, 3] or [batch, 3, …] but is [3, 4, 5, 6]",
  );
  layer.forward(ones([2, 3]));
  assertThrows(
    () => layer.backward(ones([2, 3]), ones([3, 2])),
    TypeError,
    "Cannot run PReLU.backward: gradOutput must be [2, 3] but is [3, 2]",
  );
  assertThrows(
    () => new PReLU(-1),
    RangeError,
    "Cannot run PReLU: nOutputPlane must be from 0 to 2147483647 but is -1",
  );
  assertThrows(() => new PReLU(1.5), RangeError, "Cannot run PReLU: nOutputPlane must be an integer but is 1.5");
});
