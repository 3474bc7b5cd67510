import { assert, assertEquals, assertThrows } from "@std/assert";
import { type OutOption, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import {
  colorize,
  colormap,
  hsl2rgb,
  hsv2rgb,
  jetColormap,
  lab2rgb,
  rgb2hsl,
  rgb2hsv,
  rgb2lab,
  rgb2nrgb,
  rgb2y,
  rgb2yuv,
  y2jet,
  yuv2rgb,
} from "../mod.ts";
import { assertImageFunction, assertRounded, bytesOf, picture } from "../testing.ts";

type Conversion = (src: Tensor, options?: OutOption) => Tensor;
const FOR_BYTES: Record<string, Conversion> = {
  rgb2y,
  rgb2yuv,
  yuv2rgb,
  rgb2hsl,
  hsl2rgb,
  rgb2hsv,
  hsv2rgb,
  rgb2nrgb,
};
const CONVERSIONS: Record<string, Conversion> = { ...FOR_BYTES, rgb2lab, lab2rgb };

for (const [name, f] of Object.entries(CONVERSIONS)) {
  Deno.test(`${name}: dtypes, layouts, threads, batches and out`, () => {
    const tolerance = name.includes("lab") ? 1e-3 : 1e-5;
    for (const shape of [[2, 3, 5, 7], [1, 3, 40, 53], [3, 3, 1, 1]]) {
      assertImageFunction(f, picture(shape), { tolerance });
    }
  });

  Deno.test(`${name} says what it takes, and NaN makes NaN`, () => {
    assertThrows(() => f(zeros([2, 2])), TypeError, `Cannot run ${name}: src must be [3, height, width] or`);
    assertThrows(() => f(zeros([4, 2, 2])), TypeError, "but is [4, 2, 2]");
    assertThrows(() => f(zeros([3, 2, 2], { dtype: "int32" })), TypeError, "but is int32");
    assertThrows(() => f(zeros([3, 2, 2]), { out: zeros([1], { dtype: "int8" }) }), TypeError, "out must be float32");
    for (let c = 0; c < 3; c++) {
      const x = picture([3, 2, 2]);
      x.set(c, 1, 1, NaN);
      const y = f(x), rows = Array.from({ length: y.size()[0]! }, (_, k) => y.get(k, 1, 1));
      assert(rows.some(Number.isNaN), `channel ${c}`);
      assert(!Number.isNaN(y.get(0, 0, 0)));
    }
  });
}

for (const [name, f] of Object.entries(FOR_BYTES)) {
  Deno.test(`${name} rounds and clamps bytes`, () => {
    const x = bytesOf(picture([2, 3, 30, 47]));
    assertRounded(f(x), f(x.double().div(255)));
  });
}

Deno.test("bytes cannot hold Lab", () => {
  const x = zeros([3, 2, 2], { dtype: "uint8" });
  for (const f of [rgb2lab, lab2rgb]) assertThrows(() => f(x), TypeError, "must be float32 or float64 but is uint8");
});

Deno.test("rgb2y rounds every byte colour as whole numbers say", () => {
  const n = 40000, x = zeros([3, 200, 200], { dtype: "uint8" }), { data } = x;
  for (let k = 0; k < 3 * n; k++) data[k] = (k * 2654435761 >>> 11) & 255;
  const y = rgb2y(x).data;
  for (let k = 0; k < n; k++) {
    const [r, g, b] = [data[k], data[n + k], data[2 * n + k]].map(Number) as [number, number, number];
    assertEquals(y[k], Math.floor((299 * r + 587 * g + 114 * b + 500) / 1000), `${r} ${g} ${b}`);
  }
});

Deno.test("hue agrees with Python's colorsys", () => {
  const url = new URL("../testdata/color/colorsys.json", import.meta.url);
  const records: Record<string, RecordedTensor> = JSON.parse(Deno.readTextFileSync(url));
  const [rgb, hsv, hsl] = ["rgb", "hsv", "hsl"].map((name) => fromRecord(records[name]!)) as [Tensor, Tensor, Tensor];
  const tolerance = { absolute: 1e-10 };
  assertClose(rgb2hsv(rgb), hsv, tolerance);
  assertClose(rgb2hsl(rgb), hsl, tolerance);
  assertClose(hsv2rgb(hsv), rgb, tolerance);
  assertClose(hsl2rgb(hsl), rgb, tolerance);
});

Deno.test("rgb2lab gives the values that are published for the primaries", () => {
  const rgb = tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1]], { dtype: "float64" }).t().contiguous().view(3, 1, 3);
  const lab = [[53.24, 80.09, 67.2], [87.74, -86.18, 83.18], [32.3, 79.19, -107.86]];
  assertClose(rgb2lab(rgb).view(3, 3).t(), lab, { absolute: 0.05 });
});

