import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { grid } from "./grid.ts";

const images = [1, 2, 3].map((value) => tensor([[[value, value * 10]]], { dtype: "uint8" }));

Deno.test("grid() lays images out row by row", () => {
  const y = grid(images, { columns: 2, padding: 0, fill: 7 });
  assertEquals([y.dtype, y.toArray()], ["uint8", [[[1, 10, 2, 20], [3, 30, 7, 7]]]]);
  assertEquals(grid(images, { columns: 3, padding: 0, fill: 7 }).toArray(), [[[1, 10, 2, 20, 3, 30]]]);
  assertEquals(grid(images, { columns: 1, padding: 0, fill: 7 }).toArray(), [[[1, 10], [2, 20], [3, 30]]]);
});

Deno.test("grid() puts the larger half of the padding behind", () => {
  assertEquals(grid(images, { columns: 3, padding: 1, fill: 0 }).toArray(), [
    [[1, 10, 0, 2, 20, 0, 3, 30, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ]);
  const y = grid(images, { columns: 2, padding: 3, fill: 9 }); // 1 before, 2 behind
  assertEquals(y.size(), [1, 8, 10]);
  assertEquals(y.select(0, 0).toArray().slice(0, 3), [
    [9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
    [9, 1, 10, 9, 9, 9, 2, 20, 9, 9],
    [9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
  ]);
});
