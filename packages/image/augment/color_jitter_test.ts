import { assert, assertEquals, assertThrows } from "@std/assert";
import { full, Generator, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { rgb2hsv } from "../color/hsv.ts";
import { assertRounded, picture } from "../testing.ts";
import { colorJitter, type ColorJitterOptions } from "./color_jitter.ts";

// Away from 0 and 1, so that nothing is clamped.
const image = picture([3, 4, 5]).mul(0.2).add(0.4);
const grey = image.select(0, 0).clone().mul(0.299).add(0.587, image.select(0, 1)).add(0.114, image.select(0, 2));

/** The factor that leads from what is 0 at `base` to the result; the same everywhere. */
function factorOf(y: Tensor, base: Tensor): number {
  const f = (y.get(0, 1, 1) - base.get(0, 1, 1)) / (image.get(0, 1, 1) - base.get(0, 1, 1));
  assertClose(y, image.clone().mul(f).add(1 - f, base), { relative: 1e-12 });
  return f;
}

const bases: [keyof ColorJitterOptions, Tensor][] = [
  ["brightness", zeros([3, 4, 5], { dtype: "float64" })],
  ["contrast", full([3, 4, 5], grey.mean(), { dtype: "float64" })],
  ["saturation", grey.view(1, 4, 5).expand(3, 4, 5)],
];

for (const [name, base] of bases) {
  Deno.test(`colorJitter() draws the factor of ${name} from the range`, () => {
    const generator = new Generator(1), n = 400;
    const factors = Array.from({ length: n }, () => factorOf(colorJitter(image, { [name]: 0.3, generator }), base));
    assert(factors.every((f) => f >= 0.7 && f <= 1.3));
    const mean = factors.reduce((a, b) => a + b) / n, variance = factors.reduce((a, f) => a + (f - 1) ** 2, 0) / n;
    assert(Math.abs(mean - 1) < 0.05);
    assertClose(variance, 0.6 ** 2 / 12, { relative: 0.15 }); // of the uniform distribution
  });
}

Deno.test("colorJitter() turns the hue by what it draws from the range", () => {
  const generator = new Generator(1), n = 400, before = rgb2hsv(image);
  const turns = Array.from({ length: n }, () => {
    const after = rgb2hsv(colorJitter(image, { hue: 0.2, generator }));
    // Saturation and value stay; the hue moves alike everywhere, around the wheel.
    assertClose(after.narrow(0, 1, 2), before.narrow(0, 1, 2), { relative: 1e-9 });
    const moved = after.select(0, 0).clone().add(-1, before.select(0, 0));
    const turn = moved.get(1, 1) - Math.round(moved.get(1, 1));
    moved.add(-turn);
    assertClose(moved.clone().round(), moved, { absolute: 1e-9 });
    return turn;
  });
  assert(turns.every((turn) => Math.abs(turn) <= 0.2));
  const mean = turns.reduce((a, b) => a + b) / n, variance = turns.reduce((a, turn) => a + turn ** 2, 0) / n;
  assert(Math.abs(mean) < 0.03);
  assertClose(variance, 0.4 ** 2 / 12, { relative: 0.15 }); // of the uniform distribution
});

Deno.test("colorJitter() turns the hue of bytes as of reals", () => {
  const bytes = picture([3, 4, 5], "uint8"), generators = [new Generator(3), new Generator(3)];
  const [found, wanted] = [bytes, bytes.double().div(255)].map((x, k) =>
    colorJitter(x, { hue: 0.5, generator: generators[k]! })
  ) as [Tensor, Tensor];
  assertRounded(found, wanted);
  assert(!found.equal(bytes));
});

Deno.test("colorJitter() changes in a random order, each image of a batch for itself", () => {
  const options = { brightness: 0.5, contrast: 0.5, saturation: 0.5, hue: 0.5 },
    x = zeros([8, 3, 4, 5], { dtype: "float64" });
  for (let k = 0; k < 8; k++) x.select(0, k).copy(image);
  const y = colorJitter(x, { ...options, generator: new Generator(9) }), generator = new Generator(9);
  for (let k = 0; k < 8; k++) {
    assertEquals(y.select(0, k).toArray(), colorJitter(image, { ...options, generator }).toArray());
    if (k > 0) assert(!y.select(0, k).equal(y.select(0, k - 1)));
  }
});

Deno.test("colorJitter() keeps to the range of images", () => {
  const bytes = colorJitter(full([3, 2, 2], 200).byte(), { brightness: 1, generator: new Generator(2) });
  assertEquals(bytes.dtype, "uint8");
  for (let seed = 0; seed < 20; seed++) {
    const y = colorJitter(picture([3, 4, 4]), {
      brightness: 2,
      contrast: 2,
      saturation: 2,
      generator: new Generator(seed),
    });
    assert(y.min() >= 0 && y.max() <= 1);
    const strong = { brightness: 1e6, contrast: 1e6, saturation: 1e6, hue: 0.5, generator: new Generator(seed) };
    assert(!Number.isNaN(colorJitter(picture([3, 4, 4], "float32"), strong).sum()));
    // 100 f, rounded, of bytes; f from the same draw as for reals.
    const f = colorJitter(tensor([[[0.1]]]), { brightness: 1, generator: new Generator(seed) }).get(0, 0, 0) * 10;
    const byte = colorJitter(tensor([[[100]]]).byte(), { brightness: 1, generator: new Generator(seed) }).get(0, 0, 0);
    assert(Math.abs(byte - 100 * f) <= 0.501);
  }
});

Deno.test("colorJitter() of grey images, and with nothing to do", () => {
  const x = picture([1, 3, 3]);
  assertClose(colorJitter(x, { saturation: 0.9, hue: 0.5 }), x);
  const same = colorJitter(x);
  assertEquals(same.toArray(), x.toArray());
  assert(same !== x);
});

Deno.test("colorJitter() refuses what it cannot do", () => {
  assertThrows(() => colorJitter(image, { contrast: -1 }), RangeError, "contrast must be from 0");
  assertThrows(() => colorJitter(image, { saturation: NaN }), RangeError, "saturation must be from 0");
  assertThrows(() => colorJitter(image, { brightness: 1e7 }), RangeError, "brightness must be from 0 to 1000000");
  assertThrows(() => colorJitter(image, "0.4" as never), TypeError, 'options must be an object but is "0.4"');
  assertThrows(() => colorJitter(image, { hue: 0.6 }), RangeError, "hue must be from 0 to 0.5 but is 0.6");
  assertThrows(() => colorJitter(zeros([2, 3, 3])), TypeError, "src must be [1 or 3, height, width]");
});
