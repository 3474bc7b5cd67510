import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { OneHot } from "./one_hot.ts";

/** Without numbers, which other layers refuse. */
class OneHotOfTensors extends OneHot {
  override updateOutput(input: Tensor): Tensor;
  override updateOutput(input: number): Tensor;
  override updateOutput(input: Tensor | number): Tensor {
    if (typeof input === "number") throw this.refusal("forward", "input", input, []);
    return super.updateOutput(input);
  }
}

testLayer("OneHot", {
  make: () => new OneHotOfTensors(4),
  input: () => tensor([[2, 0, 3], [1, 1, 0]], { dtype: "int64" }),
  anyDtype: true,
});

Deno.test("OneHot takes indices of any dtype and size, and numbers", () => {
  const layer = new OneHot(3);
  assertEquals(layer.forward(tensor([[2], [0]])).toArray(), [[[0, 0, 1]], [[1, 0, 0]]]);
  assertEquals(layer.forward(tensor([1], { dtype: "uint8" })).toArray(), [[0, 1, 0]]);
  assertEquals(layer.forward(2).toArray(), [0, 0, 1]);
  assertEquals(layer.updateGradInput(2, zeros([3])).nElement(), 0);
  assertEquals(layer.forward(tensor([1, 2])).toArray(), [[0, 1, 0], [0, 0, 1]]);
});

Deno.test("OneHot gives no gradient", () => {
  const layer = new OneHot(2), x = tensor([1, 0], { dtype: "int64" });
  layer.forward(x);
  const g = layer.backward(x, zeros([2, 2]));
  assertEquals([g.dtype, g.toArray()], ["int64", [0, 0]]);
});

Deno.test("OneHot refuses indices outside, and works after it", () => {
  const layer = new OneHot(3);
  const message = "Cannot run OneHot.forward: indices must be from 0 to 2 but are from";
  assertThrows(() => layer.forward(tensor([1, 3])), RangeError, `${message} 1 to 3`);
  assertThrows(() => layer.forward(tensor([-1, 1])), RangeError, `${message} -1 to 1`);
  assertThrows(() => layer.forward(3), RangeError, "input must be from 0 to 2 but is 3");
  assertThrows(() => layer.forward("1" as unknown as Tensor), TypeError, "input must be a tensor");
  assertThrows(() => new OneHot(0), RangeError, "outputSize must be at least 1 but is 0");
  assertEquals(layer.forward(tensor([1])).toArray(), [[0, 1, 0]]);
});
