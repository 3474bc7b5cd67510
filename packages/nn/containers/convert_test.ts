import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, tensor, zeros } from "@taimatsu/tensor";
import { Convert } from "./convert.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("Convert", {
  make: () => new Convert("bhwc", "bchw"),
  size: [3, 4, 5, 2],
  anyDtype: true,
  large: [20, 60, 60, 3],
});
testLayer("Convert that flattens", { make: () => new Convert("chw", "f"), size: [3, 4, 5, 2], anyDtype: true });
testLayer("Convert that selects", { make: () => new Convert("tb", "b"), size: [4, 3], samples: false, anyDtype: true });
testLayer("Convert of dtypes alone", { make: () => new Convert(), size: [3, 4], anyDtype: true });

Deno.test("Convert brings dimensions into another order, of samples too", () => {
  const size = (from: string, to: string, ...input: number[]) => new Convert(from, to).forward(zeros(input)).size();
  assertEquals(size("bchw", "bhwc", 2, 3, 4, 5), [2, 4, 5, 3]);
  assertEquals(size("chw", "hwc", 3, 4, 5), [4, 5, 3]);
  assertEquals(size("chw", "hwc", 2, 3, 4, 5), [2, 4, 5, 3]);
  assertEquals(size("chwb", "bchw", 3, 4, 5, 2), [2, 3, 4, 5]);
  assertEquals(size("chwb", "bchw", 3, 4, 5), [3, 4, 5]);
  assertEquals(size("bchw", "bf", 2, 3, 4, 5), [2, 60]);
  assertEquals(size("bchw", "f", 3, 4, 5), [60]);
  assertEquals(size("fb", "bf", 3, 2), [2, 3]);
  assertEquals(size("b", "bf", 3), [3, 1]);
  assertEquals(size("b", "bt", 3), [3, 1]);
  assertEquals(size("bt", "b", 3, 2), [3]);
  assertEquals(size("bt", "b", 2), [1]);
  assertEquals(size("bf", "b", 3, 1), [3]);
});

Deno.test("Convert flattens as Torch7 does: batch and first dimension change places before", () => {
  const x = arange(2 * 3 * 4).view(2, 3, 4), y = new Convert("hwb", "bf").forward(x);
  assert(y.equal(x.transpose(0, 2).contiguous().view(4, 6)));
});

Deno.test("Convert converts to its dtype, and gradients back to that of an input of floating point", () => {
  const layer = new Convert("bhwc", "bchw"), x = numbers([2, 3, 4, 5], "float64"), y = layer.forward(x);
  assertEquals(y.dtype, "float32");
  assertEquals(layer.backward(x, y).dtype, "float64");
  const bytes = zeros([2, 3, 4, 5], { dtype: "uint8" });
  assertEquals([layer.forward(bytes).dtype, layer.backward(bytes, y).dtype], ["float32", "float32"]);
  assertEquals(layer.double().forward(bytes).dtype, "float64");
});

Deno.test("Convert passes what is right already, and leaves it alone afterwards", () => {
  const layer = new Convert(), x = tensor([1, 2]), bytes = tensor([3, 4], { dtype: "uint8" });
  assert(layer.forward(x) === x && layer.backward(x, x) === x);
  assertEquals(layer.forward(bytes).toArray(), [3, 4]);
  layer.backward(bytes, tensor([5, 6]));
  assertEquals(x.toArray(), [1, 2]);
});

Deno.test("Convert refuses what it does not know", () => {
  const make = (from: string, to: string) => () => new Convert(from, to);
  assertThrows(
    make("bxy", "bf"),
    TypeError,
    'Cannot run Convert: inShape must be "b*" or have the letters b, c, h, w, f, t, each once, but is "bxy"',
  );
  assertThrows(make("bchw", "bcc"), TypeError, "outShape must be");
  assertThrows(make("bchw", "bch"), TypeError, 'Cannot run Convert: "bchw" cannot be converted to "bch"');
  assertThrows(make("bt", "bf"), TypeError, '"bt" cannot be converted to "bf"');
  assertThrows(make("b*", "bf"), TypeError, '"b*" cannot be converted to "bf"');
  assertThrows(make("bchw", "b"), TypeError, '"bchw" cannot be converted to "b"');
  assertThrows(
    () => new Convert("bchw", "bf").forward(zeros([2, 3])),
    TypeError,
    "Cannot run Convert.forward: input must be [b, c, h, w] or [c, h, w] but is [2, 3]",
  );
  assertThrows(
    () => new Convert("bf", "b").forward(zeros([2, 3])),
    TypeError,
    "Cannot run Convert.forward: input must be [b, 1] but is [2, 3]",
  );
  const layer = new Convert("bchw", "bf"), x = zeros([2, 3, 4, 5]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([2, 3, 20])), TypeError, "gradOutput must be [2, 60] but is [2, 3, 20]");
  assertEquals(String(layer), "nn.Convert");
});
