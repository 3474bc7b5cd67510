import { assert, assertEquals, assertThrows } from "@std/assert";
import { full, norm, ones, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, testLayer } from "../testing.ts";
import { Normalize } from "./normalize.ts";

for (const p of [1, 1.5, 2, 3, 4, Infinity]) {
  testLayer(`Normalize of the ${p}-norm`, { make: () => new Normalize(p), size: [4, 5], large: [700, 101] });
}
testLayer("Normalize of the 0.5-norm", { make: () => new Normalize(0.5), size: [4, 5], tolerance: 1e-4 });
testLayer("Normalize of a vector", { make: () => new Normalize(2), size: [5], samples: false });

Deno.test("Normalize gives rows of norm 1", () => {
  for (const p of [1, 2, 3, 10, 100, Infinity]) {
    const x = numbers([4, 5], "float32").mul(1e4), y = new Normalize(p).forward(x);
    assertClose(norm(y, p, 1), ones([4, 1]));
  }
});

Deno.test("Normalize leaves rows of zeros as they are, with finite gradients", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const p of [1, 1.5, 2, 3, 10, Infinity]) {
      const layer = new Normalize(p, undefined, { dtype }), x = zeros([2, 3], { dtype });
      assertEquals(layer.forward(x).toArray(), [[0, 0, 0], [0, 0, 0]]);
      assert(Number.isFinite(layer.backward(x, numbers([2, 3], dtype)).norm()), `p = ${p}`);
    }
  }
});

Deno.test("Normalize is at ease with large and small numbers", () => {
  for (const p of [1, 1.5, 2, 3, 10, 100, Infinity]) {
    for (const scale of [1e-4, 1e4]) {
      const layer = new Normalize(p), x = full([2, 3], scale), y = layer.forward(x);
      assert(Number.isFinite(y.norm()) && Number.isFinite(layer.backward(x, ones([2, 3])).norm()), `p = ${p}`);
    }
  }
});

Deno.test("Normalize adds eps to the sum of the powers", () => {
  assertClose(new Normalize(2, 9).forward(tensor([[0, 4]])), [[0, 0.8]]);
  assertClose(new Normalize(Infinity, 1).forward(tensor([[-3, 1]])), [[-0.75, 0.25]]);
});

Deno.test("Normalize names the sizes that it takes", () => {
  const layer = new Normalize(2);
  assertThrows(
    () => layer.forward(zeros([2, 3, 4])),
    TypeError,
    "Cannot run Normalize.forward: input must be [n] or [batch, n] but is [2, 3, 4]",
  );
  layer.forward(ones([2, 3]));
  assertThrows(
    () => layer.backward(ones([2, 3]), ones([3, 2])),
    TypeError,
    "Cannot run Normalize.backward: gradOutput must be [2, 3] but is [3, 2]",
  );
  assertThrows(
    () => layer.backward(ones([3, 2]), ones([3, 2])),
    TypeError,
    "Cannot run Normalize.backward: input must be [2, 3] but is [3, 2]",
  );
});

Deno.test("Normalize checks its arguments", () => {
  assertThrows(() => new Normalize(0), RangeError, "Cannot run Normalize: p must be above 0 but is 0");
  assertThrows(() => new Normalize(-1), RangeError, "Cannot run Normalize: p must be at least 0 but is -1");
  assertThrows(() => new Normalize(NaN), RangeError, "Cannot run Normalize: p must be at least 0 but is NaN");
  assertThrows(() => new Normalize(2, -1), RangeError, "Cannot run Normalize: eps must be at least 0 but is -1");
});

Deno.test("Normalize.toString() is Torch7's text", () => {
  assertEquals(String(new Normalize(2)), "nn.Normalize(2)");
  assertEquals(String(new Normalize(1.5)), "nn.Normalize(1.500000)");
  assertEquals(String(new Normalize(Infinity)), "nn.Normalize(inf)");
});
