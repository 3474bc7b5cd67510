import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { testLayer } from "../testing.ts";
import { GatedLinearUnit } from "./gated_linear_unit.ts";

testLayer("GatedLinearUnit", { make: () => new GatedLinearUnit(), size: [4, 3, 6], large: [30, 20, 300] });
testLayer("GatedLinearUnit of the first dimension", {
  make: () => new GatedLinearUnit(0),
  size: [4, 5],
  samples: false,
  large: [300, 200],
});
testLayer("GatedLinearUnit of planes", {
  make: () => new GatedLinearUnit(-3),
  size: [3, 4, 5, 2],
  large: [8, 10, 30, 31],
});

Deno.test("GatedLinearUnit opens and shuts its gates", () => {
  const layer = new GatedLinearUnit(), x = tensor([3, 3, 1e4, -1e4]);
  assertClose(layer.forward(x), [3, 0]);
  assertClose(layer.backward(x, tensor([1, 1])), [1, 0, 0, 0]);
  assertEquals(String(layer), "nn.GatedLinearUnit");
});

Deno.test("GatedLinearUnit names the sizes that it takes", () => {
  const layer = new GatedLinearUnit(1);
  assertThrows(
    () => layer.forward(zeros([2, 3])),
    TypeError,
    "Cannot run GatedLinearUnit.forward: input must have an even size in dimension 1 but is [2, 3]",
  );
  assertThrows(() => layer.forward(zeros([2])), TypeError, "must have an even size in dimension 1 but is [2]");
  layer.forward(zeros([2, 4]));
  assertThrows(
    () => layer.backward(zeros([2, 4]), zeros([2, 4])),
    TypeError,
    "Cannot run GatedLinearUnit.backward: gradOutput must be [2, 2] but is [2, 4]",
  );
  assertThrows(
    () => layer.backward(zeros([3, 4]), zeros([3, 2])),
    TypeError,
    "Cannot run GatedLinearUnit.backward: input must be [2, 4] but is [3, 4]",
  );
  assertThrows(() => new GatedLinearUnit(0.5), RangeError, "Cannot run GatedLinearUnit: dim must be an integer");
});
