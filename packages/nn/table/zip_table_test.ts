import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { ZipTable } from "./zip_table.ts";

testLayer("ZipTable", { make: () => new ZipTable(), size: [[[4, 3], [4, 1]], [[4, 2], [4, 5]]], anyDtype: true });
testLayer("ZipTable of one list", { make: () => new ZipTable(), size: [[[4, 3], [4, 1], [4, 2]]], anyDtype: true });

Deno.test("ZipTable returns the entries themselves, and takes them back", () => {
  const layer = new ZipTable(), [a, b, c, d] = [1, 2, 3, 4].map((n) => zeros([n])) as [Tensor, Tensor, Tensor, Tensor];
  const y = layer.forward([[a, b], [c, d]]);
  assert(y[0]![0] === a && y[0]![1] === c && y[1]![0] === b && y[1]![1] === d);
  assertEquals(layer.backward([[a, b], [c, d]], y).flat().map((t) => t.size(0)), [1, 2, 3, 4]);
});

Deno.test("ZipTable refuses lists of unequal lengths", () => {
  const layer = new ZipTable(), x = zeros([2]);
  assertThrows(
    () => layer.forward([[x, x], [x]]),
    TypeError,
    "Cannot run ZipTable.forward: input[1] must be a list of 2 but is a list of 1",
  );
  layer.forward([[x, x]]);
  assertThrows(() => layer.backward([[x, x]], [[x]]), TypeError, "gradOutput must be a list of 2 but is a list of 1");
  assertThrows(() => layer.backward([[x, x]], [[x], [x, x]]), TypeError, "gradOutput[1] must be a list of 1");
  assertThrows(
    () => layer.backward([[x, x]], [[x], [zeros([3])]]),
    TypeError,
    "gradOutput[1][0] must be [2] but is [3]",
  );
});
