import { assertEquals } from "@std/assert";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { SpatialConvolutionMM } from "./spatial_convolution_mm.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("SpatialConvolutionMM", {
  make: () => new SpatialConvolutionMM(2, 3, 3, 2, 1, 2, 1, 0, { generator: seeded() }),
  size: [3, 2, 7, 6],
  large: [16, 2, 40, 41],
});

Deno.test("SpatialConvolutionMM is SpatialConvolution with a matrix of kernels", () => {
  const mm = new SpatialConvolutionMM(2, 3, 3, 3, 1, 1, 1, 1, { generator: seeded() });
  const plain = new SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 1, { generator: seeded() });
  const x = numbers([2, 2, 5, 5], "float32");
  assertEquals(mm.weight.size(), [3, 18]);
  assertEquals(mm.gradWeight.size(), [3, 18]);
  assertEquals(mm.forward(x).equal(plain.forward(x)), true);
  assertEquals(String(mm), "nn.SpatialConvolutionMM(2 -> 3, 3x3, 1,1, 1,1)");
});
