import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, cat, Generator, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { scale } from "../geometry/scale.ts";
import { picture } from "../testing.ts";
import { randomCrop, randomResizedCrop } from "./random_crop.ts";

const numbered = arange(1, 31).view(5, 6);

Deno.test("randomCrop() finds every place alike", () => {
  const generator = new Generator(3), counts = new Map<number, number>(), n = 4000;
  for (let k = 0; k < n; k++) {
    const y = randomCrop(numbered, 4, 3, { generator }), first = y.get(0, 0);
    const [row, column] = [Math.floor((first - 1) / 6), (first - 1) % 6];
    assertEquals(y.toArray(), numbered.narrow(0, row, 3).narrow(1, column, 4).toArray());
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  assertEquals([...counts.keys()].sort((a, b) => a - b), [1, 2, 3, 7, 8, 9, 13, 14, 15]);
  // Five standard deviations of a share of 1/9.
  for (const count of counts.values()) assert(Math.abs(count - n / 9) < 5 * Math.sqrt(n * 8 / 81));
});

Deno.test("randomCrop() reaches into the padding", () => {
  const generator = new Generator(5), one = tensor([[[1]]]), sums = new Set<string>();
  for (let k = 0; k < 100; k++) sums.add(JSON.stringify(randomCrop(one, 2, 1, { padding: 1, generator }).toArray()));
  assertEquals([...sums].sort(), ["[[[0,0]]]", "[[[0,1]]]", "[[[1,0]]]"]);
  assertEquals(randomCrop(numbered, 6, 5, { generator }).toArray(), numbered.toArray());
});

Deno.test("random crops of a batch differ, and follow from the seed", () => {
  const x = picture([16, 3, 20, 20]), again = x.clone();
  const same = cat(Array.from({ length: 8 }, () => x.narrow(0, 0, 1)), 0);
  for (
    const crop of [
      (x: Tensor, generator: Generator) => randomCrop(x, 10, 9, { generator, padding: 2 }),
      (x: Tensor, generator: Generator) => randomResizedCrop(x, 10, 9, { generator }),
    ]
  ) {
    const whole = crop(x, new Generator(1));
    assertEquals(whole.size(), [16, 3, 9, 10]);
    assertEquals(whole.toArray(), crop(x, new Generator(1)).toArray());
    assert(!whole.equal(crop(x, new Generator(2))));
    const generator = new Generator(1);
    for (let k = 0; k < 16; k++) assert(whole.select(0, k).equal(crop(x.select(0, k), generator)));
    const parts = crop(same, new Generator(4));
    assert(!parts.select(0, 0).equal(parts.select(0, 1)));
  }
  assert(x.equal(again));
});

Deno.test("randomResizedCrop() keeps to the area and the shape", () => {
  const generator = new Generator(7), height = 120, width = 90, x = zeros([2, height, width], { dtype: "float64" });
  for (let i = 0; i < height; i++) x.select(0, 0).select(0, i).fill(i);
  for (let j = 0; j < width; j++) x.select(0, 1).select(1, j).fill(j);
  const areas: number[] = [];
  for (let k = 0; k < 300; k++) {
    // Enlarged or not, the corners of a simple sample near the corners of the part.
    const y = randomResizedCrop(x, 400, 400, { generator, area: [0.2, 0.5], ratio: [0.5, 1.5], mode: "simple" });
    const h = y.get(0, 399, 0) - y.get(0, 0, 0) + 1, w = y.get(1, 0, 399) - y.get(1, 0, 0) + 1;
    const area = h * w / (height * width);
    assert(area > 0.19 && area < 0.51, `area ${area}`);
    assert(w / h > 0.48 && w / h < 1.54, `ratio ${w / h}`);
    areas.push(area);
  }
  assert(Math.min(...areas) < 0.22 && Math.max(...areas) > 0.48);
});

Deno.test("randomResizedCrop() falls back to the middle", () => {
  const x = picture([1, 10, 100]);
  const y = randomResizedCrop(x, 8, 8, { area: [1, 1], ratio: [1, 1], generator: new Generator(1) });
  assertEquals(y.toArray(), scale(x.narrow(2, 45, 10), 8, 8).toArray());
});

Deno.test("random crops refuse what they cannot do", () => {
  assertThrows(() => randomCrop(numbered, 7, 1), RangeError, "w must be from 1 to 6 but is 7");
  assertThrows(() => randomCrop(numbered, 1, 8, { padding: 1 }), RangeError, "h must be from 1 to 7 but is 8");
  assertThrows(() => randomCrop(numbered, 1, 1, { padding: -1 }), RangeError, "padding must be from 0");
  assertThrows(() => randomCrop(tensor([1]), 1, 1), TypeError, "src must be");
  assertThrows(() => randomResizedCrop(numbered, 0, 1), RangeError, "w must be at least 1 but is 0");
  assertThrows(() => randomResizedCrop(numbered, 2, 2, { area: [0.5, 0.2] }), RangeError, "area[1] must be from 0.5");
  assertThrows(() => randomResizedCrop(numbered, 2, 2, { area: [NaN, 1] }), RangeError, "area[0] must be from");
  assertThrows(() => randomResizedCrop(numbered, 2, 2, { ratio: [0, 1] }), RangeError, "ratio[0] must be from");
  assertThrows(
    () => randomResizedCrop(numbered, 2, 2, { mode: "no" as never }),
    TypeError,
    "Crop: mode must be one of",
  );
  assertThrows(() => randomResizedCrop(numbered, 2, 2, { area: 0.5 as never }), TypeError, "area must be a list of 2");
  assertThrows(
    () => randomResizedCrop(numbered, 2, 2, { ratio: [1, 2, 3] as never }),
    TypeError,
    "ratio must be a list",
  );
  assertThrows(
    () => randomResizedCrop(numbered, 2, 2, { mode: "lanczos", antialias: false }),
    TypeError,
    'Cannot run randomResizedCrop: antialias must be true in the mode "lanczos" but is false',
  );
  const generator = 3 as never, options = null as never;
  assertThrows(() => randomCrop(numbered, 1, 1, { generator }), TypeError, "generator must be a Generator but is 3");
  assertThrows(() => randomResizedCrop(numbered, 1, 1, options), TypeError, "options must be an object but is null");
});
