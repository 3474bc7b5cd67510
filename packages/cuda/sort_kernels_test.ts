// Order on the emulated GPU against that of the CPU, which is checked against Torch7 and PyTorch.
import { assertEquals } from "@std/assert";
import { type Dtype, DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { callCpu, callEmulated } from "./testing_kernels.ts";

function expectSame(name: string, r: Tensor, index: Tensor, x: Tensor, ...rest: number[]): void {
  const expected = r.clone(), positions = index.clone();
  const wanted = callCpu(name, [expected, positions, x, "frame", ...rest], [expected, positions, x]);
  const found = callEmulated(name, [r, index, x, "frame", ...rest], [r, index, x]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  if (wanted.status !== 0) return;
  assertClose(r, expected, { relative: 0, absolute: 0 });
  assertEquals(index.toArray(), positions.toArray(), `${name} ${rest}`);
}

function numbers(dtype: Dtype, ...size: number[]): Tensor {
  const n = size.reduce((a, b) => a * b, 1), floating = dtype.startsWith("f");
  const values = Array.from({ length: n }, (_, i) => {
    const v = i * 7919 % 61 - (dtype === "uint8" ? 0 : 30);
    return dtype === "bool" ? i % 2 : floating && i % 50 === 7 ? NaN : floating && i % 50 === 9 ? -0 : v;
  });
  return tensor(values, { dtype }).view(...size);
}

function check(x: Tensor, dim: number): void {
  const make = (k: number) => {
    const size = x.size().map((s, d) => d === dim ? k : s);
    return [empty(size, { dtype: x.dtype }).zero(), empty(size, { dtype: "int64" }).zero(), x] as const;
  };
  const n = x.size(dim);
  for (const flag of [0, 1]) {
    expectSame("tm_sort", ...make(n), dim, flag);
    for (const k of [1, n >> 1, n]) for (const sorted of [0, 1]) expectSame("tm_topk", ...make(k), dim, flag, sorted);
  }
  for (const k of [0, n >> 1, n - 1, n]) expectSame("tm_kthvalue", ...make(1), dim, k);
  expectSame("tm_mode", ...make(1), dim);
}

Deno.test("lines of every dtype and length, along every dimension", () => {
  for (const dtype of DTYPES) for (const dim of [0, 1, 2]) check(numbers(dtype, 3, 37, 2), dim);
  for (const n of [1, 2, 255, 1024]) check(numbers("float32", n), 0);
});

Deno.test("lines longer than a tile are merged", () => {
  for (const dtype of ["float32", "int64", "uint8"] as const) check(numbers(dtype, 5000), 0);
  check(numbers("float64", 2, 1500, 2), 1);
});

Deno.test("the first and last numbers of a dtype keep their places", () => {
  const x = tensor([2 ** 31 - 1, -(2 ** 31), 0, -1, 1], { dtype: "int32" }),
    y = tensor([Infinity, -Infinity, NaN, 0, -0]);
  for (const one of [x, y]) check(one, 0);
});

Deno.test("bad operands are refused in the words of the CPU", () => {
  const x = numbers("float32", 4, 3), r = empty([4, 3]), index = empty([4, 3], { dtype: "int64" });
  expectSame("tm_sort", r, index, x, 2, 0);
  expectSame("tm_sort", r, empty([4, 3]), x, 1, 0);
  expectSame("tm_sort", r.narrow(1, 0, 2).clone(), index, x, 1, 0);
  expectSame("tm_topk", empty([4, 5]), empty([4, 5], { dtype: "int64" }), x, 1, 1, 1);
  expectSame("tm_kthvalue", empty([4, 1]), empty([4, 1], { dtype: "int64" }), x, 1, -1);
  expectSame("tm_mode", empty([4, 0]), empty([4, 0], { dtype: "int64" }), x, 1);
  expectSame("tm_sort", empty([0, 3]), empty([0, 3], { dtype: "int64" }), empty([0, 3]), 0, 0);
});
