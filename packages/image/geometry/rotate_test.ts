import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { hflip, vflip } from "./flip.ts";
import { rotate } from "./rotate.ts";

const modes = ["simple", "bilinear"] as const, quarter = Math.PI / 2;

Deno.test("rotate() turns counter-clockwise", () => {
  for (const mode of modes) {
    const x = tensor([[1, 2], [3, 4]]);
    assertEquals(rotate(x, quarter, { mode }).toArray(), [[2, 4], [1, 3]]);
    assertEquals(rotate(x, -quarter, { mode }).toArray(), [[3, 1], [4, 2]]);
    // A mark right of the centre goes up a little.
    const mark = zeros([21, 21], { dtype: "float64" });
    mark.setAt([10, 18], 1);
    const y = rotate(mark, 0.3, { mode });
    assert(y.narrow(0, 0, 10).sum() > 0.5 && y.narrow(0, 10, 11).sum() < 1e-12);
  }
});

Deno.test("rotate() by quarters moves pixels as they are", () => {
  for (const mode of modes) {
    for (const [h, w] of [[5, 7], [4, 6], [1, 3], [5, 5]] as const) {
      const x = picture([2, h, w]), turned = (k: number) => rotate(x, k * quarter, { mode, expand: true });
      assertEquals(turned(1).toArray(), vflip(x.transpose(1, 2).contiguous()).toArray());
      assertEquals(turned(2).toArray(), hflip(vflip(x)).toArray());
      assertEquals(turned(-1).toArray(), hflip(x.transpose(1, 2).contiguous()).toArray());
      for (const k of [0, 4, -8, 12]) assertEquals(turned(k).toArray(), x.toArray());
      assertEquals(rotate(x, 2 * quarter, { mode }).toArray(), turned(2).toArray());
    }
  }
});

Deno.test("rotate() bilinear of a ramp is the turned ramp", () => {
  const n = 15, x = zeros([n, n], { dtype: "float64" }), theta = 0.4;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) x.setAt([i, j], 3 * i - 2 * j);
  const y = rotate(x, theta, { mode: "bilinear" }), c = 7;
  for (let i = 4; i < 11; i++) {
    for (let j = 4; j < 11; j++) {
      // The source of a pixel lies clockwise from it: for a pixel on the right, below.
      const u = c + Math.cos(theta) * (j - c) - Math.sin(theta) * (i - c);
      const v = c + Math.sin(theta) * (j - c) + Math.cos(theta) * (i - c);
      assertClose(y.get(i, j), 3 * v - 2 * u, { relative: 1e-12 });
    }
  }
});

Deno.test("rotate() fills what is outside, and expands the canvas", () => {
  const x = ones([3, 10, 20], { dtype: "float64" });
  const y = rotate(x, Math.PI / 4, { fill: [0.25, 0.5, 0.75] });
  assertEquals(y.size(), [3, 10, 20]);
  assertEquals([0, 1, 2].map((c) => y.get(c, 0, 0)), [0.25, 0.5, 0.75]);
  const whole = rotate(x, 0.5, { expand: true, mode: "bilinear" });
  assertEquals(whole.size(), [3, 19, 23]); // 20 sin 0.5 + 10 cos 0.5 = 18.4, 20 cos 0.5 + 10 sin 0.5 = 22.3
  assertClose(whole.sum() / 3, 200, { relative: 0.02 });
  assertEquals(rotate(x, 0.3).get(0, 0, 0), 0);
  assertEquals(rotate(picture([2, 3], "uint8"), 0.8, { fill: 300 }).get(0, 0), 255);
  assertEquals(rotate(ones([1, 1]), 1, { expand: true }).size(), [2, 2]); // sin 1 + cos 1 = 1.38
});

Deno.test("rotate() refuses what it cannot do", () => {
  const x = picture([3, 4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = rotate as any;
  const wrong: [unknown[], string][] = [
    [[x, NaN], "theta must be finite but is NaN"],
    [[x, Infinity], "theta must be finite but is Infinity"],
    [[x, "1"], 'theta must be a number but is "1"'],
    [[x], "theta must be a number but is undefined"],
    [[x, 1, { mode: "bicubic" }], 'mode must be one of simple, bilinear but is "bicubic"'],
    [[x, 1, { fill: NaN }], "fill must be finite but is NaN"],
    [[x, 1, { fill: [1, 2] }], "fill must be a number or a list of 3, one for each channel, but is [1, 2]"],
    [[x, 1, { fill: [1, 2, Infinity] }], "fill must be finite"],
    [[x, 1, { fill: "red" }], 'but is "red"'],
    [[tensor([1]), 1], "src must be"],
    [[x, 1, { out: zeros([1]) }], "out must be float64 but is float32"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, message);
});
