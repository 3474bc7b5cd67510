import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros, zerosLike } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialCrossMapLRN } from "./spatial_cross_map_lrn.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialCrossMapLRN", {
  make: () => new SpatialCrossMapLRN(5, 0.5, 0.75, 1),
  size: [3, 7, 2, 3],
  large: [10, 20, 30, 30],
});
testLayer("SpatialCrossMapLRN of an even number", {
  make: () => new SpatialCrossMapLRN(4, 0.5, 1.5, 2),
  size: [3, 6, 2, 3],
});
testLayer("SpatialCrossMapLRN of more maps than there are", {
  make: () => new SpatialCrossMapLRN(9, 0.5),
  size: [3, 2, 2, 3],
});

/** By the formula, element by element. */
function reference(x: Tensor, size: number, alpha: number, beta: number, k: number): Tensor {
  const y = zerosLike(x), [c, h, w] = x.size() as [number, number, number];
  const before = Math.floor((size - 1) / 2), after = size - 1 - before;
  for (let m = 0; m < c; m++) {
    for (let i = 0; i < h; i++) {
      for (let j = 0; j < w; j++) {
        let sum = 0;
        for (let n = Math.max(0, m - before); n <= Math.min(c - 1, m + after); n++) sum += x.get(n, i, j) ** 2;
        y.set(m, i, j, x.get(m, i, j) / (k + alpha / size * sum) ** beta);
      }
    }
  }
  return y;
}

Deno.test("SpatialCrossMapLRN divides by the strength of the neighbours", () => {
  for (const [size, alpha, beta, k] of [[1, 0.1, 0.75, 1], [3, 2, 0.5, 2], [4, 1, 1, 1], [15, 1, 0.75, 1]] as const) {
    const layer = new SpatialCrossMapLRN(size, alpha, beta, k, { dtype: "float64" });
    for (const planes of [7, 3]) {
      const x = numbers([planes, 2, 3]);
      assertClose(layer.forward(x), reference(x, size, alpha, beta, k), { relative: 1e-12 });
    }
  }
});

Deno.test("SpatialCrossMapLRN of zeros and of large numbers stays finite", () => {
  const layer = new SpatialCrossMapLRN(3), g = numbers([4, 2, 2], "float32");
  for (const x of [zeros([4, 2, 2]), numbers([4, 2, 2], "float32").mul(1e4)]) {
    assert(Number.isFinite(layer.forward(x).norm()));
    assert(Number.isFinite(layer.backward(x, g).norm()));
  }
  assertClose(layer.forward(zeros([4, 2, 2])).norm(), 0);
});

Deno.test("SpatialCrossMapLRN names what it takes", () => {
  const layer = new SpatialCrossMapLRN(5);
  assertThrows(
    () => layer.backward(zeros([4, 2, 2]), zeros([4, 2, 2])),
    Error,
    "Cannot run SpatialCrossMapLRN.backward: forward must be called before",
  );
  assertThrows(
    () => layer.forward(zeros([4, 2])),
    TypeError,
    "input must be [planes, height, width] or [batch, planes, height, width] but is [4, 2]",
  );
  layer.forward(zeros([4, 2, 2]));
  assertThrows(
    () => layer.backward(zeros([4, 2, 2]), zeros([4, 2, 3])),
    TypeError,
    "Cannot run SpatialCrossMapLRN.backward: gradOutput must be [4, 2, 2] but is [4, 2, 3]",
  );
  assertThrows(() => new SpatialCrossMapLRN(0), RangeError, "Cannot run SpatialCrossMapLRN: size must be at least 1");
  assertThrows(
    () => new SpatialCrossMapLRN(3, NaN),
    RangeError,
    "Cannot run SpatialCrossMapLRN: alpha must be finite but is NaN",
  );
  assertEquals(String(layer), "nn.SpatialCrossMapLRN(5, 0.0001, 0.75, 1)");
});
