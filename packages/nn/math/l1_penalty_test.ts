import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { testLayer } from "../testing.ts";
import { L1Penalty } from "./l1_penalty.ts";

testLayer("L1Penalty", {
  make: () => new L1Penalty(0.3),
  size: [4, 3, 5, 6],
  large: [8, 10, 30, 31],
  trueGradient: false,
});

Deno.test("L1Penalty passes its input on and adds the gradient of its loss", () => {
  const layer = new L1Penalty(0.5), x = tensor([-2, 0, 4]), g = tensor([1, 1, 1]);
  assert(layer.forward(x) === x);
  assertEquals(layer.loss, 3);
  assertEquals(layer.backward(x, g).toArray(), [0.5, 1, 1.5]);
  assertEquals([x.toArray(), g.toArray()], [[-2, 0, 4], [1, 1, 1]]);
});

Deno.test("L1Penalty averages", () => {
  const layer = new L1Penalty(3, true), x = tensor([-2, 0, 4]);
  layer.forward(x);
  assertClose(layer.loss, 6);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [0, 1, 2]);
  layer.forward(zeros([]));
  assertEquals(layer.loss, 0);
});

Deno.test("L1Penalty leaves out the gradient of the output if it is told to", () => {
  const layer = new L1Penalty(0.5, false, false), x = tensor([-2, 0, 4]);
  layer.forward(x);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [-0.5, 0, 0.5]);
});

Deno.test("L1Penalty checks its arguments", () => {
  assertThrows(() => new L1Penalty(NaN), RangeError, "Cannot run L1Penalty: l1weight must be finite but is NaN");
  assertThrows(
    () => new L1Penalty(1).backward(zeros([2]), zeros([3])),
    TypeError,
    "Cannot run L1Penalty.backward: gradOutput must be [2] but is [3]",
  );
  assertEquals(String(new L1Penalty(1)), "nn.L1Penalty");
});
