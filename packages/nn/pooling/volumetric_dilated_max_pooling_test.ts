import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { VolumetricDilatedMaxPooling } from "./volumetric_dilated_max_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("VolumetricDilatedMaxPooling", {
  make: () => new VolumetricDilatedMaxPooling(2, 2, 3, 1, 2, 1, 1, 0, 1, 2, 3, 1),
  size: [2, 2, 4, 4, 5],
  large: [4, 4, 10, 40, 41],
});

Deno.test("VolumetricDilatedMaxPooling gives -Infinity where a window passes all elements", () => {
  const frames = new VolumetricDilatedMaxPooling(2, 1, 1, 1, 1, 1, 1, 0, 0, 2), x = tensor([[[[3, 4]]]]);
  assertEquals(frames.forward(x).toArray(), [[[[-Infinity, -Infinity]]]]);
  assertEquals(frames.indices.toArray(), [[[[-1, -1]]]]);
  assertEquals(frames.backward(x, tensor([[[[1, 2]]]])).toArray(), [[[[0, 0]]]]);
  const columns = new VolumetricDilatedMaxPooling(2, 2, 1, 1, 1, 1, 0, 1, 0, 1, 2), y = tensor([[[[3]], [[4]]]]);
  assertEquals(columns.forward(y).toArray(), [[[[-Infinity]]]]);
  assertEquals(columns.indices.toArray(), [[[[-1]]]]);
  assertEquals(columns.backward(y, tensor([[[[1]]]])).toArray(), [[[[0]], [[0]]]]);
});

Deno.test("VolumetricDilatedMaxPooling checks its arguments", () => {
  assertThrows(
    () => new VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 0),
    RangeError,
    "Cannot run VolumetricDilatedMaxPooling: dilationT must be from 1 to 2147483647 but is 0",
  );
});

Deno.test("VolumetricDilatedMaxPooling.toString() is Torch7's text", () => {
  const layer = new VolumetricDilatedMaxPooling(3, 2, 4, 1, 1, 1, 0, 0, 0, 2, 1, 3);
  assertEquals(String(layer), "nn.VolumetricDilatedMaxPooling(3x2x4, 1,1,1, 2,1,3)");
});
