import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { CAddTable } from "./c_add_table.ts";

const large = [[200, 30, 40], [200, 30, 40], [200, 30, 40]];

testLayer("CAddTable", { make: () => new CAddTable(), size: [[4, 3], [4, 3], [4, 3]], large });
testLayer("CAddTable of one tensor", { make: () => new CAddTable(), size: [[4, 3]] });

Deno.test("CAddTable in place overwrites its first tensor and passes the gradient itself", () => {
  const layer = new CAddTable(true), plain = new CAddTable(), seeds = [3, 5, 7];
  const input = seeds.map((seed) => numbers([3, 4], "float32", seed)), g = numbers([3, 4], "float32", 9);
  const y = plain.forward(input).clone(), output = layer.forward(input);
  assert(output === input[0] && output.equal(y));
  const gradInput = layer.backward(input, g);
  assert(gradInput.length === 3 && gradInput.every((t) => t === g));
  layer.clearState();
  assert(input[0]!.equal(y));
});

Deno.test("CAddTable follows lists of other lengths and sizes", () => {
  const layer = new CAddTable();
  for (const [n, size] of [[3, 2], [2, 5], [4, 1]] as const) {
    const input = Array.from({ length: n }, (_, i) => zeros([size]).fill(i + 1));
    assertEquals(layer.forward(input).sum(), size * n * (n + 1) / 2);
    assertEquals(layer.backward(input, zeros([size]).fill(7)).map((t) => t.sum()), new Array(n).fill(7 * size));
  }
});

Deno.test("CAddTable keeps tensors of its own: what gets its gradients may change them", () => {
  const layer = new CAddTable(), input = [tensor([1]), tensor([2])], g = tensor([5]);
  layer.forward(input);
  const [a, b] = layer.backward(input, g) as [Tensor, Tensor];
  a.fill(0);
  assertEquals([b.item(), g.item()], [5, 5]);
});

Deno.test("CAddTable refuses tensors of other sizes, and works after it", () => {
  const layer = new CAddTable(), x = zeros([2, 3]);
  assertThrows(
    () => layer.forward([x, zeros([3, 2])]),
    TypeError,
    "Cannot run CAddTable.forward: input[1] must be [2, 3] but is [3, 2]",
  );
  assertThrows(
    () => layer.forward(x as unknown as Tensor[]),
    TypeError,
    "must be a list of at least 1 tensors but is a",
  );
  layer.forward([x, x]);
  assertThrows(
    () => layer.backward([x, x], zeros([3])),
    TypeError,
    "Cannot run CAddTable.backward: gradOutput must be [2, 3] but is [3]",
  );
  assertEquals(String(layer), "nn.CAddTable");
});
