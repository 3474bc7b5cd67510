import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { affinetransform } from "./affine_transform.ts";
import { rotate } from "./rotate.ts";
import { translate } from "./translate.ts";
import { warp } from "./warp.ts";

const identity = [[1, 0], [0, 1]];

Deno.test("affinetransform() turns and moves", () => {
  const x = picture([2, 9, 9]), a = 0.5, cos = Math.cos(a), sin = Math.sin(a);
  const turned = affinetransform(x, [[cos, sin], [-sin, cos]]), wanted = rotate(x, a, { mode: "bilinear" });
  assertClose(turned.narrow(1, 3, 3).narrow(2, 3, 3), wanted.narrow(1, 3, 3).narrow(2, 3, 3));
  const moved = affinetransform(x, identity, { translation: tensor([2, -3]), clamp: "pad" });
  assertClose(moved, translate(x, -3, 2));
});

Deno.test("affinetransform() is a warp with the field of the matrix", () => {
  const x = picture([3, 5, 8]), [a, b, c, d] = [0.8, 0.3, -0.2, 1.1], field = zeros([2, 5, 8], { dtype: "float64" });
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 8; j++) {
      field.setAt([0, i, j], 2 + a * (i - 2) + b * (j - 3.5) - 0.2371);
      field.setAt([1, i, j], 3.5 + c * (i - 2) + d * (j - 3.5) - 0.7113);
    }
  }
  for (const mode of ["simple", "bilinear", "bicubic", "lanczos"] as const) {
    for (const border of [{}, { clamp: "pad", pad: 0.5 }] as const) {
      const y = affinetransform(x, [[a, b], [c, d]], { mode, translation: [0.2371, 0.7113], ...border });
      assertClose(y, warp(x, field, { mode, offset: false, ...border }));
    }
  }
});

Deno.test("affinetransform() refuses what is no matrix", () => {
  const x = picture([3, 4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = affinetransform as any;
  const wrong: [unknown[], string][] = [
    [[x], "matrix must be [2, 2] but is undefined"],
    [[x, [1, 0, 0, 1]], "matrix must be [2, 2] but is [4]"],
    [[x, [[1, 0], [0]]], "matrix must be [2, 2]"],
    [[x, zeros([3, 3])], "matrix must be [2, 2] but is [3, 3]"],
    [[x, [[1, NaN], [0, 1]]], "matrix must be finite but is NaN"],
    [[x, [[1, "0"], [0, 1]]], 'matrix must be a number but is "0"'],
    [[x, identity, { translation: [1] }], "translation must be [2] but is [1]"],
    [[x, identity, { translation: 3 }], "translation must be [2] but is 3"],
    [[x, identity, { mode: "none" }], "mode must be one of"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, message);
  assertEquals(affinetransform(x, identity).toArray(), x.toArray());
});
