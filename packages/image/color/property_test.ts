// Colours of any image, there and back.
import { assert } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import { hsl2rgb, hsv2rgb, lab2rgb, rgb2hsl, rgb2hsv, rgb2lab, rgb2nrgb, rgb2yuv, yuv2rgb } from "../mod.ts";
import { picture } from "../testing.ts";

const image = fc.record({ seed: fc.nat(1e6), h: fc.integer({ min: 1, max: 9 }), w: fc.integer({ min: 1, max: 40 }) })
  .map(({ seed, h, w }) => picture([3, h, w], "float64", seed));

function check(property: (x: ReturnType<typeof picture>) => void): void {
  fc.assert(fc.property(image, property), { numRuns: 100, seed: 1 });
}

Deno.test("conversions there and back give the image", () => {
  check((x) => {
    assertClose(hsv2rgb(rgb2hsv(x)), x, { absolute: 1e-12 });
    assertClose(hsl2rgb(rgb2hsl(x)), x, { absolute: 1e-12 });
    assertClose(yuv2rgb(rgb2yuv(x)), x, { absolute: 1e-4 });
    assertClose(lab2rgb(rgb2lab(x)), x, { absolute: 2e-3 });
  });
});

Deno.test("hue, saturation and the rest lie from 0 to 1, hues repeat, shares have the sum 1", () => {
  check((x) => {
    for (const y of [rgb2hsv(x), rgb2hsl(x), rgb2nrgb(x)]) assert(y.min() >= 0 && y.max() <= 1);
    const hsv = rgb2hsv(x), later = hsv.clone();
    later.select(0, 0).add(3);
    assertClose(hsv2rgb(later), hsv2rgb(hsv), { absolute: 1e-12 });
    assertClose(rgb2nrgb(x.clone().add(1)).sum(0), x.clone().mul(0).add(1).select(0, 0).view(1, ...x.size().slice(1)), {
      absolute: 1e-6,
    });
  });
});
