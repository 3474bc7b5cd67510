import { assertEquals, assertThrows } from "@std/assert";
import { cat, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import type { SampleMode } from "./sample.ts";
import { warp } from "./warp.ts";

const modes: SampleMode[] = ["simple", "bilinear", "bicubic", "lanczos"];
const double = (x: Parameters<typeof tensor>[0]) => tensor(x, { dtype: "float64" });
/** A field with one position. */
const at = (y: number, x: number): Tensor => double([[[y]], [[x]]]);
const value = (x: Tensor, field: Tensor, options = {}) => warp(x, field, { offset: false, ...options }).get(0, 0);

Deno.test("warp() with no distance copies", () => {
  for (const dtype of ["uint8", "float32", "float64"] as const) {
    const x = picture([2, 5, 6], dtype);
    for (const mode of modes) assertClose(warp(x, zeros([2, 5, 6]), { mode }), x, { relative: 1e-6 });
  }
});

Deno.test("warp() takes (y, x): down, then right", () => {
  const x = double([[1, 2], [3, 4]]);
  assertEquals(value(x, at(1, 0)), 3);
  assertEquals(value(x, at(0, 1)), 2);
  assertEquals(warp(x, double([[[1, 0]], [[0, -1]]])).toArray(), [[3, 1]]);
});

Deno.test("warp() finds values between pixels", () => {
  const x = double([[0, 1, 4, 9, 16, 25, 36]]);
  assertEquals(value(x, at(0, 2.4), { mode: "simple" }), 4);
  assertEquals(value(x, at(0, 2.5), { mode: "simple" }), 9);
  assertClose(value(x, at(0, 2.25)), 4 + 5 / 4);
  // Catmull-Rom splines hold parabolas; in one row the rows above and below have the weight 0.
  assertClose(value(x, at(0, 2.3), { mode: "bicubic" }), 2.3 ** 2);
  const weight = (d: number) => 3 * Math.sin(Math.PI * d) * Math.sin(Math.PI * d / 3) / (Math.PI * d) ** 2;
  const f = 3.3, near = [1, 2, 3, 4, 5, 6].map((k) => weight(f - k));
  const sum = near.reduce((a, b) => a + b, 0);
  const wanted = near.reduce((a, w, i) => a + w * (i + 1) ** 2, 0) / sum;
  assertClose(value(x, at(0, f), { mode: "lanczos" }), wanted);
});

Deno.test("warp() clamps positions outside, or pads", () => {
  const x = double([[1, 2], [3, 4]]);
  for (const mode of modes) {
    for (const [y, u, edge] of [[-5, -1e9, 1], [0, 7, 2], [1e300, 0, 3], [Infinity, Infinity, 4]]) {
      assertClose(value(x, at(y!, u!), { mode }), edge!, { relative: 1e-12 });
      assertEquals(value(x, at(y!, u!), { mode, clamp: "pad", pad: 9 }), 9);
    }
    assertClose(value(x, at(NaN, 1), { mode }), 2);
    assertEquals(value(x, at(1, NaN), { mode, clamp: "pad", pad: 9 }), 9);
    assertEquals(value(x, at(-0.01, 0), { mode, clamp: "pad" }), 0);
  }
});

Deno.test("warp() of images of one row, column or pixel", () => {
  for (const mode of modes) {
    const one = double([[7]]);
    if (mode !== "bicubic") {
      assertClose(warp(one, zeros([2, 3, 2], { dtype: "float64" }).fill(0.4), { mode }).sum(), 42);
    }
    assertClose(warp(double([[1], [2]]), zeros([2, 2, 1]), { mode }), [[1], [2]]);
    assertClose(warp(double([[1, 2]]), zeros([2, 1, 2]), { mode }), [[1, 2]]);
  }
});

Deno.test("warp() of a batch takes one field, or one for each image", () => {
  const x = picture([2, 3, 4, 5]), a = picture([2, 6, 7], "float32", 2), b = picture([2, 6, 7], "float32", 3);
  const fields = cat([a.view(1, 2, 6, 7), b.view(1, 2, 6, 7)], 0);
  const one = (k: number, field: Tensor) => warp(x.select(0, k), field).toArray();
  assertEquals(warp(x, a).toArray(), [one(0, a), one(1, a)]);
  assertEquals(warp(x, fields).toArray(), [one(0, a), one(1, b)]);
});

Deno.test("warp() refuses what it cannot do", () => {
  const x = picture([3, 4, 5]), field = zeros([2, 4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = warp as any;
  const wrong: [unknown[], string][] = [
    [[x], "field must be a tensor but is undefined"],
    [[x, zeros([3, 4, 5])], "field must be [2, height, width] but is [3, 4, 5]"],
    [[x, zeros([1, 2, 4, 5])], "field must be [2, height, width] but is [1, 2, 4, 5]"],
    [[x.view(1, 3, 4, 5), zeros([2, 2, 4, 5])], "field must be [2, height, width] or [1, 2, height, width]"],
    [[x, zeros([2, 0, 5])], "field must be"],
    [[x, field.long()], "field must be float32 or float64 but is int64"],
    [[x, field, { mode: "cubic" }], "mode must be one of"],
    [[x, field, { clamp: "wrap" }], 'clamp must be one of clamp, pad but is "wrap"'],
    [[x, field, { pad: 1 }], 'clamp must be "pad" if pad is given but is "clamp"'],
    [[x, field, { clamp: "pad", pad: NaN }], "pad must be finite but is NaN"],
    [[tensor([1]), field], "src must be"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, message);
});
