// Inner products, distances and equality on the emulated GPU against those of the CPU.
import { assertEquals } from "@std/assert";
import { type Dtype, DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { callCpu, callEmulated } from "./testing_kernels.ts";

function expectSame(name: string, x: Tensor, y: Tensor, ...rest: number[]): void {
  const wanted = callCpu(name, [x, y, "frame", ...rest], [x, y]);
  const found = callEmulated(name, [x, y, "frame", ...rest], [x, y]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  if (wanted.status === 0) assertClose(found.results[0]!, wanted.results[0]!, { relative: 1e-10, absolute: 1e-9 });
}

function numbers(dtype: Dtype, n: number, step: number): Tensor {
  return tensor(Array.from({ length: n }, (_, i) => dtype === "bool" ? i * step % 2 : i * step % 23), { dtype });
}

function pairs(dtype: Dtype): [Tensor, Tensor][] {
  const x = numbers(dtype, 9000, 7), y = numbers(dtype, 9000, 5);
  const none = empty([0], { dtype });
  return [[x, y], [x.view(90, 100).t(), y.view(100, 90)], [
    x.view(30, 300).narrow(1, 2, 9),
    y.view(30, 300).narrow(1, 0, 9),
  ], [none, none]];
}

Deno.test("inner products of every dtype and layout are those of the CPU", () => {
  for (const dtype of DTYPES) for (const [x, y] of pairs(dtype)) expectSame("tm_dot", x, y);
  const large = tensor(Array.from({ length: 5000 }, (_, i) => 2 ** 30 + i), { dtype: "int64" });
  expectSame("tm_dot", large, large); // wraps around
});

Deno.test("distances of every exponent are those of the CPU", () => {
  for (const dtype of DTYPES) {
    for (const [x, y] of pairs(dtype)) for (const p of [0, 1, 2, 3, 0.5, Infinity, NaN]) expectSame("tm_dist", x, y, p);
  }
});

Deno.test("one element that differs is found; NaN differs from itself and 0 is -0", () => {
  for (const dtype of DTYPES) {
    const x = numbers(dtype, 9000, 7), y = x.clone();
    expectSame("tm_equal", x, y);
    assertEquals(callEmulated("tm_equal", [x, y, "frame"], [x, y]).results[0], 1);
    expectSame("tm_equal", x.view(90, 100).t(), y.view(90, 100).t());
    y.narrow(0, 8765, 1).fill(dtype === "bool" ? 1 - 8765 * 7 % 2 : 99);
    expectSame("tm_equal", x, y);
    assertEquals(callEmulated("tm_equal", [x, y, "frame"], [x, y]).results[0], 0);
    expectSame("tm_equal", empty([0], { dtype }), empty([0], { dtype }));
  }
  for (const dtype of ["float32", "float64", "float16", "bfloat16"] as const) {
    expectSame("tm_equal", tensor([1, NaN], { dtype }), tensor([1, NaN], { dtype }));
    expectSame("tm_equal", tensor([0, 1], { dtype }), tensor([-0, 1], { dtype }));
  }
});

Deno.test("operands of two sizes or dtypes are refused in the words of the CPU", () => {
  for (const name of ["tm_dot", "tm_equal"]) {
    expectSame(name, tensor([1, 2]), tensor([1, 2, 3]));
    expectSame(name, tensor([1, 2]), tensor([1, 2], { dtype: "float64" }));
  }
  expectSame("tm_dist", tensor([1, 2]), tensor([1, 2, 3]), 2);
});
