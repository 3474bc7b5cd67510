import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { tensorsOf } from "../activity.ts";
import { testLayer } from "../testing.ts";
import { ZeroGrad } from "./zero_grad.ts";

testLayer("ZeroGrad", {
  make: () => new ZeroGrad(),
  size: [4, 3, 5, 6],
  large: [8, 10, 30, 31],
  trueGradient: false,
});
testLayer("ZeroGrad of lists", {
  make: () => new ZeroGrad<readonly Tensor[]>(),
  size: [[4, 3], [4, 2], [4, 5]],
  trueGradient: false,
});

Deno.test("ZeroGrad passes its input on, and zeros back", () => {
  const layer = new ZeroGrad(), x = tensor([1, 2]);
  assert(layer.forward(x) === x);
  assertEquals(layer.backward(x, tensor([3, 4])).toArray(), [0, 0]);
  const lists = new ZeroGrad<readonly [Tensor, readonly Tensor[]]>(), list = [x, [tensor([3])]] as const;
  assert(lists.forward(list) === list);
  assertEquals(tensorsOf(lists.backward(list, [x, [tensor([3])]])).map((g) => g.toArray()), [[0, 0], [0]]);
});

Deno.test("ZeroGrad wants a gradient like the input", () => {
  const layer = new ZeroGrad<readonly Tensor[]>(), list = [zeros([2]), zeros([3])];
  layer.forward(list);
  const refuse = (g: unknown, message: string) =>
    assertThrows(() => layer.backward(list, g as Tensor[]), TypeError, `Cannot run ZeroGrad.backward: ${message}`);
  refuse([zeros([2])], "gradOutput must be nested like the input but is not");
  refuse(zeros([2]), "gradOutput must be nested like the input but is not");
  refuse([zeros([2]), zeros([2])], "gradOutput[1] must be [3] but is [2]");
  refuse([zeros([2]), [zeros([3])]], "gradOutput[1] must be a tensor but is a list");
  assertEquals(String(layer), "nn.ZeroGrad");
});
