import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { listImages, mosaic } from "./mosaic.ts";

const sizes = (x: unknown) => listImages("display", x).map((image) => [...image.shape]);

Deno.test("listImages() takes images, batches, maps and lists of them", () => {
  assertEquals(sizes(zeros([2, 4])), [[1, 2, 4]]);
  assertEquals(sizes(zeros([3, 2, 4])), [[3, 2, 4]]);
  assertEquals(sizes(zeros([2, 2, 4])), [[1, 2, 4], [1, 2, 4]]);
  assertEquals(sizes(zeros([2, 3, 2, 4])), [[3, 2, 4], [3, 2, 4]]);
  assertEquals(sizes([zeros([2, 4]), zeros([2, 1, 2, 4])]), [[1, 2, 4], [1, 2, 4], [1, 2, 4]]);
});

Deno.test("listImages() says what does not fit", () => {
  const wrong: [unknown, string][] = [
    [3, "Cannot run display: x must be a tensor but is 3"],
    [[], "Cannot run display: x must have an image but is []"],
    [["a"], 'Cannot run display: x[0] must be a tensor but is "a"'],
    [zeros([2, 4, 2, 4]), "x must be [batch, 1 or 3, height, width] but is [2, 4, 2, 4]"],
    [[zeros([2, 4]), zeros([3, 4])], "image 1 must be [1, 2, 4] like image 0 but is [1, 3, 4]"],
    [[zeros([2, 4]), zeros([2, 4], { dtype: "uint8" })], "image 1"],
  ];
  for (const [x, text] of wrong) assertThrows(() => listImages("display", x), TypeError, text);
});

Deno.test("mosaic() lays images in rows, with padding between them", () => {
  const images = [1, 2, 3].map((value) => tensor([[[value, value * 10]]]));
  assertEquals(mosaic(images, 2, 0).toArray(), [[[1, 10, 2, 20], [3, 30, 0, 0]]]);
  assertEquals(mosaic(images, 2, 1).toArray(), [[[1, 10, 0, 2, 20], [0, 0, 0, 0, 0], [3, 30, 0, 0, 0]]]);
  assertEquals(mosaic(images, 3, 0).toArray(), [[[1, 10, 2, 20, 3, 30]]]);
  assertEquals(mosaic(images.slice(0, 1), 1, 5).toArray(), [[[1, 10]]]);
});
