import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { logpolar, polar } from "./polar.ts";

/** The value of a ramp at the middle of a pixel, where positions name corners. */
const SIZE = 40, ramp = zeros([2, SIZE, SIZE], { dtype: "float64" });
for (let y = 0; y < SIZE; y++) {
  for (let x = 0; x < SIZE; x++) {
    ramp.setAt([0, y, x], y);
    ramp.setAt([1, y, x], x);
  }
}

Deno.test("polar() and logpolar() start below the centre and go on to the left", () => {
  for (
    const [transform, radius] of [[polar, (i: number) => 20 * i / 40], [
      logpolar,
      (i: number) => 20 ** (i / 40),
    ]] as const
  ) {
    const y = transform(ramp, { interp: "bilinear" });
    for (let j = 0; j < 40; j++) {
      for (let i = 0; i < 37; i++) {
        const a = 2 * Math.PI * j / 40, r = radius(i), near = { relative: 0, absolute: 1e-5 };
        assertClose(y.get(0, j, i), 20 + r * Math.cos(a), near);
        assertClose(y.get(1, j, i), 20 - r * Math.sin(a), near);
      }
    }
  }
});

Deno.test("polar() has Torch7's defaults, and ends at edges or corners", () => {
  const x = picture([3, 6, 8]);
  assertEquals(polar(x).toArray(), polar(x, { interp: "simple", mode: "valid" }).toArray());
  assertEquals(logpolar(x).toArray(), logpolar(x, { interp: "simple", mode: "valid" }).toArray());
  assertEquals(polar(x).size(), [3, 8, 8]);
  assertEquals(polar(x, { width: 5, height: 9 }).size(), [3, 9, 5]);
  const light = tensor([[1, 1], [1, 1]]);
  assertEquals(polar(light, { width: 4, height: 1 }).toArray(), [[1, 1, 1, 1]]);
  assertEquals(polar(light, { mode: "full", width: 4, height: 1 }).toArray(), [[1, 1, 1, 0]]); // radii up to √2
});

Deno.test("polar() of one pixel", () => {
  for (const interp of ["simple", "bilinear"] as const) {
    assertEquals(polar(tensor([[3]]), { interp }).toArray(), [[3]]);
    assertEquals(logpolar(tensor([[3]]), { interp }).size(), [1, 1]);
  }
});

Deno.test("polar() refuses what it cannot do", () => {
  const x = picture([3, 4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = polar as any;
  assertThrows(() => any(x, { interp: "valid" }), TypeError, 'interp must be one of simple, bilinear but is "valid"');
  assertThrows(() => any(x, { mode: "simple" }), TypeError, 'mode must be one of valid, full but is "simple"');
  assertThrows(() => any(x, { width: 0 }), RangeError, "width must be at least 1 but is 0");
  assertThrows(() => any(x, { height: NaN }), RangeError, "height must be at least 1 but is NaN");
  assertThrows(() => logpolar(tensor([1])), TypeError, "Cannot run logpolar: src must be");
});
