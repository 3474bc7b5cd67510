import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, testLayer } from "../testing.ts";
import { CosineDistance } from "./cosine_distance.ts";

testLayer("CosineDistance", {
  make: () => new CosineDistance(),
  size: [[4, 5], [4, 5]],
  large: [[300, 500], [300, 500]],
});
testLayer("CosineDistance of vectors", { make: () => new CosineDistance(), size: [[5], [5]], samples: false });

Deno.test("CosineDistance knows nothing of lengths, also large ones", () => {
  for (const scale of [1e-2, 1, 1e4]) {
    const x = [tensor([[3, 4], [1, 0]]).mul(scale), tensor([[4, 3], [0, 2]]).mul(scale)];
    assertClose(new CosineDistance().forward(x), [0.96, 0]);
  }
});

Deno.test("CosineDistance gives 0 for zeros, with finite gradients", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new CosineDistance({ dtype }), none = zeros([2, 3], { dtype }), some = numbers([2, 3], dtype);
    for (const x of [[none, none], [none, some], [some, none]]) {
      assertEquals(layer.forward(x).toArray(), [0, 0]);
      const gradients = layer.backward(x, tensor([1, -1], { dtype }));
      assert(gradients.every((g) => Number.isFinite(g.norm())));
    }
  }
});

Deno.test("CosineDistance.backward() works with the last output alone", () => {
  const layer = new CosineDistance(), x = [numbers([3, 4], "float32"), numbers([3, 4], "float32", 5)];
  layer.forward(x);
  assertThrows(
    () => layer.backward([zeros([2, 4]), zeros([2, 4])], zeros([2])),
    TypeError,
    "Cannot run CosineDistance.backward: input[0] must be [3, 4] but is [2, 4]",
  );
  assertEquals(String(layer), "nn.CosineDistance");
});
