import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { translate } from "./translate.ts";

const x = tensor([[1, 2, 3], [4, 5, 6]]);

Deno.test("translate() moves to the right and down, and leaves 0 behind", () => {
  assertEquals(translate(x, 1, 1).toArray(), [[0, 0, 0], [0, 1, 2]]);
  assertEquals(translate(x, -2, 0).toArray(), [[3, 0, 0], [6, 0, 0]]);
  assertEquals(translate(x, 0, -1).toArray(), [[4, 5, 6], [0, 0, 0]]);
  for (const far of [3, -3, 2 ** 40]) assertEquals(translate(x, far, 0).toArray(), [[0, 0, 0], [0, 0, 0]]);
  assertEquals(translate(x, 0, 0).toArray(), x.toArray());
});

Deno.test("translate() may write over its source", () => {
  const own = x.clone();
  assertEquals(translate(own, 1, 0, { out: own }) === own && own.toArray(), [[0, 1, 2], [0, 4, 5]]);
});

Deno.test("translate() moves by whole pixels only", () => {
  assertThrows(() => translate(x, 0.5, 0), RangeError, "x must be an integer but is 0.5");
  assertThrows(() => translate(x, 0, NaN), RangeError, "y must be at least -Infinity but is NaN");
  assertThrows(() => translate(tensor([1]), 0, 0), TypeError, "src must be");
});
