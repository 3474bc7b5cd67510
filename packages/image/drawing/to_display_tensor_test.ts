import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, full, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, layoutsOf } from "@taimatsu/tensor/testing";
import { minmax } from "../filters/minmax.ts";
import { bytesOf, picture } from "../testing.ts";
import { type DisplayTensorOptions, toDisplayTensor } from "./to_display_tensor.ts";

/** Images [1, 1, 2] that hold k and k + 1 of 5: 0, 1; 1, 2; … */
const images = (n: number): Tensor[] => Array.from({ length: n }, (_, k) => tensor([[[k, k + 1]]]));
const rows = (input: Tensor | Tensor[], options: DisplayTensorOptions = {}): number[][] =>
  toDisplayTensor(input, options).select(0, 0).toArray() as number[][];
const raw = { min: 0, max: 1, saturate: false };

Deno.test("toDisplayTensor() lays images out row by row", () => {
  assertEquals(rows(images(3), raw), [[0, 1, 1, 2, 2, 3]]);
  assertEquals(rows(images(3), { ...raw, nrow: 2 }), [[0, 1, 1, 2], [2, 3, 3, 3]]); // the rest has the largest value
  assertEquals(rows(images(3), { ...raw, nrow: 1 }), [[0, 1], [1, 2], [2, 3]]);
  assertEquals(rows(images(8), raw), [[0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6], [6, 7, 7, 8, ...Array(8).fill(8)]]);
  assertEquals(rows(images(1), { ...raw, nrow: 9 }), [[0, 1]]);
});

Deno.test("toDisplayTensor() puts space between images", () => {
  assertEquals(rows(images(2), { ...raw, padding: 2 }), [
    [2, 2, 2, 2, 2, 2, 2, 2],
    [2, 0, 1, 2, 2, 1, 2, 2],
    [2, 2, 2, 2, 2, 2, 2, 2],
  ]);
  assertEquals(rows(images(2), { ...raw, padding: 1, nrow: 1 }), [[0, 1, 2], [2, 2, 2], [1, 2, 2], [2, 2, 2]]);
});

Deno.test("toDisplayTensor() stretches all images, or each", () => {
  assertEquals(rows(images(4)), [[0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]]);
  assertEquals(rows(images(4), { scaleeach: true }), [[0, 1, 0, 1, 0, 1, 0, 1]]);
  assertEquals(rows(images(3), { min: 1 }), [[0, 0, 0, 0.5, 0.5, 1]]);
  assertEquals(rows(images(3), { min: 1, saturate: false }), [[-0.5, 0, 0, 0.5, 0.5, 1]]);
  assertEquals(rows(images(3), { max: 2 }), [[0, 0.5, 0.5, 1, 1, 1]]);
  assertEquals(rows(images(3), { min: -1, max: 1, scaleeach: true }), [[0.5, 1, 1, 1, 1, 1]]);
  assertEquals(rows([tensor([[-1, 0]]), tensor([[1, 4]])], { symmetric: true }), [[0.375, 0.5, 0.625, 1]]);
  assertEquals(rows([tensor([[-1, 0]]), tensor([[1, 4]])], { symmetric: true, scaleeach: true }), [[0, 0.5, 0.625, 1]]);
  assertEquals(rows([full([1, 2], 7)]), [[0, 0]]); // nothing to stretch
});

Deno.test("toDisplayTensor() takes tensors of all kinds", () => {
  const size = (shape: number[], options?: DisplayTensorOptions) => toDisplayTensor(zeros(shape), options).size();
  assertEquals(size([4, 5]), [4, 5]);
  assertEquals(size([1, 4, 5]), [1, 4, 5]);
  assertEquals(size([3, 4, 5]), [3, 4, 5]);
  assertEquals(size([3, 4, 5], { padding: 2 }), [3, 4, 5]); // one image
  assertEquals(size([2, 4, 5]), [4, 10]); // gray maps
  assertEquals(size([7, 4, 5], { padding: 1 }), [2 * 5, 6 * 6]);
  assertEquals(size([7, 3, 4, 5], { nrow: 3 }), [3, 12, 15]);
  assertEquals(size([7, 1, 4, 5], { nrow: 4 }), [1, 8, 20]);
  assertEquals(
    toDisplayTensor(arange(0, 4).view(2, 2)).toArray(),
    [[0, 1 / 3, 2 / 3, 1].map(Math.fround)].flatMap((v) => [
      v.slice(0, 2),
      v.slice(2),
    ]),
  );
  const list = [0, 1, 2].map((seed) => picture([3, 4, 5], "float64", seed));
  const y = toDisplayTensor(list, { nrow: 2, min: 0, max: 1, padding: 1 });
  list.forEach((x, k) => {
    const part = y.narrow(1, Math.floor(k / 2) * 5, 4).narrow(2, k % 2 * 6, 5);
    assertClose(part, x, { relative: 1e-15 });
  });
});

