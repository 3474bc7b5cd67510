// Filters of any image and kernel.
import { assertEquals } from "@std/assert";
import { conv2, ger } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import { convolve, dilate, erode, gaussianBlur, minmax } from "../mod.ts";
import { picture } from "../testing.ts";

const side = (max: number) => fc.integer({ min: 1, max });
const settings = { numRuns: 200, seed: 1 };

Deno.test("convolve is conv2, whether the kernel is a product or not", () => {
  const any = fc.tuple(fc.nat(1e6), side(40), side(70), side(8), side(8), fc.boolean());
  fc.assert(
    fc.property(any, ([seed, h, w, kh, kw, product]) => {
      const x = picture([h, w], "float64", seed);
      const kernel = product
        ? ger(picture([kh], "float64", seed + 1), picture([kw], "float64", seed + 2))
        : picture([kh, kw], "float64", seed + 1);
      assertClose(convolve(x, kernel, "full"), conv2(x, kernel, "F"), { absolute: 1e-12 });
      if (kh <= h && kw <= w) assertClose(convolve(x, kernel), conv2(x, kernel, "V"), { absolute: 1e-12 });
    }),
    settings,
  );
});

Deno.test("a blur is the same after turning and mirroring, and stays between the extremes", () => {
  const any = fc.tuple(fc.nat(1e6), side(20), side(30), fc.double({ min: 0, max: 4, noNaN: true }));
  fc.assert(
    fc.property(any, ([seed, h, w, sigma]) => {
      const x = picture([h, w], "float64", seed), y = gaussianBlur(x, sigma);
      assertClose(gaussianBlur(x.t(), sigma), y.t(), { absolute: 1e-12 });
      assertEquals(y.min() >= x.min() - 1e-12 && y.max() <= x.max() + 1e-12, true);
    }),
    settings,
  );
});

Deno.test("what is eroded is the opposite of the opposite dilated; minmax has the range 0 to 1", () => {
  fc.assert(
    fc.property(fc.nat(1e6), side(12), side(12), (seed, h, w) => {
      const noise = picture([h, w], "float64", seed), x = noise.clone().round(), opposite = x.clone().mul(-1).add(1);
      assertClose(erode(x), dilate(opposite).mul(-1).add(1));
      if (h * w > 1) assertEquals([minmax(noise).min(), minmax(noise).max()], [0, 1]);
    }),
    settings,
  );
});
