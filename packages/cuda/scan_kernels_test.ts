// Running sums and products on the emulated GPU against those of the CPU.
import { assertEquals } from "@std/assert";
import { type Dtype, DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { callCpu, callEmulated } from "./testing_kernels.ts";

function expectSame(r: Tensor, x: Tensor, dim: number, product: number): void {
  const expected = r.clone(), wanted = callCpu("tm_scan", [expected, x, "frame", dim, product], [expected, x]);
  const found = callEmulated("tm_scan", [r, x, "frame", dim, product], [r, x]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  const tolerance = x.dtype === "float32" ? 1e-6 : 1e-12;
  if (wanted.status === 0) assertClose(r, expected, { relative: tolerance, absolute: tolerance });
}

function numbers(dtype: Dtype, ...size: number[]): Tensor {
  const n = size.reduce((a, b) => a * b, 1), floating = dtype.startsWith("f");
  const values = Array.from(
    { length: n },
    (_, i) => dtype === "bool" ? i % 2 : (i * 7919 % 5 + 1) * (floating ? 0.4 : 1),
  );
  return tensor(values, { dtype }).view(...size);
}

Deno.test("every dtype along every dimension", () => {
  for (const dtype of DTYPES) {
    const x = numbers(dtype, 3, 21, 4);
    for (const dim of [0, 1, 2]) for (const product of [0, 1]) expectSame(x.clone().zero(), x, dim, product);
  }
});

Deno.test("long rows are split into chunks, and products of floats are not", () => {
  for (const dtype of ["float32", "float64", "int32", "uint8"] as const) {
    for (const size of [[9000], [3, 4096], [2, 4097], [1, 300]]) {
      const x = numbers(dtype, ...size);
      for (const product of [0, 1]) expectSame(x.clone().zero(), x, size.length - 1, product);
    }
  }
  const x = tensor([1e-300, 1e200, 1e200, 1e-200], { dtype: "float64" });
  expectSame(x.clone().zero(), x, 0, 1);
});

Deno.test("the result may take the place of x", () => {
  const x = numbers("float32", 2, 5000), r = x.clone().zero();
  callCpu("tm_scan", [r, x, "frame", 1, 0], [r, x]);
  assertEquals(callEmulated("tm_scan", [x, x, "frame", 1, 0], [x, x]).message, "");
  assertClose(x, r, { relative: 1e-6, absolute: 0 });
});

Deno.test("bad operands are refused in the words of the CPU, empty ones are nothing", () => {
  const x = numbers("float32", 3, 4);
  expectSame(empty([3, 4]), x, 2, 0);
  expectSame(empty([3, 3]), x, 1, 1);
  expectSame(empty([3, 4], { dtype: "float64" }), x, 1, 0);
  expectSame(empty([3, 0]), empty([3, 0]), 1, 0);
});
