import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { CAddTensorTable } from "./c_add_tensor_table.ts";

testLayer("CAddTensorTable", { make: () => new CAddTensorTable(), size: [[4, 3], [[4, 3], [4, 3], [4, 3]]] });

Deno.test("CAddTensorTable follows lists of other lengths", () => {
  const layer = new CAddTensorTable(), t = tensor([1, 2]);
  for (const n of [3, 1, 2]) {
    const list = Array.from({ length: n }, (_, i) => tensor([i, i]));
    assertEquals(layer.forward([t, list]).map((y) => y.get(0)), list.map((_, i) => i + 1));
    const [sum, each] = layer.backward([t, list], list);
    assertEquals([sum.get(0), each.map((g) => g.get(0))], [n * (n - 1) / 2, list.map((_, i) => i)]);
  }
});

Deno.test("CAddTensorTable refuses what does not fit", () => {
  const layer = new CAddTensorTable(), t = zeros([2]);
  assertThrows(
    () => layer.forward([t, [t, zeros([3])]]),
    TypeError,
    "Cannot run CAddTensorTable.forward: input[1][1] must be [2] but is [3]",
  );
  assertThrows(
    () => layer.forward([t, []]),
    TypeError,
    "input[1] must be a list of at least 1 tensors but is a list of 0",
  );
  layer.forward([t, [t, t]]);
  assertThrows(
    () => layer.backward([t, [t, t]], [t]),
    TypeError,
    "Cannot run CAddTensorTable.backward: gradOutput must be a list of 2 but is a list of 1",
  );
  assertThrows(() => layer.backward([t, [t, t]], [t, zeros([3])]), TypeError, "gradOutput[1] must be [2] but is [3]");
});
