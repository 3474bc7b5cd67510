import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialGridSamplerBilinear } from "./spatial_grid_sampler_bilinear.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialGridSamplerBilinear", {
  make: () => new SpatialGridSamplerBilinear(),
  size: [[3, 2, 5, 4], [3, 3, 6, 2]],
  large: [[4, 16, 40, 41], [4, 30, 31, 2]],
});

/** The grid that shows images of height × width as they are. */
function identity(height: number, width: number): number[][][] {
  const at = (i: number, n: number) => n > 1 ? 2 * i / (n - 1) - 1 : 0;
  return Array.from(
    { length: height },
    (_, r) => Array.from({ length: width }, (_, c) => [at(c, width), at(r, height)]),
  );
}

Deno.test("SpatialGridSamplerBilinear shows images as they are", () => {
  const layer = new SpatialGridSamplerBilinear().double();
  for (const [h, w] of [[3, 5], [1, 4], [1, 1]] as const) {
    const x = numbers([2, h, w]), grid = tensor(identity(h, w), { dtype: "float64" });
    assertClose(layer.forward([x, grid]), x);
  }
});

Deno.test("SpatialGridSamplerBilinear sees zeros outside, also at places that are no numbers", () => {
  const layer = new SpatialGridSamplerBilinear(), x = tensor([[[1, 2], [3, 4]]]);
  const grid = tensor([[[-4, 0], [Infinity, 0], [NaN, 1], [2, -1]]]);
  assertClose(layer.forward([x, grid]), [[[0, 0, 0, 1]]]);
  const [gx, moves] = layer.backward([x, grid], tensor([[[1, 1, 1, 1]]])) as [typeof x, typeof x];
  assertClose(gx, [[[0, 0.5], [0, 0]]]);
  assertClose(moves, [[[0, 0], [0, 0], [0, 0], [-1, 0.5]]]);
});

Deno.test("SpatialGridSamplerBilinear takes empty batches and grids", () => {
  const layer = new SpatialGridSamplerBilinear();
  for (const [images, grid, out] of [[[0, 2, 3, 3], [0, 2, 2, 2], [0, 2, 2, 2]], [[2, 3, 3], [0, 4, 2], [2, 0, 4]]]) {
    const input = [zeros(images!), zeros(grid!)];
    assertEquals(layer.forward(input).size(), out);
    assertEquals(layer.backward(input, zeros(out!)).map((g) => g.size()), [images, grid]);
  }
});

Deno.test("SpatialGridSamplerBilinear names the sizes that it takes", () => {
  const layer = new SpatialGridSamplerBilinear();
  const refuse = (images: number[], grid: number[], message: string) =>
    assertThrows(() => layer.forward([zeros(images), zeros(grid)]), TypeError, message);
  const caller = "Cannot run SpatialGridSamplerBilinear.forward: ";
  refuse([4, 4], [2, 2, 2], `${caller}input[0] must be [planes, height >= 1, width >= 1] or [batch, planes, `);
  refuse([1, 4, 4], [2, 2, 3], `${caller}input[1] must be [rows, columns, 2] but is [2, 2, 3]`);
  refuse([2, 1, 4, 4], [3, 2, 2, 2], `${caller}input[1] must be [2, rows, columns, 2] but is [3, 2, 2, 2]`);
  layer.forward([zeros([1, 4, 4]), zeros([2, 2, 2])]);
  assertThrows(
    () => layer.backward([zeros([1, 4, 4]), zeros([2, 2, 2])], zeros([1, 2, 3])),
    TypeError,
    "gradOutput must be [1, 2, 2] but is [1, 2, 3]",
  );
  assertThrows(
    () => layer.backward([zeros([1, 4, 5]), zeros([2, 2, 2])], zeros([1, 2, 2])),
    TypeError,
    "input[0] must be [1, 4, 4] but is [1, 4, 5]",
  );
});
