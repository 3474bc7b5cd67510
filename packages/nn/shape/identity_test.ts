import { assert, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Identity } from "./identity.ts";

testLayer("Identity", { make: () => new Identity(), size: [4, 3, 2], anyDtype: true });

Deno.test("Identity passes lists, and tensors of any dtype", () => {
  const layer = new Identity<readonly Tensor[]>(), x = [tensor([1, 2]), tensor([3], { dtype: "int64" })];
  const g = [tensor([5, 6]), tensor([7], { dtype: "int64" })];
  assert(layer.forward(x) === x && layer.backward(x, g) === g);
});

Deno.test("Identity refuses what is no activity, and gradients of another size", () => {
  const layer = new Identity<readonly Tensor[]>();
  assertThrows(
    () => layer.forward([zeros([2]), 3 as unknown as Tensor]),
    TypeError,
    "Cannot run Identity.forward: input[1] must be a tensor or a list but is 3",
  );
  const x = [zeros([2]), zeros([3])];
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, [zeros([2]), zeros([2])]),
    TypeError,
    "Cannot run Identity.backward: gradOutput[1] must be [3] but is [2]",
  );
  assertThrows(
    () => layer.backward(x, [zeros([2])]),
    TypeError,
    "Cannot run Identity.backward: gradOutput must be a list of 2 but is a list of 1",
  );
});
