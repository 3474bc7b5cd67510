import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Max } from "./max.ts";

testLayer("Max", { make: () => new Max(), size: [4, 5], samples: false, large: [300, 700] });
testLayer("Max of the last dimension", { make: () => new Max(-1), size: [4, 3, 5], large: [30, 20, 700] });
testLayer("Max of samples", { make: () => new Max(0, 3), size: [4, 3, 5, 2], large: [30, 20, 7, 10] });

Deno.test("Max keeps the first position, which gets the gradient", () => {
  const layer = new Max(1), x = tensor([[9, 1, 9], [3, 3, 2]]);
  assertEquals(layer.forward(x).toArray(), [9, 3]);
  assertEquals([layer.indices.toArray(), layer.indices.dtype], [[0, 0], "int64"]);
  assertEquals(layer.backward(x, tensor([5, 7])).toArray(), [[5, 0, 0], [7, 0, 0]]);
  assertEquals(layer.clearState().indices.size(), []);
});

Deno.test("Max of a vector is one number", () => {
  const layer = new Max(), x = tensor([2, 1, 3]);
  assertEquals(layer.forward(x).size(), [1]);
  assertEquals(layer.backward(x, tensor([5])).toArray(), [0, 0, 5]);
});

Deno.test("Max finds NaN", () => {
  const layer = new Max();
  assertEquals([layer.forward(tensor([2, NaN, 3])).get(0), layer.indices.get(0)], [NaN, 1]);
});

Deno.test("Max names the sizes that it takes", () => {
  assertThrows(
    () => new Max(2).forward(zeros([3, 4])),
    TypeError,
    "Cannot run Max.forward: input must have at least 3 dimensions but is [3, 4]",
  );
  assertThrows(() => new Max(-3).forward(zeros([3, 4])), TypeError, "must have at least 3 dimensions but is [3, 4]");
  assertThrows(() => new Max(1, 1).forward(zeros([3, 4])), TypeError, "must have at least 3 dimensions but is [3, 4]");
  assertThrows(() => new Max().forward(zeros([0, 4])), Error, "Cannot run max: ");
  const layer = new Max(1);
  layer.forward(zeros([3, 4]));
  assertThrows(
    () => layer.backward(zeros([3, 4]), zeros([3, 1])),
    TypeError,
    "Cannot run Max.backward: gradOutput must be [3] but is [3, 1]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 4]), zeros([2])),
    TypeError,
    "Cannot run Max.backward: input must be that of the last forward but is of another size",
  );
});

Deno.test("Max checks its arguments", () => {
  assertThrows(() => new Max(1.5), RangeError, "Cannot run Max: dimension must be an integer but is 1.5");
  assertThrows(() => new Max(0, 0), RangeError, "Cannot run Max: nInputDims must be from 1 to 15 but is 0");
  assertEquals([new Max(0, -1).nInputDims, new Max(0, 2).nInputDims], [null, 2]);
  assertEquals(String(new Max(1)), "nn.Max");
});
