// Matrix products on the emulated GPU against those of the CPU, which are checked against Torch7 and PyTorch.
import "./testing_emulate.ts";
import { assertEquals } from "@std/assert";
import { arange, type Dtype, empty, manualSeed, ones, randn, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { callCpu, callEmulated } from "./testing_kernels.ts";

const DTYPES: readonly Dtype[] = ["float32", "float64", "uint8", "int8", "int16", "int32", "int64"];

function numbers(dtype: Dtype, rows: number, columns: number): Tensor {
  manualSeed(rows * 100 + columns);
  return dtype.startsWith("float") ? randn([rows, columns], { dtype }) : randn([rows, columns]).mul(5).to(dtype);
}

function check(name: string, r: Tensor, a: Tensor, b: Tensor, beta: number, alpha: number): void {
  const expected = r.clone(), args = (to: Tensor) => [to, a, b, "frame" as const, beta, alpha];
  assertEquals(callCpu(name, args(expected), [expected, a, b]).message, "");
  assertEquals(callEmulated(name, args(r), [r, a, b]).message, "");
  const exact = !r.dtype.startsWith("float");
  assertClose(r, expected, { relative: exact ? 0 : r.dtype === "float32" ? 2e-5 : 1e-12, absolute: exact ? 0 : 1e-5 });
}

Deno.test("products of every dtype and layout are those of the CPU", () => {
  for (const dtype of DTYPES) {
    for (const [m, k, n] of [[1, 1, 1], [3, 5, 2], [70, 33, 65], [64, 16, 64], [2, 300, 3]] as const) {
      const a = numbers(dtype, m, k), b = numbers(dtype, k, n), r = numbers(dtype, m, n);
      check("tm_addmm", r.clone(), a, b, 1, 1);
      check("tm_addmm", r.clone(), a.t().contiguous().t(), b, 0, 2);
      check("tm_addmm", r.clone().t().contiguous().t(), a, b.t().contiguous().t(), 2, -1);
      check("tm_addmv", r.select(1, 0).clone(), a, b.select(1, 0), 1, 1);
      check("tm_addr", r.clone(), a.select(1, 0), b.select(0, 0), 1, 2);
    }
  }
});

Deno.test("a long sum of a small product is made of shares in order", () => {
  const a = randn([4, 100_000], { dtype: "float64" }), b = randn([100_000, 3], { dtype: "float64" });
  const first = zeros([4, 3], { dtype: "float64" }), second = zeros([4, 3], { dtype: "float64" });
  check("tm_addmm", first, a, b, 0, 1);
  callEmulated("tm_addmm", [second, a, b, "frame", 0, 1], [second, a, b]);
  assertEquals(second.toArray(), first.toArray());
});

Deno.test("batches of products are those of the CPU", () => {
  for (const dtype of ["float32", "float64", "int32"] as const) {
    const a = numbers(dtype, 5 * 7, 9).view(5, 7, 9), b = numbers(dtype, 5 * 9, 4).view(5, 9, 4);
    check("tm_baddbmm", numbers(dtype, 5 * 7, 4).view(5, 7, 4), a, b, 1, 2);
    check(
      "tm_baddbmm",
      numbers(dtype, 5 * 7, 4).view(5, 7, 4),
      a,
      b.transpose(1, 2).contiguous().transpose(1, 2),
      0,
      1,
    );
  }
});

Deno.test("there may be more batches than blocks", () => {
  const batches = 65_536, r = empty([batches, 1, 1]);
  const a = ones([batches, 1, 2]), b = arange(0, 2 * batches).view(batches, 2, 1);
  assertEquals(callEmulated("tm_baddbmm", [r, a, b, "frame", 0, 1], [r, a, b]).message, "");
  assertEquals([r.get(0, 0, 0), r.get(batches - 1, 0, 0)], [1, 4 * batches - 3]);
});

Deno.test("operands that do not fit are refused as on the CPU", () => {
  const r = zeros([2, 2]), a = zeros([2, 3]), b = zeros([2, 2]);
  const wanted = callCpu("tm_addmm", [r, a, b, "frame", 0, 1], [r, a, b]);
  assertEquals(callEmulated("tm_addmm", [r, a, b, "frame", 0, 1], [r, a, b]).message, wanted.message);
});
