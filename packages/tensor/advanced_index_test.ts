import { assertEquals, assertThrows } from "@std/assert";
import { arange, gt, type Index, type Tensor, tensor, zeros } from "./mod.ts";

const long = (data: Parameters<typeof tensor>[0]): Tensor => tensor(data, { dtype: "int64" });
/** 0 … 23 as [2, 3, 4], also in other layouts. */
const cubes = (): Tensor[] => {
  const x = arange(24).view(2, 3, 4);
  return [
    x,
    x.permute(2, 1, 0).clone().permute(2, 1, 0),
    arange(48).mul(0.5).view(2, 3, 8).at(null, null, [0, 8, 2]).copy(x),
  ];
};

/** The same in plain JavaScript: the elements at all combinations of positions. */
const CASES: [Index[], unknown][] = [
  [[long([1, 0, -1])], [1, 0, 1].map((i) => block(i))],
  [[null, long([2, 0])], [0, 1].map((i) => [2, 0].map((j) => row(i, j)))],
  [[0, [1, 3], long([3, 3])], [1, 2].map((j) => [3, 3].map((k) => element(0, j, k)))],
  [[long([0, 1]), long([2, -3])], [row(0, 2), row(1, 0)]],
  [[long([[0], [1]]), long([0, 2])], [0, 1].map((i) => [0, 2].map((j) => row(i, j)))],
  [[long([1, 0]), null, long([3, 1])], [[1, 3], [0, 1]].map(([i, k]) => [0, 1, 2].map((j) => element(i!, j, k!)))],
  [[tensor([0, 1], { dtype: "bool" })], [block(1)]],
  [[null, tensor([1, 0, 1], { dtype: "uint8" }), 1], [0, 1].map((i) => [0, 2].map((j) => element(i, j, 1)))],
  [[tensor([[1, 0, 0], [0, 0, 1]], { dtype: "bool" }), -1], [element(0, 0, 3), element(1, 2, 3)]],
];

function element(i: number, j: number, k: number): number {
  return 12 * i + 4 * j + k;
}
function row(i: number, j: number): number[] {
  return [0, 1, 2, 3].map((k) => element(i, j, k));
}
function block(i: number): number[][] {
  return [0, 1, 2].map((j) => row(i, j));
}

Deno.test("at() takes positions and masks beside indices and ranges", () => {
  for (const x of cubes()) {
    for (const [index, wanted] of CASES) assertEquals(x.at(...index).toArray(), wanted as number[]);
  }
});

Deno.test("setAt() writes where at() reads", () => {
  for (const x of cubes()) {
    for (const [index] of CASES) {
      const y = x, before = y.clone(), part = y.at(...index);
      y.setAt(index, part.clone().mul(-1).csub(1));
      assertEquals(y.at(...index).toArray(), part.clone().mul(-1).csub(1).toArray());
      assertEquals(y.lt(0).sum(), new Set(part.contiguous().view(-1).toArray() as number[]).size);
      const taken = y.lt(0).sum();
      y.setAt(index, 100);
      assertEquals(y.eq(100).sum(), taken);
      y.copy(before);
    }
  }
  const x = zeros([3, 3]);
  x.setAt([gt(arange(9).view(3, 3), 4)], 1).setAt([long([0, 1])], tensor([[5, 6, 7]], { dtype: "int32" }));
  assertEquals(x.toArray(), [[5, 6, 7], [5, 6, 7], [1, 1, 1]]);
});

Deno.test("what tensors cannot index is said", () => {
  const x = zeros([2, 3]);
  assertThrows(() => x.at(long([2])), RangeError, "Cannot run at: a position must be from -2 to 1 but is 2");
  assertThrows(
    () => x.at(long([0, 1]), long([0, 1, 2])),
    TypeError,
    "Cannot run at: sizes [2] and [3] are not compatible",
  );
  assertThrows(() => x.at(tensor([0.5])), TypeError, "an index tensor must be int64, uint8 or bool but is float32");
  assertThrows(() => x.at(zeros([3], { dtype: "bool" })), TypeError, "the mask must be [2] but is [3]");
  assertThrows(() => x.at(zeros([2, 3, 1], { dtype: "bool" })), RangeError, "takes at most 2 indices but 3 are given");
  assertEquals(x.at(zeros([2], { dtype: "bool" })).size(), [0, 3]);
});