Deno.test("colormap and jetColormap have n rows of colours in any dtype, and refuse other numbers", () => {
  for (const f of [colormap, jetColormap]) {
    const map = f(100, { dtype: "float64" });
    assertEquals(map.size(), [100, 3]);
    assert(map.min() >= 0 && map.max() <= 1);
    assertClose(f(100), map, { absolute: 1e-6 });
    for (const n of [0, -1, 1.5, NaN, 1e300]) assertThrows(() => f(n), RangeError, "n must be");
  }
  // The 64th colour has the saturation of the first again.
  const [low, high] = [colormap(64).select(0, 63).min(), colormap(64).select(0, 63).max()];
  assertClose(tensor([high - low]), [0.3], { absolute: 1e-6 });
});

Deno.test("y2jet has the colours of jetColormap, of each image's levels", () => {
  const levels = tensor([[1, 2, 3, 4, 5, 6]], { dtype: "float64" }), map = jetColormap(6, { dtype: "float64" });
  const wanted = map.t().contiguous().view(3, 1, 6);
  assertClose(y2jet(levels), wanted, { absolute: 1e-12 });
  assertClose(y2jet(levels.view(1, 1, 6)), wanted, { absolute: 1e-12 });
  const batch = tensor([1, 2, 2, 4], { dtype: "float64" }).view(2, 1, 1, 2);
  assert(y2jet(batch).select(0, 0).equal(y2jet(batch).select(0, 1)));
  assertRounded(y2jet(levels.byte()), wanted);
  assertClose(y2jet(levels, { levels: 12 }), y2jet(levels.clone().div(2), { levels: 6 }), { absolute: 1e-12 });
  assertImageFunction(y2jet, picture([2, 1, 4, 5]));
  assertThrows(() => y2jet(zeros([2, 2])), RangeError, "levels must be above 0 but is 0");
  assertThrows(() => y2jet(tensor([[NaN]])), RangeError, "levels must be finite but is NaN");
  assertThrows(() => y2jet(zeros([3, 2, 2])), TypeError, "src must be [1, height, width]");
});

Deno.test("colorize looks colours up", () => {
  const map = picture([5, 4]), labels = tensor([[0, 4], [2, 2], [1, 0]], { dtype: "uint8" });
  const r = colorize(labels, map);
  assertEquals(r.size(), [4, 3, 2]);
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 2; x++) {
      for (let c = 0; c < 4; c++) assertEquals(r.get(c, y, x), map.get(labels.get(y, x), c));
    }
  }
  for (const other of [labels.float(), labels.long(), labels.view(1, 3, 2), labels.t().contiguous().t()]) {
    assert(colorize(other, map).equal(r));
  }
  assert(colorize(labels.view(3, 1, 1, 2), map).select(0, 2).select(1, 0).equal(r.select(1, 2)));
  const out = zeros([1], { dtype: "float64" });
  assertEquals(colorize(labels, map, { out }), out);
  for (const bad of [-1, 5, 0.5, NaN]) {
    assertThrows(() => colorize(tensor([[bad]]), map), RangeError, "labels must be integers from 0 to 4");
  }
  assertThrows(() => colorize(zeros([2, 3, 3]), map), TypeError, "labels must be [height, width]");
  assertThrows(() => colorize(labels, zeros([3])), TypeError, "map must be [labels, channels]");
});

Deno.test("rgb2hsl is finite outside 0 … 1", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const pixel = (...rgb: number[]) => rgb2hsl(tensor(rgb, { dtype }).view(3, 1, 1)).view(-1).toArray();
    assertEquals(pixel(1, 0, -1), [1 / 12, 0, 0].map((x) => tensor([x], { dtype }).get(0)));
    assertEquals(pixel(0.5, 1.5, 0.5), [2 / 6, 0, 1].map((x) => tensor([x], { dtype }).get(0)));
  }
});
