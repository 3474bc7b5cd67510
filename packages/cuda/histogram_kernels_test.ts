// Histograms on the emulated GPU against those of the CPU.
import { assertEquals } from "@std/assert";
import { empty, type Tensor, tensor } from "@taimatsu/tensor";
import { callCpu, callEmulated } from "./testing_kernels.ts";

function expectSame(r: Tensor, x: Tensor, low: number, high: number): void {
  const expected = r.clone(), wanted = callCpu("tm_histogram", [expected, x, "frame", low, high], [expected, x]);
  const found = callEmulated("tm_histogram", [r, x, "frame", low, high], [r, x]);
  assertEquals(found.message, wanted.message);
  assertEquals(found.status, wanted.status);
  if (wanted.status === 0) assertEquals(r.toArray(), expected.toArray());
}

Deno.test("elements are counted, those outside and NaN are not", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const values = Array.from(
      { length: 3000 },
      (_, i) => i % 100 === 3 ? NaN : i % 100 === 4 ? Infinity : i * 7919 % 211 / 10,
    );
    const x = tensor(values, { dtype });
    for (const bins of [1, 7, 100, 3000]) {
      expectSame(empty([1, bins], { dtype }), x.view(1, 3000), 0, 20);
      expectSame(empty([3, bins], { dtype }), x.view(3, 1000), 2.5, 10);
    }
    expectSame(empty([2, 5], { dtype }), empty([2, 0], { dtype }), 0, 1);
    expectSame(empty([1, 4], { dtype }), tensor([0, 1, 1, 0.25], { dtype }).view(1, 4), 0, 1); // both ends belong
  }
  expectSame(empty([1, 9]), tensor(Array.from({ length: 150000 }, (_, i) => i % 10)).view(1, 150000), 0, 9);
});

Deno.test("bad operands are refused in the words of the CPU", () => {
  const x = tensor([1, 2, 3, 4]).view(2, 2);
  expectSame(empty([3, 2]), x, 0, 1);
  expectSame(empty([2, 2]), x, 1, 1);
  expectSame(empty([2, 2], { dtype: "float64" }), x, 0, 1);
  expectSame(empty([2, 2], { dtype: "int32" }), tensor([[1, 2], [3, 4]], { dtype: "int32" }), 0, 1);
});
