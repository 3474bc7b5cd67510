// Largest and smallest elements with their positions on the emulated GPU against those of the CPU.
import { assertEquals } from "@std/assert";
import { DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { opNames } from "@taimatsu/tensor/native";
import { callCpu, callEmulated } from "./testing_kernels.ts";

const OPS = ["max", "min"].map((name) => opNames("reduce").indexOf(name));

function expectSame(op: number, r: Tensor, index: Tensor, x: Tensor, dim: number): void {
  const expected = r.clone(), positions = index.clone();
  const wanted = callCpu("tm_reduce_index", [op, expected, positions, x, "frame", dim], [expected, positions, x]);
  const found = callEmulated("tm_reduce_index", [op, r, index, x, "frame", dim], [r, index, x]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  if (wanted.status !== 0) return;
  assertClose(r, expected, { relative: 0, absolute: 0 });
  assertEquals(index.toArray(), positions.toArray());
}

function expectExtremes(x: Tensor, dim: number): void {
  for (const op of OPS) {
    const r = x.narrow(dim, 0, 1).clone().zero();
    expectSame(op, r, empty(r.size(), { dtype: "int64" }).zero(), x, dim);
  }
}

Deno.test("the first of equal elements is found in every dtype and layout", () => {
  for (const dtype of DTYPES) {
    const values = Array.from({ length: 600 }, (_, i) => dtype === "bool" ? i * 7 % 2 : i * 7919 % 23);
    const x = tensor(values, { dtype }).view(3, 40, 5);
    for (const part of [x, x.transpose(0, 2), x.narrow(1, 3, 17), x.narrow(1, 2, 1).expand([3, 4, 5])]) {
      for (const dim of [0, 1, 2]) expectExtremes(part, dim);
    }
  }
});

Deno.test("long rows and tall columns are split and joined", () => {
  const values = Array.from({ length: 80000 }, (_, i) => i * 7919 % 1009);
  expectExtremes(tensor(values), 0);
  expectExtremes(tensor(values).view(2, 40000), 1);
  expectExtremes(tensor(values).view(2000, 40), 0);
});

Deno.test("the first NaN wins over everything", () => {
  const x = tensor(
    Array.from({ length: 20000 }, (_, i) => i === 700 || i === 15000 ? NaN : i === 3 ? Infinity : i % 91),
  );
  expectExtremes(x, 0);
  expectExtremes(x.view(500, 40), 0);
});

Deno.test("bad operands are refused in the words of the CPU", () => {
  const x = tensor([1, 2, 3, 4]).view(2, 2), r = empty([2, 1]), index = empty([2, 1], { dtype: "int64" });
  expectSame(OPS[0]!, r, index, x, 2);
  expectSame(0, r, index, x, 1);
  expectSame(OPS[0]!, r, index, x, 0);
  expectSame(OPS[0]!, r, empty([2, 1]), x, 1);
  expectSame(OPS[0]!, empty([2, 1], { dtype: "float64" }), index, x, 1);
  expectSame(OPS[1]!, r, index, empty([2, 0]), 1);
});
