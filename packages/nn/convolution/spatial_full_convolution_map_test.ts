import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { SpatialFullConvolution } from "./spatial_full_convolution.ts";
import { SpatialFullConvolutionMap } from "./spatial_full_convolution_map.ts";
import * as tables from "./tables.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const TABLE = [[0, 0], [2, 0], [1, 1], [2, 3], [0, 0]] as const;

testLayer("SpatialFullConvolutionMap", {
  make: () => new SpatialFullConvolutionMap(TABLE, 3, 2, 1, 2, { generator: seeded() }),
  size: [2, 3, 4, 3],
  large: [9, 3, 30, 31],
});

Deno.test("SpatialFullConvolutionMap with a full table is SpatialFullConvolution", () => {
  const map = new SpatialFullConvolutionMap(tables.full(2, 3), 3, 3, 2, 1),
    plain = new SpatialFullConvolution(2, 3, 3, 3, 2, 1);
  plain.weight.copy(map.weight.view(3, 2, 3, 3).transpose(0, 1));
  plain.bias!.copy(map.bias!);
  const x = numbers([2, 4, 5], "float32"), g = numbers([3, 6, 11], "float32");
  assert(map.forward(x).equal(plain.forward(x)));
  assert(map.backward(x, g).equal(plain.backward(x, g)));
  assert(map.gradWeight.view(3, 2, 3, 3).transpose(0, 1).equal(plain.gradWeight));
});

Deno.test("SpatialFullConvolutionMap draws each kernel by the connections of its output plane", () => {
  const layer = new SpatialFullConvolutionMap(TABLE, 3, 2, 1, 1, { generator: seeded() }), s = 1 / Math.sqrt(18);
  const drawn = zeros([3, 2]).uniform(-s, s, { generator: seeded() });
  assertEquals(layer.weight.select(0, 0).toArray().flat(), drawn.toArray().flat());
});

Deno.test("SpatialFullConvolutionMap names what it takes and does", () => {
  const layer = new SpatialFullConvolutionMap(TABLE, 3, 2);
  assertEquals(String(layer), "nn.SpatialFullConvolutionMap(3 -> 4, 3x2)");
  assertEquals(layer.summary([3, 4, 5]).multiplyAdds, 5 * 6 * 20);
  assertThrows(
    () => layer.forward(zeros([2, 4, 5])),
    TypeError,
    "Cannot run SpatialFullConvolutionMap.forward: input must be [3, height >= 1, width >= 1] but is [2, 4, 5]",
  );
  assertThrows(
    () => new SpatialFullConvolutionMap([[0, 0]], 3, 0),
    RangeError,
    "Cannot run SpatialFullConvolutionMap: kH must be from 1 to 2147483647 but is 0",
  );
});
