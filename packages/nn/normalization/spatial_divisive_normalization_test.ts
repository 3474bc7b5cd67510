import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, tensor, zeros, zerosLike } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialDivisiveNormalization } from "./spatial_divisive_normalization.ts";
import { numbers, testLayer } from "../testing.ts";

const square = tensor([[1, 2, 1], [2, 4, 2], [1, 2, 3]]), line = tensor([1, 3, 2]);

testLayer("SpatialDivisiveNormalization", {
  make: () => new SpatialDivisiveNormalization(3, square),
  size: [2, 3, 5, 6],
  large: [4, 3, 60, 61],
});
testLayer("SpatialDivisiveNormalization with a kernel for both directions", {
  make: () => new SpatialDivisiveNormalization(3, line),
  size: [2, 3, 5, 6],
  large: [4, 3, 60, 61],
});
testLayer("SpatialDivisiveNormalization where deviations are replaced", {
  make: () => new SpatialDivisiveNormalization(1, line, 0.9, 0.5),
  size: [2, 1, 5, 6],
});

/** Torch7's formula: the deviation is divided by the part of the kernel that lies inside. */
function reference(x: Tensor, kernel: Tensor, threshold: number, thresval: number): Tensor {
  const y = zerosLike(x),
    [c, h, w] = x.size() as [number, number, number],
    [kH, kW] = kernel.size() as [number, number];
  const whole = kernel.sum() * c;
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      let sum = 0, total = 0;
      for (let a = 0; a < kH; a++) {
        for (let b = 0; b < kW; b++) {
          const p = i + a - (kH - 1) / 2, q = j + b - (kW - 1) / 2;
          if (p < 0 || p >= h || q < 0 || q >= w) continue;
          for (let m = 0; m < c; m++) {
            sum += kernel.get(a, b) / whole * x.get(m, p, q) ** 2;
            total += kernel.get(a, b) / whole;
          }
        }
      }
      const std = Math.sqrt(sum) / total;
      for (let m = 0; m < c; m++) y.set(m, i, j, x.get(m, i, j) / (std > threshold ? std : thresval));
    }
  }
  return y;
}

Deno.test("SpatialDivisiveNormalization divides by the standard deviation of the neighbourhood", () => {
  const x = numbers([3, 5, 6]), outer = line.view(3, 1).expand(3, 3).contiguous().mul(line.view(1, 3));
  for (const [threshold, thresval] of [[1e-4, 1e-4], [0.9, 0.5]] as const) {
    const make = (kernel: Tensor) => new SpatialDivisiveNormalization(3, kernel, threshold, thresval).double();
    assertClose(make(square).forward(x), reference(x, square, threshold, thresval), { relative: 1e-12 });
    assertClose(make(line).forward(x), reference(x, outer, threshold, thresval), { relative: 1e-12 });
  }
});

Deno.test("SpatialDivisiveNormalization of zeros and of large numbers stays finite", () => {
  const layer = new SpatialDivisiveNormalization(2, square), g = numbers([2, 6, 6], "float32");
  for (
    const x of [zeros([2, 6, 6]), numbers([2, 6, 6], "float32").mul(1e4), numbers([2, 6, 6], "float32").mul(1e-20)]
  ) {
    assert(Number.isFinite(layer.forward(x).norm()));
    assert(Number.isFinite(layer.backward(x, g).norm()));
  }
  assertEquals(new SpatialDivisiveNormalization(1, null, 0.25).thresval, 0.25);
});

Deno.test("SpatialDivisiveNormalization leaves the given kernel alone", () => {
  const kernel = ones([3, 3]);
  new SpatialDivisiveNormalization(1, kernel).forward(ones([1, 4, 4]));
  assertEquals(kernel.sum(), 9);
});

Deno.test("SpatialDivisiveNormalization names what it takes", () => {
  const layer = new SpatialDivisiveNormalization(3, square);
  assertThrows(
    () => layer.backward(zeros([3, 5, 5]), zeros([3, 5, 5])),
    Error,
    "Cannot run SpatialDivisiveNormalization.backward: forward must be called before",
  );
  assertThrows(
    () => layer.forward(zeros([2, 2, 5, 5])),
    TypeError,
    "Cannot run SpatialDivisiveNormalization.forward: input must be [batch, 3, height, width] but is [2, 2, 5, 5]",
  );
  assertThrows(
    () => new SpatialDivisiveNormalization(1, null, NaN),
    RangeError,
    "Cannot run SpatialDivisiveNormalization: threshold must be finite but is NaN",
  );
  assertThrows(() => new SpatialDivisiveNormalization(1, ones([2])), TypeError, "kernel must be [n] or");
});
