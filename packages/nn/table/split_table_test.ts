import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { SplitTable } from "./split_table.ts";

testLayer("SplitTable", { make: () => new SplitTable(-2), size: [4, 3, 2], anyDtype: true, large: [400, 30, 20] });
testLayer("SplitTable of samples", { make: () => new SplitTable(0, 2), size: [4, 3, 2], anyDtype: true });
testLayer("SplitTable of the batch", { make: () => new SplitTable(0), size: [4, 3], samples: false, anyDtype: true });
testLayer("SplitTable of a vector", { make: () => new SplitTable(0), size: [4], samples: false, anyDtype: true });

Deno.test("SplitTable makes views", () => {
  const layer = new SplitTable(1), x = numbers([3, 2], "float32"), [a] = layer.forward(x);
  x.set(2, 0, 50);
  assertEquals(a!.get(2), 50);
  assert(layer.forward(numbers([3, 4], "float32"))[0] === a);
  assertEquals(layer.output.length, 4);
  assertEquals(layer.forward(x).length, 2);
});

Deno.test("SplitTable takes any dtype", () => {
  const layer = new SplitTable(0), x = tensor([[1, 2], [3, 4]], { dtype: "int64" });
  assertEquals(layer.forward(x).map((y) => y.toArray()), [[1, 2], [3, 4]]);
  assertEquals(layer.backward(x, layer.output).toArray(), [[1, 2], [3, 4]]);
});

Deno.test("SplitTable refuses what does not fit", () => {
  assertThrows(
    () => new SplitTable(2).forward(zeros([3, 2])),
    RangeError,
    "Cannot run SplitTable.forward: dimension must be from -2 to 1 but is 2",
  );
  assertThrows(() => new SplitTable(0.5), RangeError, "Cannot run SplitTable: dimension must be an integer but is 0.5");
  const layer = new SplitTable(1), x = zeros([3, 2]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, [zeros([3])]), TypeError, "gradOutput must be a list of 2 but is a list of 1");
  assertThrows(() => layer.backward(x, [zeros([3]), zeros([2])]), TypeError, "gradOutput[1] must be [3] but is [2]");
});
