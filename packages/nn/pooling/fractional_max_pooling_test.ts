import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { SpatialFractionalMaxPooling } from "./spatial_fractional_max_pooling.ts";
import { VolumetricFractionalMaxPooling } from "./volumetric_fractional_max_pooling.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

/** With the same windows for all samples, whatever the number of samples. */
class Fixed extends SpatialFractionalMaxPooling {
  override place(input: Tensor): void {
    super.place(input);
    this.randomSamples.fill(0.4);
  }
}

testLayer("SpatialFractionalMaxPooling", {
  make: () => new Fixed(2, 3, 4, 3),
  size: [3, 2, 7, 8],
  large: [16, 8, 40, 41],
});
testLayer("SpatialFractionalMaxPooling with windows that are fixed", {
  make: () => {
    const layer = new SpatialFractionalMaxPooling(2, 2, 0.6, 0.5, { generator: seeded() });
    layer.forward(zeros([3, 2, 7, 9]));
    return layer.fixPoolingRegions();
  },
  size: [3, 2, 7, 9],
  samples: false,
});
testLayer("VolumetricFractionalMaxPooling with windows that are fixed", {
  make: () => {
    const layer = new VolumetricFractionalMaxPooling(2, 3, 2, 2, 3, 4, { generator: seeded() });
    layer.forward(zeros([2, 2, 4, 7, 6]));
    return layer.fixPoolingRegions();
  },
  size: [2, 2, 4, 7, 6],
  samples: false,
});

/** An input whose elements are their columns shows where windows end. */
function columns(planes: number, height: number, width: number): Tensor {
  const x = zeros([planes, height, width]);
  for (let c = 0; c < width; c++) x.select(2, c).fill(c);
  return x;
}

Deno.test("SpatialFractionalMaxPooling follows the formula for its windows", () => {
  const layer = new SpatialFractionalMaxPooling(3, 2, 6, 2, { generator: seeded() }), x = columns(50, 4, 17);
  const y = layer.forward(x), a = (17 - 3) / 5;
  for (let p = 0; p < 50; p++) {
    const u = layer.randomSamples.get(0, p, 0);
    for (let i = 0; i < 6; i++) {
      const start = i < 5 ? Math.floor((i + u) * a) - Math.floor(u * a) : 14;
      assertEquals(y.get(p, 1, i), start + 2);
    }
  }
});

Deno.test("SpatialFractionalMaxPooling draws windows for each plane and forward, until they are fixed", () => {
  const layer = new SpatialFractionalMaxPooling(2, 2, 5, 5, { generator: seeded() }), x = columns(40, 9, 12);
  const outputs = [1, 2].map(() => layer.forward(x).clone());
  assert(!outputs[0]!.equal(outputs[1]!));
  assert(
    !outputs[0]!.select(0, 0).equal(outputs[0]!.select(0, 1)) ||
      !outputs[0]!.select(0, 0).equal(outputs[0]!.select(0, 2)),
  );
  layer.fixPoolingRegions();
  assert(layer.forward(x).equal(outputs[1]!));
  assert(layer.clone().forward(x).equal(outputs[1]!));
  layer.fixPoolingRegions(false);
  assert(!layer.forward(x).equal(outputs[1]!));
});

Deno.test("SpatialFractionalMaxPooling draws the same from the same seed", () => {
  const x = numbers([2, 3, 9, 12], "float32");
  const [a, b] = [1, 2].map(() => new SpatialFractionalMaxPooling(2, 2, 5, 5, { generator: seeded() }).forward(x));
  assert(a!.equal(b!));
});

Deno.test("SpatialFractionalMaxPooling gives one window the end of the input", () => {
  const layer = new SpatialFractionalMaxPooling(2, 2, 1, 1);
  assertEquals(layer.forward(columns(1, 3, 5)).toArray(), [[[4]]]);
  assertEquals(layer.indices.toArray(), [[[9]]]);
});

Deno.test("SpatialFractionalMaxPooling takes an empty batch", () => {
  const layer = new SpatialFractionalMaxPooling(2, 2, 3, 3), x = zeros([0, 2, 6, 6]);
  assertEquals(layer.forward(x).size(), [0, 2, 3, 3]);
  assertEquals(layer.backward(x, zeros([0, 2, 3, 3])).size(), [0, 2, 6, 6]);
});

Deno.test("fractional max pooling names the sizes that it takes", () => {
  assertThrows(
    () => new SpatialFractionalMaxPooling(3, 2, 4, 5).forward(zeros([1, 5, 5])),
    TypeError,
    "Cannot run SpatialFractionalMaxPooling.forward: input must be [planes, height >= 6, width >= 6] but is [1, 5, 5]",
  );
  assertThrows(
    () => new SpatialFractionalMaxPooling(2, 2, 0.5, 0.9).forward(zeros([1, 5, 1])),
    TypeError,
    "[planes, height with 1 <= floor(0.9 height) <= height - 1, width with 1 <= floor(0.5 width) <= width - 1] but is [1, 5, 1]",
  );
});

Deno.test("fractional max pooling checks its arguments", () => {
  const refuse = (args: [number, number, number, number], message: string) =>
    assertThrows(() => new SpatialFractionalMaxPooling(...args), RangeError, `SpatialFractionalMaxPooling: ${message}`);
  refuse([1, 2, 3, 3], "poolSizeW must be from 2 to 2147483647 but is 1");
  refuse([2, 2, 3.5, 3], "outW must be");
  refuse([2, 2, 0.5, 3], "outH must lie between 0 and 1, as all ratios, or all must be sizes, but it is 3");
  refuse([2, 2, NaN, 3], "outW must lie between 0 and 1, as all ratios, or all must be sizes, but it is NaN");
  refuse([2, 2, 0, 0.5], "outW must lie between 0 and 1, as all ratios, or all must be sizes, but it is 0");
});

Deno.test("fractional max pooling is shown as Torch7 does", () => {
  assertEquals(String(new SpatialFractionalMaxPooling(2, 3, 4, 5)), "nn.SpatialFractionalMaxPooling(4,5,2,3)");
  assertEquals(String(new SpatialFractionalMaxPooling(2, 3, 0.5, 0.7)), "nn.SpatialFractionalMaxPooling(0.5,0.7,2,3)");
  const volumes = new VolumetricFractionalMaxPooling(2, 3, 4, 5, 6, 7);
  assertEquals(String(volumes), "nn.VolumetricFractionalMaxPooling(5x6x7, 2,3,4)");
});
