import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { minmax, toDisplayTensor } from "../mod.ts";
import { bytesOf, picture } from "../testing.ts";

Deno.test("a list, a batch and gray maps give the same grid", () => {
  const maps = picture([5, 4, 3]), options = { nrow: 2, padding: 3 }, grid = toDisplayTensor(maps, options);
  assertEquals(grid.size(), [21, 12]);
  const list = Array.from({ length: 5 }, (_, k) => maps.select(0, k));
  for (const other of [list, maps.view(5, 1, 4, 3), list.map((map) => map.view(1, 4, 3))]) {
    assert(toDisplayTensor(other, options).equal(grid.view(1, 21, 12)));
  }
  const stretched = minmax(maps);
  for (let k = 0; k < 5; k++) {
    assert(grid.narrow(0, (k >> 1) * 7 + 1, 4).narrow(1, k % 2 * 6 + 1, 3).equal(stretched.select(0, k)));
  }
  assertEquals([grid.get(0, 0), grid.get(20, 11)], [1, 1]);
  const out = zeros([1], { dtype: "float64" });
  assert(toDisplayTensor(maps, { ...options, out }) === out && out.equal(grid));
});

Deno.test("single images are only stretched", () => {
  for (const shape of [[4, 5], [1, 4, 5], [3, 4, 5]]) {
    const x = picture(shape);
    assert(toDisplayTensor(x).equal(minmax(x)));
    assert(toDisplayTensor(bytesOf(x)).equal(minmax(bytesOf(x))));
  }
});

Deno.test("bounds hold for all images or for each", () => {
  const list = [tensor([[0, 1]]), tensor([[2, 4]])];
  assertClose(toDisplayTensor(list), [[[0, 0.25, 0.5, 1]]]);
  assertClose(toDisplayTensor(list, { scaleeach: true }), [[[0, 1, 0, 1]]]);
  assertClose(toDisplayTensor(list, { min: 1, max: 2 }), [[[0, 0, 1, 1]]]);
  assertClose(toDisplayTensor(list, { min: 1, max: 2, saturate: false }), [[[-1, 0, 1, 3]]]);
  assertClose(toDisplayTensor(list, { symmetric: true }), [[[0.5, 0.625, 0.75, 1]]]);
});

Deno.test("toDisplayTensor says what it takes", () => {
  const refused: [unknown, string][] = [
    [[], "input must have images but is an empty list"],
    [[zeros([2, 2]), zeros([2, 3])], "of one size and dtype but are [2, 2] of float32 and [2, 3] of float32"],
    [
      zeros([2, 2, 3, 3]),
      "input must be [1 or 3, height, width] or [batch, 1 or 3, height, width] but is [2, 2, 3, 3]",
    ],
    [zeros([3]), "but is [3]"],
    ["x", 'input must be a tensor but is "x"'],
  ];
  for (const [input, message] of refused) assertThrows(() => toDisplayTensor(input as Tensor), TypeError, message);
  assertThrows(() => toDisplayTensor(zeros([2, 2]), { nrow: 0 }), RangeError, "nrow must be at least 1 but is 0");
  assertThrows(
    () => toDisplayTensor(zeros([2, 2]), { padding: -1 }),
    RangeError,
    "padding must be at least 0 but is -1",
  );
});
