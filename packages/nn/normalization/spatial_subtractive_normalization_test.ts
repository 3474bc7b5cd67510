import { assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, tensor, zeros, zerosLike } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialSubtractiveNormalization } from "./spatial_subtractive_normalization.ts";
import { numbers, testLayer } from "../testing.ts";

const square = tensor([[1, 2, 1], [2, 4, 2], [1, 2, 3]]), line = tensor([1, 3, 2]);

testLayer("SpatialSubtractiveNormalization", {
  make: () => new SpatialSubtractiveNormalization(3, square),
  size: [2, 3, 5, 6],
  large: [4, 3, 60, 61],
});
testLayer("SpatialSubtractiveNormalization with a kernel for both directions", {
  make: () => new SpatialSubtractiveNormalization(3, line),
  size: [2, 3, 5, 6],
  large: [4, 3, 60, 61],
});
testLayer("SpatialSubtractiveNormalization with a kernel that is not square", {
  make: () => new SpatialSubtractiveNormalization(2, tensor([[1, 2, 3, 4, 5]])),
  size: [2, 2, 3, 4],
});

/** x − Σ k x / Σ k over all planes and what lies inside. */
function reference(x: Tensor, kernel: Tensor): Tensor {
  const y = zerosLike(x),
    [c, h, w] = x.size() as [number, number, number],
    [kH, kW] = kernel.size() as [number, number];
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      let sum = 0, total = 0;
      for (let a = 0; a < kH; a++) {
        for (let b = 0; b < kW; b++) {
          const p = i + a - (kH - 1) / 2, q = j + b - (kW - 1) / 2;
          if (p < 0 || p >= h || q < 0 || q >= w) continue;
          for (let m = 0; m < c; m++) {
            sum += kernel.get(a, b) * x.get(m, p, q);
            total += kernel.get(a, b);
          }
        }
      }
      for (let m = 0; m < c; m++) y.set(m, i, j, x.get(m, i, j) - sum / total);
    }
  }
  return y;
}

Deno.test("SpatialSubtractiveNormalization subtracts the mean of what lies inside", () => {
  const x = numbers([3, 5, 6]), outer = line.view(3, 1).expand(3, 3).contiguous().mul(line.view(1, 3));
  const make = (kernel: Tensor) => new SpatialSubtractiveNormalization(3, kernel).double();
  assertClose(make(square).forward(x), reference(x, square), { relative: 1e-12 });
  assertClose(make(line).forward(x), reference(x, outer), { relative: 1e-12 });
  assertClose(new SpatialSubtractiveNormalization(3).double().forward(x), reference(x, ones([9, 9])));
});

Deno.test("SpatialSubtractiveNormalization leaves the given kernel alone, and goes with the size of the input", () => {
  const kernel = ones([3, 3]), layer = new SpatialSubtractiveNormalization(1, kernel);
  for (const size of [[1, 4, 4], [1, 7, 3], [2, 1, 4, 4]]) {
    assertClose(layer.forward(ones(size)).abs().max(), 0, { absolute: 1e-6 });
  }
  assertEquals(kernel.sum(), 9);
});

Deno.test("SpatialSubtractiveNormalization names what it takes", () => {
  const layer = new SpatialSubtractiveNormalization(3, square);
  assertThrows(
    () => layer.forward(zeros([2, 5, 5])),
    TypeError,
    "Cannot run SpatialSubtractiveNormalization.forward: input must be [3, height, width] but is [2, 5, 5]",
  );
  layer.forward(zeros([3, 5, 5]));
  assertThrows(
    () => layer.backward(zeros([3, 5, 5]), zeros([3, 5, 6])),
    TypeError,
    "Cannot run SpatialSubtractiveNormalization.backward: gradOutput must be [3, 5, 5] but is [3, 5, 6]",
  );
  const refuse = (kernel: Tensor, message: string) =>
    assertThrows(
      () => new SpatialSubtractiveNormalization(1, kernel),
      TypeError,
      `Cannot run SpatialSubtractiveNormalization: ${message}`,
    );
  refuse(ones([4]), "kernel must be [n] or [height, width] with odd sizes but is [4]");
  refuse(ones([3, 2]), "kernel must be [n] or [height, width] with odd sizes but is [3, 2]");
  refuse(ones([3, 3, 3]), "kernel must be [n] or [height, width] with odd sizes but is [3, 3, 3]");
  refuse(zeros([3]), "the elements of kernel must not add up to 0");
  assertThrows(() => new SpatialSubtractiveNormalization(0), RangeError, "nInputPlane must be at least 1 but is 0");
  assertEquals(String(layer), "nn.SpatialSubtractiveNormalization");
});
