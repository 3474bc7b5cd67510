import { assertEquals, assertThrows } from "@std/assert";
import { arange, tensor } from "@taimatsu/tensor";
import { flip, hflip, vflip } from "./flip.ts";

Deno.test("hflip(), vflip() and flip() reverse a dimension", () => {
  const x = arange(0, 24).view(2, 3, 4), at = (k: number) => x.toArray().flat(2)[k];
  const wanted = (index: (c: number, y: number, x: number) => number) =>
    [0, 1].map((c) => [0, 1, 2].map((y) => [0, 1, 2, 3].map((x) => at(index(c, y, x)))));
  assertEquals(hflip(x).toArray(), wanted((c, y, x) => 12 * c + 4 * y + 3 - x) as never);
  assertEquals(vflip(x).toArray(), wanted((c, y, x) => 12 * c + 4 * (2 - y) + x) as never);
  assertEquals(flip(x, 0).toArray(), wanted((c, y, x) => 12 * (1 - c) + 4 * y + x) as never);
  assertEquals(flip(x, -1).toArray(), hflip(x).toArray());
  assertEquals(flip(arange(0, 3), 0).toArray(), [2, 1, 0]);
});

Deno.test("flips of long rows reverse every element", () => {
  for (const dtype of ["uint8", "float32", "float64"] as const) {
    for (const n of [1, 2, 15, 16, 17, 63, 64, 65, 130]) {
      const x = arange(0, n).to(dtype).view(1, n);
      assertEquals(hflip(x).toArray(), [Array.from({ length: n }, (_, i) => n - 1 - i)]);
      assertEquals(hflip(x, { out: x }).toArray(), [Array.from({ length: n }, (_, i) => n - 1 - i)]);
    }
  }
});

Deno.test("flip() refuses dimensions that are not there", () => {
  assertThrows(() => flip(tensor([[1]]), 2), RangeError, "must be from -2 to 1 but is 2");
  assertThrows(() => hflip(tensor([1])), TypeError, "src must be");
  assertThrows(() => vflip(3 as never), TypeError, "src must be a tensor but is 3");
});
