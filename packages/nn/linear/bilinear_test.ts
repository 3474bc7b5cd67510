import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Bilinear } from "./bilinear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (bias: boolean) => () => new Bilinear(3, 4, 2, bias, { generator: seeded() });

testLayer("Bilinear", { make: make(true), size: [[5, 3], [5, 4]], samples: false, large: [[2000, 3], [2000, 4]] });
testLayer("Bilinear without bias", { make: make(false), size: [[5, 3], [5, 4]], samples: false });

Deno.test("Bilinear is x₁ᵀ W x₂ + b", () => {
  const layer = new Bilinear(3, 4, 2, true, { dtype: "float64" }),
    x = numbers([5, 3]),
    z = numbers([5, 4], "float64", 9);
  const y = layer.forward([x, z]);
  for (let b = 0; b < 5; b++) {
    for (let k = 0; k < 2; k++) {
      let sum = layer.bias!.get(k);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 4; j++) sum += x.get(b, i) * layer.weight.get(k, i, j) * z.get(b, j);
      }
      assertClose(y.get(b, k), sum, { relative: 1e-12 });
    }
  }
});

Deno.test("Bilinear draws weights, then biases, from U(−1/√n, 1/√n), n being the length of the first input", () => {
  const layer = new Bilinear(16, 3, 2, true, { generator: seeded() }), generator = seeded();
  assertEquals(layer.weight.toArray(), zeros([2, 16, 3]).uniform(-0.25, 0.25, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([2]).uniform(-0.25, 0.25, { generator }).toArray());
  assertEquals(layer.noBias().parameters()[0].length, 1);
});

Deno.test("Bilinear names the sizes that it takes", () => {
  const layer = new Bilinear(3, 4, 2);
  const refuse = (input: Tensor[], message: string) =>
    assertThrows(() => layer.forward(input), TypeError, `Cannot run Bilinear.forward: ${message}`);
  refuse([zeros([5, 4]), zeros([5, 4])], "input[0] must be [batch, 3] but is [5, 4]");
  refuse([zeros([3]), zeros([4])], "input[0] must be [batch, 3] but is [3]");
  refuse([zeros([5, 3]), zeros([6, 4])], "input[1] must be [5, 4] but is [6, 4]");
  refuse([zeros([5, 3])], "input must be a list of 2 tensors but is a list of 1");
  layer.forward([zeros([5, 3]), zeros([5, 4])]);
  assertThrows(
    () => layer.backward([zeros([5, 3]), zeros([5, 4])], zeros([5, 3])),
    TypeError,
    "Cannot run Bilinear.backward: gradOutput must be [5, 2] but is [5, 3]",
  );
  assertThrows(() => new Bilinear(3, 0, 2), RangeError, "Cannot run Bilinear: inputSize2 must be at least 1 but is 0");
});

Deno.test("Bilinear.toString() is Torch7's text", () => {
  assertEquals(String(new Bilinear(3, 4, 2)), "nn.Bilinear(3x4 -> 2)");
  assertEquals(String(new Bilinear(3, 4, 2, false)), "nn.Bilinear(3x4 -> 2) without bias");
});
