import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { GradientReversal } from "./gradient_reversal.ts";

testLayer("GradientReversal", {
  make: () => new GradientReversal(0.7),
  size: [4, 3, 5, 6],
  large: [8, 10, 30, 31],
  trueGradient: false,
});

Deno.test("GradientReversal passes its input on", () => {
  const layer = new GradientReversal(), x = tensor([1, 2]);
  assert(layer.forward(x) === x);
  assertEquals(layer.backward(x, tensor([3, -4])).toArray(), [-3, 4]);
  assertEquals(layer.setLambda(2).backward(x, tensor([3, -4])).toArray(), [-6, 8]);
});

Deno.test("GradientReversal checks its arguments", () => {
  const layer = new GradientReversal();
  assertThrows(() => layer.setLambda(NaN), RangeError, "Cannot run GradientReversal.setLambda: lambda must be finite");
  assertThrows(() => new GradientReversal(Infinity), RangeError, "Cannot run GradientReversal: lambda must be finite");
  assertThrows(
    () => layer.backward(zeros([2]), zeros([3])),
    TypeError,
    "Cannot run GradientReversal.backward: gradOutput must be [2] but is [3]",
  );
  assertEquals([layer.lambda, String(layer)], [1, "nn.GradientReversal"]);
});