Deno.test("toDisplayTensor() gives the same for a list, a batch and gray maps, and stretches as minmax()", () => {
  const maps = picture([5, 4, 3]), options = { nrow: 2, padding: 3 }, grid = toDisplayTensor(maps, options);
  const list = Array.from({ length: 5 }, (_, k) => maps.select(0, k)), stretched = minmax(maps);
  for (const other of [list, maps.view(5, 1, 4, 3), list.map((map) => map.view(1, 4, 3))]) {
    assert(toDisplayTensor(other, options).equal(grid.view(1, 21, 12)));
  }
  for (let k = 0; k < 5; k++) {
    assert(grid.narrow(0, (k >> 1) * 7 + 1, 4).narrow(1, k % 2 * 6 + 1, 3).equal(stretched.select(0, k)));
  }
  for (const shape of [[4, 5], [1, 4, 5], [3, 4, 5]]) {
    const x = picture(shape);
    assert(toDisplayTensor(x).equal(minmax(x)));
    assert(toDisplayTensor(bytesOf(x)).equal(minmax(bytesOf(x))));
  }
});

Deno.test("toDisplayTensor() keeps the dtype, any layout, and its argument", () => {
  const bytes = [tensor([[10, 20]], { dtype: "uint8" }), tensor([[30, 61]], { dtype: "uint8" })],
    y = toDisplayTensor(bytes);
  assertEquals([y.dtype, y.toArray()], ["uint8", [[[0, 50, 100, 255]]]]);
  assertEquals(toDisplayTensor(bytes, { scaleeach: true }).toArray(), [[[0, 255, 0, 255]]]);
  for (const shape of [[4, 3, 5, 6], [4, 5, 6], [5, 6]]) {
    const x = picture(shape), before = x.clone(), wanted = toDisplayTensor(x, { nrow: 3, padding: 1 });
    assert(x.equal(before));
    for (const [name, laid] of Object.entries(layoutsOf(x))) {
      assert(toDisplayTensor(laid, { nrow: 3, padding: 1 }).equal(wanted), name);
    }
    const out = zeros([1], { dtype: "float64" });
    assertEquals(toDisplayTensor(x, { nrow: 3, padding: 1, out }), out);
    assert(out.equal(wanted));
    toDisplayTensor(x, { nrow: 3, padding: 1, out: x });
    assert(x.equal(wanted));
  }
});

Deno.test("toDisplayTensor() refuses what it cannot show", () => {
  // deno-lint-ignore no-explicit-any
  const any = toDisplayTensor as any, x = zeros([2, 3]);
  const wrong: [unknown[], string][] = [
    [[], "input must be a tensor but is undefined"],
    [[[]], "input must have images but is an empty list"],
    [[[x, 5]], "each image of input must be a tensor but is 5"],
    [[[x, zeros([3, 2])]], "of one size and dtype but are [2, 3] of float32 and [3, 2] of float32"],
    [[[x, x.double()]], "and [2, 3] of float64"],
    [[[zeros([1, 3, 2, 2])]], "the images of input must be [height, width] or [channels, height, width]"],
    [[[zeros([2, 3, 3]), zeros([2, 3, 3])]], "input must be [1 or 3, height, width] or"],
    [[zeros([2, 4, 3, 3])], "but is [2, 4, 3, 3]"],
    [[tensor([1, 2])], "input must be [height, width] or"],
    [[zeros([0, 3, 3])], "but is [0, 3, 3]"],
    [[x.long()], "input must be uint8, float32 or float64 but is int64"],
    [[x, { padding: -1 }], "padding must be at least 0 but is -1"],
    [[x, { padding: 0.5 }], "padding must be an integer but is 0.5"],
    [[x, { nrow: 0 }], "nrow must be at least 1 but is 0"],
    [[x, { nrow: NaN }], "nrow must be at least 1 but is NaN"],
    [[x, { min: NaN }], "min must be finite but is NaN"],
    [[x, { max: Infinity }], "max must be finite but is Infinity"],
    [[x, { out: zeros([1]).double() }], "out must be float32 but is float64"],
  ];
  for (const [args, message] of wrong) {
    const { message: found } = assertThrows(() => any(...args), Error, message) as Error;
    assert(found.startsWith("Cannot run toDisplayTensor: "), found);
  }
});
