import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Min } from "./min.ts";

testLayer("Min", { make: () => new Min(), size: [4, 5], samples: false, large: [300, 700] });
testLayer("Min of the last dimension", { make: () => new Min(-1), size: [4, 3, 5], large: [30, 20, 700] });
testLayer("Min of samples", { make: () => new Min(0, 3), size: [4, 3, 5, 2], large: [30, 20, 7, 10] });

Deno.test("Min keeps the first position, which gets the gradient", () => {
  const layer = new Min(1), x = tensor([[1, 9, 1], [2, 2, 3]]);
  assertEquals(layer.forward(x).toArray(), [1, 2]);
  assertEquals([layer.indices.toArray(), layer.indices.dtype], [[0, 0], "int64"]);
  assertEquals(layer.backward(x, tensor([5, 7])).toArray(), [[5, 0, 0], [7, 0, 0]]);
  assertEquals(layer.clearState().indices.size(), []);
});

Deno.test("Min of a vector is one number", () => {
  const layer = new Min(), x = tensor([2, 1, 3]);
  assertEquals(layer.forward(x).size(), [1]);
  assertEquals(layer.backward(x, tensor([5])).toArray(), [0, 5, 0]);
});

Deno.test("Min finds NaN", () => {
  const layer = new Min();
  assertEquals([layer.forward(tensor([2, NaN, 3])).get(0), layer.indices.get(0)], [NaN, 1]);
});

Deno.test("Min names the sizes that it takes", () => {
  assertThrows(
    () => new Min(2).forward(zeros([3, 4])),
    TypeError,
    "Cannot run Min.forward: input must have at least 3 dimensions but is [3, 4]",
  );
  assertThrows(() => new Min(-3).forward(zeros([3, 4])), TypeError, "must have at least 3 dimensions but is [3, 4]");
  assertThrows(() => new Min(1, 1).forward(zeros([3, 4])), TypeError, "must have at least 3 dimensions but is [3, 4]");
  assertThrows(() => new Min().forward(zeros([0, 4])), Error, "Cannot run min: ");
  const layer = new Min(1);
  layer.forward(zeros([3, 4]));
  assertThrows(
    () => layer.backward(zeros([3, 4]), zeros([3, 1])),
    TypeError,
    "Cannot run Min.backward: gradOutput must be [3] but is [3, 1]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 4]), zeros([2])),
    TypeError,
    "Cannot run Min.backward: input must be that of the last forward but is of another size",
  );
});

Deno.test("Min checks its arguments", () => {
  assertThrows(() => new Min(1.5), RangeError, "Cannot run Min: dimension must be an integer but is 1.5");
  assertThrows(() => new Min(0, 0), RangeError, "Cannot run Min: nInputDims must be from 1 to 15 but is 0");
  assertEquals([new Min(0, -1).nInputDims, new Min(0, 2).nInputDims], [null, 2]);
  assertEquals(String(new Min(1)), "nn.Min");
});
