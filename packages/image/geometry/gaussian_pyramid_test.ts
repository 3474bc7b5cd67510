import { assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { gaussianpyramid } from "./gaussian_pyramid.ts";

Deno.test("gaussianpyramid() blurs between its images", () => {
  const x = zeros([5, 5], { dtype: "float64" });
  x.setAt([2, 2], 1);
  const [first, second] = gaussianpyramid(x, [1, 1]) as [typeof x, typeof x];
  assertEquals(first.toArray(), x.toArray());
  // exp(−(d / 0.75)² / 2) on the nine pixels, over its sum
  const g = (d2: number) => Math.exp(-d2 / (2 * 0.75 ** 2)), sum = g(0) + 4 * g(1) + 4 * g(2);
  assertClose(second.narrow(0, 1, 3).narrow(1, 1, 3), [
    [g(2) / sum, g(1) / sum, g(2) / sum],
    [g(1) / sum, g(0) / sum, g(1) / sum],
    [g(2) / sum, g(1) / sum, g(2) / sum],
  ]);
  assertClose(second.sum(), 1);
});

Deno.test("gaussianpyramid() has zeros around the image, and keeps bytes in their range", () => {
  const [, y] = gaussianpyramid(ones([2, 4, 4]).mul(255).byte(), [1, 1]);
  assertEquals(y!.dtype, "uint8");
  assertEquals(y!.get(1, 1, 1), 255);
  assertEquals(y!.get(0, 0, 1), Math.round(255 * (1 + Math.exp(-8 / 9)) / (1 + 2 * Math.exp(-8 / 9))));
});

Deno.test("gaussianpyramid() of a batch and into given tensors", () => {
  const x = picture([2, 3, 8, 8], "float32"), out = [zeros([1])];
  const [a, b] = gaussianpyramid(x, [0.5, 0.25], { out });
  assertEquals(a, out[0]);
  assertEquals(b!.size(), [2, 3, 2, 2]);
  for (const k of [0, 1]) {
    const images = gaussianpyramid(x.select(0, k), [0.5, 0.25]).map((image) => image.toArray());
    assertEquals([a!.select(0, k).toArray(), b!.select(0, k).toArray()], images);
  }
  assertEquals(gaussianpyramid(x, [0.01])[0]!.size(), [2, 3, 1, 1]);
  assertEquals(gaussianpyramid(x, []), []);
});

Deno.test("gaussianpyramid() refuses scales that are not positive", () => {
  for (const factor of [0, -1, NaN]) {
    assertThrows(() => gaussianpyramid(ones([3, 3]), [factor]), RangeError, "a scale must be");
  }
});

Deno.test("gaussianpyramid() wants a list of scales", () => {
  for (const scales of [undefined, 2, zeros([2])]) {
    assertThrows(() => gaussianpyramid(ones([4, 4]), scales as never), TypeError, "scales must be a list of numbers");
  }
});
