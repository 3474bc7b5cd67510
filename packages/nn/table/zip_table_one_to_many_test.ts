import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { ZipTableOneToMany } from "./zip_table_one_to_many.ts";

testLayer("ZipTableOneToMany", {
  make: () => new ZipTableOneToMany(),
  size: [[4, 3], [[4, 1], [4, 2], [4, 5]]],
  anyDtype: true,
});
testLayer("ZipTableOneToMany of one entry", {
  make: () => new ZipTableOneToMany(),
  size: [[4, 3], [[4, 1]]],
  anyDtype: true,
});

Deno.test("ZipTableOneToMany returns the entries themselves, and sums the gradients of the element", () => {
  const layer = new ZipTableOneToMany(), e = tensor([1]), list = [tensor([2]), tensor([3]), tensor([4])];
  const y = layer.forward([e, list]);
  assert(y.every(([a, b], i) => a === e && b === list[i]));
  const gradOutput = [5, 6, 7].map((n) => [tensor([n]), tensor([10 * n])] as const);
  const [sum, each] = layer.backward([e, list], gradOutput);
  assertEquals([sum.item(), each.map((g) => g.item())], [18, [50, 60, 70]]);
  assertEquals(gradOutput[0]![0].item(), 5);
});

Deno.test("ZipTableOneToMany refuses what does not fit", () => {
  const layer = new ZipTableOneToMany(), x = zeros([2]);
  assertThrows(
    () => layer.forward([x, []]),
    TypeError,
    "Cannot run ZipTableOneToMany.forward: input[1] must be a list of at least 1 but is a list of 0",
  );
  layer.forward([x, [x, x]]);
  assertThrows(() => layer.backward([x, [x, x]], [[x, x]]), TypeError, "gradOutput must be a list of 2");
  assertThrows(
    () => layer.backward([x, [x, x]], [[x, x], [zeros([3]), x]]),
    TypeError,
    "gradOutput[1][0] must be [2] but is [3]",
  );
});
