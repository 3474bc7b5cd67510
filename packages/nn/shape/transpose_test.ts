import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { Transpose } from "./transpose.ts";

testLayer("Transpose", {
  make: () => new Transpose([-1, -2]),
  size: [3, 2, 5],
  anyDtype: true,
  large: [300, 40, 50],
});
testLayer("Transpose of samples", {
  make: () => new Transpose([0, 1], [1, 2]).setNumInputDims(3),
  size: [3, 2, 5, 4],
  anyDtype: true,
});

Deno.test("Transpose exchanges one pair after the other, and copies", () => {
  const x = numbers([2, 3, 4], "float32"), layer = new Transpose([0, 1], [1, 2]), y = layer.forward(x);
  assertEquals(y.size(), [3, 4, 2]);
  assert(y.isContiguous() && y.equal(x.transpose(0, 1).transpose(1, 2)));
  assert(layer.backward(x, y).equal(x));
  assert(new Transpose().forward(x).equal(x));
});

Deno.test("Transpose refuses dimensions that are not there", () => {
  assertThrows(
    () => new Transpose([0, 2]).forward(zeros([2, 3])),
    RangeError,
    "Cannot run Transpose.forward: a dimension must be from -2 to 1 but is 2",
  );
  assertThrows(
    () => new Transpose([0, 1]).setNumInputDims(3).forward(zeros([2, 3])),
    TypeError,
    "Cannot run Transpose.forward: input must be [any, any, any] but is [2, 3]",
  );
  assertThrows(
    () => new Transpose(1 as unknown as [number, number]),
    TypeError,
    "Cannot run Transpose: argument 0 must be a pair of dimensions but is 1",
  );
  assertThrows(() => new Transpose([0, 1.5]), RangeError, "a dimension must be an integer but is 1.5");
});
