import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { lcn, minmax, saturate } from "../mod.ts";
import { assertImageFunction, assertRounded, bytesOf, picture } from "../testing.ts";

Deno.test("minmax stretches between given or found bounds", () => {
  const x = tensor([-2, -1, 0, 2], { dtype: "float64" });
  assertClose(minmax(x), [0, 0.25, 0.5, 1]);
  assertClose(minmax(x, { min: -1 }), [-1 / 3, 0, 1 / 3, 1]);
  assertClose(minmax(x, { max: 0 }), [0, 0.5, 1, 2]);
  assertClose(minmax(x, { min: -1, max: 1, saturate: true }), [0, 0, 0.5, 1]);
  assertClose(minmax(tensor([-1, 0, 4]), { symm: true }), [3 / 8, 0.5, 1]);
  assertClose(minmax(tensor([-1, 0, 4]), { symm: true, max: 2 }), [0.5, 2 / 3, 4 / 3]);
  assertEquals(minmax(tensor([3, 3])).toArray(), [0, 0]);
  assertEquals(minmax(x, { out: x }), x);
  assertClose(x, [0, 0.25, 0.5, 1]);
});

Deno.test("minmax rounds and clamps bytes, and says what it takes", () => {
  const x = bytesOf(picture([3, 9, 8]));
  assertRounded(minmax(x, { min: 50, max: 180 }), x.double().add(-50).div(130));
  assertEquals(minmax(tensor([3, 5, 4], { dtype: "uint8" })).toArray(), [0, 255, 128]);
  assertThrows(() => minmax(zeros([0])), TypeError, "but is empty");
  assertThrows(() => minmax(zeros([2]).int()), TypeError, "but is int32");
  assertThrows(() => minmax(x, { min: NaN }), RangeError, "min must be finite but is NaN");
});

Deno.test("saturate: dtypes, layouts, threads, batches and out; NaN stays", () => {
  assertImageFunction(saturate, picture([2, 3, 5, 6]).mul(3).add(-1));
  const bytes = bytesOf(picture([4, 5]));
  assert(saturate(bytes).equal(bytes));
  assertEquals(saturate(tensor([[NaN, Infinity, -Infinity]])).toArray(), [[NaN, 1, 0]]);
});

Deno.test("lcn follows its formula", () => {
  const x = picture([7, 8]), kernel = tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]], { dtype: "float64" }).div(16);
  const deviation = x.std(), z = x.clone().add(-x.mean()).div(deviation), y = lcn(x, { kernel });
  assertEquals(y.size(), [5, 6]);
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 6; j++) {
      let mean = 0, square = 0;
      for (let a = 0; a < 3; a++) {
        for (let b = 0; b < 3; b++) {
          const weight = kernel.get(a, b), value = z.get(i + a, j + b);
          mean += weight * value;
          square += weight * value * value;
        }
      }
      const wanted = (z.get(i + 1, j + 1) - mean) / Math.max(1, Math.sqrt(Math.max(0, square - mean * mean)));
      assertClose(tensor([y.get(i, j)], { dtype: "float64" }), [wanted], { absolute: 1e-12 });
    }
  }
});

Deno.test("lcn: dtypes, layouts, threads, batches and out; images of one value", () => {
  assertImageFunction((x, options) => lcn(x, options), picture([2, 1, 12, 14]), { tolerance: 1e-4 });
  const bytes = bytesOf(picture([1, 12, 14]));
  assertClose(lcn(bytes), lcn(bytes.float().div(255)), { absolute: 1e-4 });
  assertEquals(lcn(zeros([10, 10]).fill(0.5)).toArray(), [[0, 0], [0, 0]]);
  assertThrows(() => lcn(zeros([8, 12])), TypeError, "the kernel [9, 9] must fit into the image [8, 12]");
});

Deno.test("minmax stays finite where max - min does not", () => {
  for (const [dtype, huge] of [["float64", 1.5 * 2 ** 1023], ["float32", 1.5 * 2 ** 127]] as const) {
    const x = tensor([-huge, 0, huge / 3, huge], { dtype });
    assertClose(minmax(x), tensor([0, 0.5, 2 / 3, 1], { dtype }));
    assertClose(minmax(x, { symm: true }), tensor([0, 0.5, 2 / 3, 1], { dtype }));
    assertClose(minmax(x, { min: -huge, max: huge / 3 }), tensor([0, 0.75, 1, 1.5], { dtype }));
  }
});
