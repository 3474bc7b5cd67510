import { assert, assertEquals, assertThrows } from "@std/assert";
import { Generator, tensor, zeros } from "@taimatsu/tensor";
import { picture } from "../testing.ts";
import { randomHorizontalFlip, randomVerticalFlip } from "./random_flip.ts";

Deno.test("random flips mirror each image of a batch with its probability", () => {
  const n = 2000, x = zeros([n, 1, 2, 2]);
  for (let k = 0; k < n; k++) x.select(0, k).copy(tensor([[[1, 2], [3, 4]]]));
  for (const p of [0.5, 0.2]) {
    for (
      const [flip, mirrored] of [[randomHorizontalFlip, [[[2, 1], [4, 3]]]], [randomVerticalFlip, [[[3, 4], [
        1,
        2,
      ]]]]] as const
    ) {
      const images = flip(x, { p, generator: new Generator(1) }).toArray() as number[][][][];
      const turned = images.filter((image) => image[0]![0]![0] !== 1);
      turned.forEach((image) => assertEquals(image, mirrored as never));
      assert(Math.abs(turned.length / n - p) < 5 * Math.sqrt(p * (1 - p) / n), `${turned.length} of ${n}`);
      assertEquals(images, flip(x, { p, generator: new Generator(1) }).toArray() as never);
    }
  }
});

Deno.test("random flips copy, with certainty or not at all", () => {
  const x = picture([2, 3, 4], "uint8"), y = randomHorizontalFlip(x, { p: 0 });
  assertEquals(y.toArray(), x.toArray());
  y.fill(0);
  assert(x.sum() > 0);
  assertEquals(randomVerticalFlip(x, { p: 1 }).toArray(), x.flip(1).toArray());
});

Deno.test("random flips want a probability", () => {
  for (const p of [-0.1, 1.5, NaN]) {
    assertThrows(() => randomHorizontalFlip(zeros([2, 2]), { p }), RangeError, "p must be from 0 to 1");
  }
});
