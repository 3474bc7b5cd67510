import { assert, assertEquals, assertThrows } from "@std/assert";
import { bhistc, histc, tensor, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

Deno.test("histc() counts in any layout; the last part includes the upper border", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const x = tensor([[0, 1, 2.5], [3, 4, NaN]], { dtype });
    for (const y of Object.values(layoutsOf(x))) assertEquals(histc(y, 4, 0, 4).toArray(), [1, 1, 1, 2]);
    assertEquals(histc(x, 2, 1, 2).toArray(), [1, 0]);
  }
  assertEquals(tensor([5, 5]).histc(2).toArray(), [0, 2]); // from 4 to 6
  assertEquals(histc(tensor([1, 2, 3, 4])).sum(), 4);
  assertEquals(histc(zeros([0]), 3).toArray(), [0, 0, 0]);
});

Deno.test("bhistc() counts each row over one range", () => {
  const x = tensor([[0, 1, 1], [2, 2, 2]]), out = zeros([1]);
  assertEquals(x.bhistc(2).toArray(), [[1, 2], [0, 3]]);
  assert(bhistc(x, 2, 0, 2, { out }) === out);
  assertEquals(out.toArray(), [[1, 2], [0, 3]]);
});

Deno.test("ranges and dtypes are checked", () => {
  assertThrows(() => histc(zeros([2]), 0), RangeError, "Cannot run histc: bins must be from 1");
  assertThrows(
    () => histc(zeros([2]), 2, 1, 0),
    RangeError,
    "Cannot run histc: min and max must be a range but are 1 and 0",
  );
  assertThrows(
    () => histc(tensor([0, Infinity])),
    RangeError,
    "the elements must be finite but reach from 0 to Infinity",
  );
  assertThrows(() => histc(zeros([2], { dtype: "int32" })), TypeError, "x must be float32 or float64 but is int32");
  assertThrows(() => bhistc(zeros([2])), TypeError, "Cannot run bhistc: x must be [rows, n] but is [2]");
});
