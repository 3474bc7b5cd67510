// Reductions on the emulated GPU against those of the CPU, which are checked against Torch7 and PyTorch.
import { assert, assertEquals } from "@std/assert";
import { type Dtype, DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { opNames } from "@taimatsu/tensor/native";
import { callCpu, callEmulated } from "./testing_kernels.ts";

const TOLERANCE: Partial<Record<Dtype, { relative: number; absolute: number }>> = {
  float32: { relative: 1e-5, absolute: 1e-6 },
  float64: { relative: 1e-12, absolute: 1e-13 },
};
const EXACT = { relative: 0, absolute: 0 };

/** Numbers that repeat, both signs, in every dtype. */
function numbers(dtype: Dtype, ...size: number[]): Tensor {
  const n = size.reduce((a, b) => a * b, 1), floating = dtype.startsWith("f") || dtype.startsWith("b");
  const values = Array.from({ length: n }, (_, i) => {
    const v = (i * 7919 + 13 * (i % 11)) % 23 - (dtype === "uint8" ? 0 : 9);
    return dtype === "bool" ? +(v > 0) : floating ? v / 8 : v;
  });
  return tensor(values, { dtype }).view(...size);
}

function expectSame(name: string, args: (to: Tensor) => Parameters<typeof callCpu>[1], r: Tensor, x: Tensor): boolean {
  const expected = r.clone(), wanted = callCpu(name, args(expected), [expected, x]);
  const found = callEmulated(name, args(r), [r, x]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  if (wanted.status === 0) assertClose(r, expected, TOLERANCE[x.dtype] ?? EXACT);
  return wanted.status === 0;
}

function layouts(dtype: Dtype): Tensor[] {
  const x = numbers(dtype, 3, 40, 5);
  return [x, x.transpose(0, 2), x.narrow(1, 3, 17), x.narrow(1, 2, 1).expand([3, 4, 5])];
}

Deno.test("every row and dtype reduces along every dimension of any layout as on the CPU", () => {
  let computed = 0;
  opNames("reduce").forEach((name, op) => {
    for (const dtype of DTYPES) {
      for (const x of layouts(dtype)) {
        for (let dim = 0; dim < 3; dim++) {
          const size = x.size().map((s, d) => d === dim ? 1 : s);
          if (name === "prod" && x.size(dim) > 5) continue; // beyond what a number holds
          for (const to of new Set<Dtype>([dtype, "int64", "uint8", "bool"])) {
            const r = empty(size, { dtype: to }).zero();
            computed += +expectSame("tm_reduce", (r) => [op, r, x, "frame", dim, name === "norm" ? 3 : 1], r, x);
          }
        }
      }
    }
  });
  assert(computed > 1400, `${computed}`);
});

Deno.test("all elements reduce to one number as on the CPU", () => {
  opNames("reduce").forEach((name, op) => {
    for (const dtype of DTYPES) {
      for (const x of layouts(dtype)) {
        for (const p of name === "norm" ? [0, 1, 2, 3, Infinity] : [0, 1]) {
          const wanted = callCpu("tm_reduce_all", [op, x, "frame", p], [x]);
          const found = callEmulated("tm_reduce_all", [op, x, "frame", p], [x]);
          assertEquals(found.message, wanted.message);
          if (wanted.status !== 0) continue;
          assertClose(found.results[0]!, wanted.results[0]!, TOLERANCE[dtype] ?? EXACT);
        }
      }
    }
  });
});

Deno.test("long rows, tall columns and short rows are split and joined", () => {
  for (const dtype of ["float32", "float64", "int32", "uint8"] as const) {
    const cases: [Tensor, number][] = [
      [numbers(dtype, 2, 20000), 1],
      [numbers(dtype, 3000, 40), 0],
      [numbers(dtype, 700, 3), 1],
      [numbers(dtype, 30000, 2), 0],
      [numbers(dtype, 5, 1500), 1],
    ];
    for (const [x, dim] of cases) {
      for (const name of ["sum", "prod", "max", "min", "var", "std", "norm", "all", "any"]) {
        const op = opNames("reduce").indexOf(name), r = x.narrow(dim, 0, 1).clone().zero();
        expectSame("tm_reduce", (r) => [op, r, x, "frame", dim, 2], r, x);
      }
    }
  }
});

Deno.test("n contiguous elements reduce to one number, none to the start", () => {
  const x = numbers("float32", 9001);
  for (const [name, n] of [["sum", 9000], ["mean", 7], ["std", 5000], ["max", 0], ["sum", 0], ["prod", 0]] as const) {
    const op = opNames("reduce").indexOf(name), part = x.narrow(0, 1, 9000);
    const args = [op, 5, n, { n: part }, 0, "frame" as const];
    const wanted = callCpu("tm_reduce_all_n", args, [part]), found = callEmulated("tm_reduce_all_n", args, [part]);
    assertEquals(found.message, wanted.message);
    if (wanted.status === 0) assertClose(found.results[0]!, wanted.results[0]!, TOLERANCE.float32!);
  }
});

Deno.test("NaN wins, infinities stay, and sums repeat bit by bit", () => {
  const x = numbers("float32", 50, 300), max = opNames("reduce").indexOf("max"), sum = opNames("reduce").indexOf("sum");
  x.narrow(0, 7, 1).narrow(1, 123, 1).fill(NaN);
  x.narrow(0, 8, 1).narrow(1, 5, 1).fill(Infinity);
  x.narrow(0, 9, 1).narrow(1, 6, 1).fill(-Infinity);
  for (const op of [max, opNames("reduce").indexOf("min"), sum]) {
    for (const dim of [0, 1]) {
      const r = x.narrow(dim, 0, 1).clone().zero();
      expectSame("tm_reduce", (r) => [op, r, x, "frame", dim, 0], r, x);
    }
  }
  const y = numbers("float32", 60000), once = callEmulated("tm_reduce_all", [sum, y, "frame", 0], [y]).results[0];
  assertEquals(callEmulated("tm_reduce_all", [sum, y, "frame", 0], [y]).results[0], once);
});

Deno.test("bad operands are refused in the words of the CPU", () => {
  const x = numbers("float32", 3, 4), bad = empty([3, 2]), nothing = empty([3, 0]), r = empty([3, 1]);
  for (const name of ["sum", "mean", "var"]) {
    const op = opNames("reduce").indexOf(name);
    expectSame("tm_reduce", (r) => [op, r, x, "frame", 2, 0], r, x);
    expectSame("tm_reduce", (r) => [op, r, x, "frame", 1, 0], bad, x);
    expectSame("tm_reduce", (r) => [op, r, x, "frame", 1, NaN], r, x);
    expectSame("tm_reduce", (r) => [op, r, x, "frame", 1, 0], empty([3, 1], { dtype: "float64" }), x);
    expectSame("tm_reduce", (r) => [99, r, x, "frame", 1, 0], r, x);
    expectSame("tm_reduce", (r) => [op, r, nothing, "frame", 1, 0], r, nothing);
  }
});
