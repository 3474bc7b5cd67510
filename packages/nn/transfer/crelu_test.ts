import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { CReLU } from "./crelu.ts";

testLayer("CReLU of maps", { make: () => new CReLU(3), size: [4, 3, 2, 5], large: [8, 10, 30, 31] });
testLayer("CReLU of rows", { make: () => new CReLU(1), size: [6, 5], large: [600, 101] });
testLayer("CReLU said to work in place", { make: () => new CReLU(2, true), size: [4, 5], samples: false });

Deno.test("CReLU gives 0 and no gradient at 0", () => {
  const layer = new CReLU(1), x = tensor([-1, 0, 2]);
  assertEquals(layer.forward(x).toArray(), [0, 0, 2, 1, 0, 0]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 10, 10, 10])).toArray(), [-10, 0, 1]);
});

Deno.test("CReLU leaves input and gradient alone when it is said to work in place", () => {
  const layer = new CReLU(1, true), x = tensor([-1, 2]), g = tensor([1, 2, 3, 4]);
  layer.forward(x);
  layer.backward(x, g);
  assertEquals([x.toArray(), g.toArray()], [[-1, 2], [1, 2, 3, 4]]);
});

Deno.test("CReLU names the sizes that it takes", () => {
  const layer = new CReLU(3);
  assertThrows(
    () => layer.forward(zeros([2, 4])),
    TypeError,
    "Cannot run CReLU.forward: input must have 3 dimensions, or 4 for a batch, but is [2, 4]",
  );
  layer.forward(zeros([2, 4, 4]));
  assertThrows(
    () => layer.backward(zeros([2, 4, 4]), zeros([2, 4, 4])),
    TypeError,
    "Cannot run CReLU.backward: gradOutput must be [4, 4, 4] but is [2, 4, 4]",
  );
  assertThrows(
    () => layer.backward(zeros([3, 4, 4]), zeros([6, 4, 4])),
    TypeError,
    "Cannot run CReLU.backward: input must be [2, 4, 4] but is [3, 4, 4]",
  );
  assertThrows(() => new CReLU(0), RangeError, "Cannot run CReLU: nInputDims must be from 1 to 15 but is 0");
});

Deno.test("CReLU.toString() is Torch7's text", () => {
  assertEquals(String(new CReLU(3)), "CReLU()");
});
