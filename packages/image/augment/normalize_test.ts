import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture, scattered } from "../testing.ts";
import { normalize } from "./normalize.ts";

const x = picture([2, 3, 4, 5]), mean = [0.1, 0.2, 0.3], std = [0.5, 1, 2];

Deno.test("normalize() works on each channel", () => {
  const y = normalize(x, mean, std);
  for (const [b, c, i, j] of [[0, 0, 0, 0], [1, 2, 3, 4], [0, 1, 2, 3]] as const) {
    assertClose(y.get(b, c, i, j), (x.get(b, c, i, j) - mean[c]!) / std[c]!);
  }
  assertEquals(normalize(x.select(0, 1), mean, std).toArray(), y.select(0, 1).toArray());
  assertEquals(normalize(scattered(x), mean, std).toArray(), y.toArray());
  assertClose(normalize(x.select(0, 0).select(0, 1), [0.2], [1]), y.select(0, 0).select(0, 1));
});

Deno.test("normalize() writes to out, which may be the source", () => {
  const out = zeros([1], { dtype: "float64" }), own = x.clone(), y = normalize(x, mean, std);
  assert(normalize(x, mean, std, { out }) === out && normalize(own, mean, std, { out: own }) === own);
  assertEquals(out.toArray(), y.toArray());
  assertEquals(own.toArray(), y.toArray());
});

Deno.test("normalize() refuses what it cannot do", () => {
  assertThrows(() => normalize(x.byte(), mean, std), TypeError, "src must be float32 or float64 but is uint8");
  assertThrows(() => normalize(x, [1], std), TypeError, "mean must be a list of 3, one for each channel, but is [1]");
  assertThrows(
    () => normalize(x, mean, 2 as never),
    TypeError,
    "std must be a list of 3, one for each channel, but is 2",
  );
  assertThrows(() => normalize(x, mean, [1, 0, 1]), RangeError, "std must be from");
  // deno-lint-ignore no-sparse-arrays
  assertThrows(() => normalize(x, [0, , 0] as never, std), TypeError, "mean must be a number but is undefined");
  assertThrows(() => normalize(x, [NaN, 0, 0], std), RangeError, "mean must be from");
});

Deno.test("normalize() by a tiny std gives infinities", () => {
  assertEquals(normalize(tensor([[[1, 0, -1]]]), [0], [1e-39]).toArray(), [[[Infinity, 0, -Infinity]]]);
  assertEquals(normalize(tensor([[[1, 0, -1]]]), [0], [1e-60]).toArray(), [[[Infinity, NaN, -Infinity]]]);
});
