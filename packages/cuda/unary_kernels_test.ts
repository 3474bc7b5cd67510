// The rows of unary.def on the emulated GPU against those of the CPU, which are checked against Torch7 and PyTorch.
import { assert, assertEquals } from "@std/assert";
import { type Dtype, DTYPES, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { opNames } from "@taimatsu/tensor/native";
import { callCpu, callEmulated } from "./testing_kernels.ts";

const VALUES = [-3.5, -2, -1, -0.5, 0, 0.25, 0.75, 1, 1.5, 2, 3, 7, 20];
/** The device's own functions and the CPU's differ by a few roundings. */
const TOLERANCE: Partial<Record<Dtype, { relative: number; absolute: number }>> = {
  float32: { relative: 1e-5, absolute: 2e-6 },
  float64: { relative: 1e-13, absolute: 1e-14 },
};

function inputs(dtype: Dtype): Tensor {
  return tensor(VALUES.concat(VALUES, VALUES, [4]), { dtype }).view(8, 5);
}

function check(name: string, dtype: Dtype, r: Tensor, x: Tensor, row: number, a: number): boolean {
  const expected = r.clone(), args = (to: Tensor) => [row, to, x, "frame" as const, a, 3];
  const wanted = callCpu("tm_unary", args(expected), [expected, x]);
  const found = callEmulated("tm_unary", args(r), [r, x]);
  assertEquals(found.status, wanted.status, `${name} ${dtype}: ${found.message} ${wanted.message}`);
  assertEquals(found.message, wanted.message);
  if (wanted.status === 0) assertClose(r, expected, TOLERANCE[dtype] ?? { relative: 0, absolute: 0 });
  return wanted.status === 0;
}

Deno.test("every unary row of every dtype computes what the CPU computes", () => {
  let computed = 0;
  opNames("unary").forEach((name, row) => {
    for (const dtype of DTYPES) {
      if (name === "reverseDiv" && !dtype.startsWith("f")) continue; // by 0: below
      for (const a of [2, 0.5]) {
        const x = inputs(dtype);
        computed += +check(name, dtype, x.clone().zero(), x, row, a);
        // Across the rows, backwards in memory, and with a repeated element.
        computed += +check(name, dtype, x.clone().zero().t(), x.t(), row, a);
        computed += +check(name, dtype, x.clone().zero(), x.select(0, 3).view(1, 5).expand([8, 5]), row, a);
      }
    }
  });
  assert(computed > 800, `${computed}`);
});

Deno.test("contiguous elements of any alignment have rows of their own", () => {
  opNames("unary").forEach((name, row) => {
    if (name.startsWith("bit")) return; // rows of integers
    const x = inputs("float32").view(40).narrow(0, 1, 38), expected = x.clone().zero(), r = expected.clone();
    const args = (to: Tensor) => [row, 5, 38, { n: to }, { n: x }, 2, 3];
    callCpu("tm_unary_n", args(expected), [expected, x]);
    const { message } = callEmulated("tm_unary_n", args(r), [r, x]);
    assertEquals(message, "", name);
    assertClose(r, expected, TOLERANCE.float32!);
  });
});

Deno.test("every gradient computes what the CPU computes, contiguous or not", () => {
  opNames("unary").forEach((name, row) => {
    for (const dtype of ["float32", "float64"] as const) {
      const x = inputs(dtype), g = x.clone().mul(0.5).add(1), y = x.clone();
      callCpu("tm_unary", [row, y, x, "frame", 2, 3], [y, x]);
      for (const [gs, xs, ys] of [[g, x, y], [g.t(), x.t(), y.t()]] as const) {
        const r = xs.clone().zero(), expected = r.clone();
        const args = (to: Tensor) => [row, to, gs, xs, ys, "frame" as const, 2, 3];
        callCpu("tm_unary_grad", args(expected), [expected, gs, xs, ys]);
        assertEquals(callEmulated("tm_unary_grad", args(r), [r, gs, xs, ys]).message, "", name);
        assertClose(r, expected, {
          relative: TOLERANCE[dtype]!.relative * 10,
          absolute: TOLERANCE[dtype]!.absolute * 10,
        });
      }
    }
  });
});

Deno.test("an integer divided by 0 is complained of with its position", () => {
  const x = tensor([3, 1, 0, 2], { dtype: "int32" }), r = x.clone(), row = opNames("unary").indexOf("reverseDiv");
  assertEquals(
    callEmulated("tm_unary", [row, r, x, "frame", 6, 0], [r, x]).message,
    "Cannot run reverseDiv: x must not hold 0 for int32 but does at position 2",
  );
});

Deno.test("the CPU's storages and the GPU's are not mistaken for each other", () => {
  const x = tensor([1, 2]), r = x.clone();
  assertEquals(
    callEmulated("tm_unary_n", [0, 5, 2, { n: r }, null, 0, 8, 0, 0], [r]).message,
    "Cannot run abs: the storage of x is detached",
  );
  assertEquals(
    callCpu("tm_unary_n", [0, 5, 2, { n: r }, x, 0, -(2 ** 46 + 8), 0, 0], [r, x]).message,
    "Cannot run abs: x must be on cpu but is on cuda:0",
  );
});
