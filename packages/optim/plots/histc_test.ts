import { assertEquals, assertThrows } from "@std/assert";
import { Generator, histc as counts, randn } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { histc } from "../mod.ts";

Deno.test("histc() counts as the tensors' histc does, which is checked against Torch7", () => {
  const x = randn([500], { generator: new Generator(8), dtype: "float64" });
  for (const [bins, min, max] of [[10, -2, 2], [7, 0, 1], [25, -5, 5]] as const) {
    assertClose(histc(x, { bins, min, max }).counts.to("float64"), counts(x, bins, min, max));
  }
  assertEquals(histc(x).counts.count, 22);
  assertEquals(histc(x).counts.sum(), 500);
});

Deno.test("histc() gives the middles of the bins, and leaves out what lies outside", () => {
  const { counts, centers, binWidth } = histc([-1, 0, 0.5, 1, 3, 4, NaN, 5, Infinity], { bins: 4, min: 0, max: 4 });
  assertEquals([counts.toArray(), centers.toArray(), binWidth], [[2, 1, 0, 2], [0.5, 1.5, 2.5, 3.5], 1]);
  assertEquals(histc([7, 7], { bins: 2 }).centers.toArray(), [6.5, 7.5]);
  assertEquals(histc([]).counts.toArray(), [0]);
});

Deno.test("histc() says what is wrong", () => {
  assertThrows(() => histc([1, Infinity]), RangeError, "Cannot run histc: max must be finite but is Infinity");
  assertThrows(() => histc([1], { bins: 0 }), RangeError, "Cannot run histc: bins must be");
  assertThrows(() => histc(["1"] as never), TypeError, "Cannot run histc: x must be a tensor or a list of numbers");
});
