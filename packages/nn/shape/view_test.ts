import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { View } from "./view.ts";

testLayer("View", { make: () => new View(3, 4), size: [2, 4, 3], anyDtype: true, large: [50, 6, 2] });
testLayer("View with an open size", {
  make: () => new View(-1, 4),
  size: [2, 4, 3],
  anyDtype: true,
  samples: false,
  large: [50, 6, 2],
});

Deno.test("View makes a batch of what exceeds its sizes", () => {
  const size = (view: View, ...input: number[]) => view.forward(zeros(input)).size();
  assertEquals(size(new View(12), 3, 4), [12]);
  assertEquals(size(new View(12), 2, 3, 4), [2, 12]);
  assertEquals(size(new View([2, 6]), 5, 3, 4), [5, 2, 6]);
  assertEquals(size(new View(-1, 4), 2, 3, 4), [6, 4]);
  assertEquals(size(new View(12), 1, 3, 4), [12]);
  assertEquals(size(new View(12).setNumInputDims(2), 1, 3, 4), [1, 12]);
  assertEquals(size(new View(12).setNumInputDims(2), 3, 4), [12]);
  assertEquals(size(new View(-1).setNumInputDims(2), 5, 3, 4), [5, 12]);
  assertEquals(size(new View(-1).setNumInputDims(1), 2, 3, 4), [6, 4]);
  assertEquals(size(new View(12), 0, 3, 4), [0, 12]);
  assertEquals(size(new View(12).resetSize(2, 2), 4, 3), [3, 2, 2]);
});

Deno.test("View shows input and gradient without a copy, of any dtype", () => {
  const view = new View(6), x = tensor([[1, 2, 3], [4, 5, 6]], { dtype: "int32" }), y = view.forward(x);
  x.set(1, 1, 50);
  assertEquals(y.toArray(), [1, 2, 3, 4, 50, 6]);
  const gradOutput = tensor([1, 2, 3, 4, 5, 6], { dtype: "int32" }), gradInput = view.backward(x, gradOutput);
  gradOutput.set(0, 9);
  assertEquals(gradInput.toArray(), [[9, 2, 3], [4, 5, 6]]);
});

Deno.test("View follows inputs that change in size, memory and place", () => {
  const view = new View(4), x = numbers([3, 2, 2], "float32");
  for (const input of [x, x.narrow(0, 1, 2), x.narrow(0, 0, 2), numbers([5, 4], "float32"), x]) {
    assert(view.forward(input).equal(input.reshape(-1, 4)));
    assert(view.backward(input, view.output.clone()).equal(input));
  }
});

Deno.test("View copies what is not contiguous in its dtype, whatever came before", () => {
  const view = new View(4), x = tensor([[1, 2], [3, 4]]);
  assertEquals(view.forward(x.t()).toArray(), [1, 3, 2, 4]);
  assertEquals(view.forward(x.int().t()).dtype, "int32");
});

Deno.test("View refuses what does not fit", () => {
  assertThrows(
    () => new View(5).forward(zeros([3, 4])),
    TypeError,
    "Cannot run View.forward: input must have a multiple of 5 elements but is [3, 4]",
  );
  assertThrows(() => new View(5).forward(zeros([])), TypeError, "but is []");
  const view = new View(12), x = zeros([3, 4]);
  view.forward(x);
  assertThrows(
    () => view.backward(x, zeros([11])),
    TypeError,
    "Cannot run View.backward: gradOutput must be [12] but is [11]",
  );
  const message = "Cannot make View: the sizes must be integers from 1, one of which may be -1, but are";
  assertThrows(() => new View(-1, -1), RangeError, `${message} [-1, -1]`);
  assertThrows(() => new View(0), RangeError, `${message} [0]`);
  assertThrows(() => new View(), RangeError, `${message} []`);
  assertThrows(() => view.setNumInputDims(0), RangeError, "numInputDims must be from 1 to 16 but is 0");
});

Deno.test("View.toString() is Torch7's text", () => {
  assertEquals(String(new View(-1, 4)), "nn.View(-1, 4)");
});
