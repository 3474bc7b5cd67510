import { assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { VolumetricAveragePooling } from "./volumetric_average_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("VolumetricAveragePooling", {
  make: () => new VolumetricAveragePooling(2, 2, 2),
  size: [2, 2, 4, 5, 4],
  large: [4, 4, 10, 40, 41],
});
testLayer("VolumetricAveragePooling 3,2,3,1,2,2, rounding up", {
  make: () => new VolumetricAveragePooling(3, 2, 3, 1, 2, 2).ceil(),
  size: [2, 2, 3, 6, 4],
  large: [4, 4, 10, 40, 41],
});

Deno.test("VolumetricAveragePooling counts only elements in windows that the border cuts", () => {
  assertClose(new VolumetricAveragePooling(2, 2, 2).ceil().forward(ones([1, 3, 3, 3])), ones([1, 2, 2, 2]));
});

Deno.test("VolumetricAveragePooling names the sizes that it takes", () => {
  assertThrows(
    () => new VolumetricAveragePooling(4, 3, 2).forward(zeros([1, 1, 3, 2, 2])),
    TypeError,
    "input must be [batch, planes, time >= 4, height >= 2, width >= 3] but is [1, 1, 3, 2, 2]",
  );
  assertThrows(() => new VolumetricAveragePooling(1, 1, 1, 0), RangeError, "dT must be from 1 to 2147483647 but is 0");
});

Deno.test("VolumetricAveragePooling.toString() is Torch7's text", () => {
  assertEquals(String(new VolumetricAveragePooling(3, 2, 4, 1)), "nn.VolumetricAveragePooling(3,2,4,1,2,4)");
});
