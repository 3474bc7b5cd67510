import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { PixelShuffle } from "./pixel_shuffle.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("PixelShuffle", { make: () => new PixelShuffle(2), size: [3, 8, 2, 3], large: [8, 16, 40, 41] });
testLayer("PixelShuffle by 3", { make: () => new PixelShuffle(3), size: [2, 9, 2, 1] });

Deno.test("PixelShuffle puts planes where the formula says", () => {
  const x = numbers([2, 18, 2, 4], "float32"), y = new PixelShuffle(3).forward(x);
  assertEquals(y.size(), [2, 2, 6, 12]);
  for (const [b, p, r, c] of [[0, 0, 0, 0], [1, 1, 5, 11], [0, 1, 4, 2], [1, 0, 3, 7]] as const) {
    const plane = p * 9 + r % 3 * 3 + c % 3;
    assertEquals(y.get(b, p, r, c), x.get(b, plane, Math.floor(r / 3), Math.floor(c / 3)));
  }
});

Deno.test("PixelShuffle takes an empty batch", () => {
  const layer = new PixelShuffle(2), x = zeros([0, 4, 2, 3]);
  assertEquals(layer.forward(x).size(), [0, 1, 4, 6]);
  assertEquals(layer.backward(x, zeros([0, 1, 4, 6])).size(), [0, 4, 2, 3]);
});

Deno.test("PixelShuffle names the sizes that it takes", () => {
  assertThrows(
    () => new PixelShuffle(2).forward(zeros([6, 2, 3])),
    TypeError,
    "Cannot run PixelShuffle.forward: input must be [planes in groups of 4, height >= 1, width >= 1] but is [6, 2, 3]",
  );
  assertThrows(
    () => new PixelShuffle(0),
    RangeError,
    "Cannot run PixelShuffle: upscaleFactor must be from 1 to 32768 but is 0",
  );
});

Deno.test("PixelShuffle.toString() shows the factor", () => {
  assertEquals(String(new PixelShuffle(2)), "nn.PixelShuffle(2)");
});
