import { assertEquals, assertThrows } from "@std/assert";
import { arange, zeros } from "@taimatsu/tensor";
import { crop, type CropFormat } from "./crop.ts";

const x = arange(0, 2 * 5 * 6).view(2, 5, 6);

Deno.test("crop() copies a part", () => {
  const y = crop(x, 1, 2, 3, 4);
  assertEquals(y.toArray(), [[[13, 14], [19, 20]], [[43, 44], [49, 50]]]);
  y.fill(0);
  assertEquals(x.get(0, 2, 1), 13);
  assertEquals(crop(x, 0, 0, 6, 5).toArray(), x.toArray());
});

Deno.test("crop() finds corners and the centre", () => {
  const first = (format: CropFormat, w: number, h: number) => {
    const y = crop(x, format, w, h);
    assertEquals(y.size(), [2, h, w]);
    return y.get(0, 0, 0);
  };
  assertEquals(first("tl", 2, 2), 0);
  assertEquals(first("tr", 2, 2), 4);
  assertEquals(first("bl", 2, 2), 18);
  assertEquals(first("br", 2, 2), 22);
  assertEquals(first("c", 2, 2), 6 * 1 + 2);
  assertEquals(first("c", 3, 3), 6 * 1 + 1);
  assertEquals(first("c", 6, 5), 0);
});

Deno.test("crop() writes to out, and takes its size from there", () => {
  const out = zeros([2, 2, 2]);
  assertEquals(crop(x, 1, 2, 3, 4, { out }) === out && out.toArray(), crop(x, 1, 2, 3, 4).toArray());
  assertEquals(crop(x, 4, 3, { out }).toArray(), crop(x, "br", 2, 2).toArray());
  assertEquals(crop(x, "tl", 1, 1, { out }).toArray(), [[[0]], [[30]]]);
  const own = x.clone();
  assertEquals(crop(own, 1, 1, 3, 3, { out: own }).toArray(), crop(x, 1, 1, 3, 3).toArray());
});

Deno.test("crop() refuses parts outside and other nonsense", () => {
  // deno-lint-ignore no-explicit-any
  const any = crop as any;
  const wrong: [unknown[], string][] = [
    [[x, -1, 0, 2, 2], "the part must lie in [0, 6) and [0, 5) but has x from -1 to 2, y from 0 to 2"],
    [[x, 0, 0, 7, 2], "must lie in"],
    [[x, 0, 0, 2, 6], "must lie in"],
    [[x, 2, 2, 2, 4], "must lie in"],
    [[x, NaN, 0, 2, 2], "x1 must be at least -Infinity but is NaN"],
    [[x, 0.5, 0, 2, 2], "x1 must be an integer but is 0.5"],
    [[x, 0, 0, 2], "y2 must be a number but is undefined"],
    [[x, "middle", 2, 2], 'format must be one of c, tl, tr, bl, br but is "middle"'],
    [[x, "c", 7, 2], "must lie in"],
    [[x, "c", 0, 2], "w must be at least 1 but is 0"],
    [[x, 0, 0, {}], "out must be a tensor"],
    [[x, 0, 0, { out: zeros([3]) }], "at least 2 dimensions"],
    [[x, 0, 0, 2, 2, { out: zeros([1]).double() }], "out must be float32 but is float64"],
    [[zeros([0, 3, 3]), 0, 0, 2, 2], "src must be"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, message);
});
