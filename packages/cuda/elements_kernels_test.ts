// The rows of binary.def, ternary.def and compare.def, and elements by their positions, on the emulated GPU against the CPU's.
import "./testing_emulate.ts";
import { assert, assertEquals } from "@std/assert";
import { arange, type Dtype, DTYPES, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { opNames } from "@taimatsu/tensor/native";
import { type Argument, callCpu, callEmulated } from "./testing_kernels.ts";

const VALUES = [-3.5, -2, -1, -0.5, 1, 0.25, 0.75, 2, 1.5, 5, 3, 7];
/** The device's own functions and the CPU's differ by a few roundings. */
const TOLERANCE: Partial<Record<Dtype, { relative: number; absolute: number }>> = {
  float32: { relative: 1e-5, absolute: 2e-6 },
  float64: { relative: 1e-13, absolute: 1e-14 },
};

function input(dtype: Dtype, turn: number): Tensor {
  const turned = [...VALUES.slice(turn), ...VALUES.slice(0, turn)];
  const whole = (v: number) => dtype === "uint8" ? Math.abs(Math.round(v)) || 1 : Math.round(v) || 1; // no divisor is 0
  return tensor(turned.map((v) => dtype.startsWith("float") ? v : whole(v)), { dtype }).view(3, 4);
}

/** Calls a function on both sides with r last changed, and compares; returns whether it has a kernel. */
function agree(name: string, r: Tensor, operands: Tensor[], args: (r: Tensor) => Argument[]): boolean {
  const expected = r.clone();
  const wanted = callCpu(name, args(expected), [expected, ...operands]);
  const found = callEmulated(name, args(r), [r, ...operands]);
  assertEquals([found.status, found.message], [wanted.status, wanted.message]);
  if (wanted.status === 0) assertClose(r, expected, TOLERANCE[r.dtype] ?? { relative: 0, absolute: 0 });
  return wanted.status === 0;
}

function layouts(x: Tensor, y: Tensor): [Tensor, Tensor, Tensor][] {
  const r = x.clone().zero();
  return [
    [r, x, y],
    [r.t(), x.t(), y.t()],
    [r.clone().t().contiguous().t(), x, y.t().contiguous().t()],
    [r.clone(), x, y.narrow(0, 1, 1).expand([3, 4])],
    [r.clone(), x, y.narrow(1, 2, 1).expand([3, 4])],
  ];
}

Deno.test("every binary and ternary row of every dtype and layout computes what the CPU computes", () => {
  let computed = 0;
  for (const dtype of DTYPES) {
    for (const [r, x, y] of layouts(input(dtype, 0), input(dtype, 5))) {
      opNames("binary").forEach((_, row) =>
        computed += +agree("tm_binary", r.clone(), [x, y], (to) => [row, to, x, y, "frame", 2])
      );
      opNames("ternary").forEach((_, row) =>
        computed += +agree("tm_ternary", r.clone(), [x, y, x], (to) => [row, to, x, y, x, "frame", 2])
      );
    }
    const x = input(dtype, 0), y = input(dtype, 3);
    opNames("binary").forEach((_, row) => {
      const code = DTYPES.indexOf(dtype);
      computed += +agree("tm_binary_n", x.clone(), [x, y], (to) => [row, code, 12, { n: to }, { n: x }, { n: y }, 2]);
    });
  }
  assert(computed > 500, `${computed}`);
});

Deno.test("every comparison of every dtype and layout computes what the CPU computes", () => {
  for (const dtype of DTYPES) {
    for (const [r, x, y] of layouts(input(dtype, 0), input(dtype, 5))) {
      opNames("compare").forEach((_, row) => {
        for (const to of [r.clone(), r.to("uint8"), r.to("bool"), r.to(dtype === "int16" ? "int32" : "int16")]) {
          agree("tm_compare", to, [x, y], (into) => [row, into, x, y, "frame"]);
          for (const value of [1, 1.5, -1e30, NaN]) {
            agree("tm_compare_scalar", to.clone(), [x], (into) => [row, into, x, "frame", value]);
          }
        }
      });
    }
  }
});

Deno.test("elements are gathered and scattered as on the CPU", () => {
  for (const dtype of DTYPES) {
    const x = arange(0, 12).view(3, 4).to(dtype), index = tensor([[2, 0, -1, 1], [0, 0, 1, 2]], { dtype: "int64" });
    for (const [from, at] of [[x, index], [x.t().contiguous().t(), index.t().contiguous().t()]] as const) {
      agree("tm_gather", x.narrow(0, 0, 2).clone().zero(), [from, at], (to) => [to, from, at, "frame", 0]);
      for (const add of [0, 1]) {
        const part = from.narrow(0, 0, 2);
        agree("tm_scatter", x.clone(), [part, at], (to) => [to, part, at, "frame", 0, add]);
      }
    }
    agree("tm_gather", x.narrow(1, 0, 2).clone(), [x, index.t().narrow(0, 0, 3)], (to) => [
      to,
      x,
      index.t().narrow(0, 0, 3),
      "frame",
      1,
    ]);
  }
});

Deno.test("an index outside is complained of, and its element left out", () => {
  const x = arange(0, 3), index = tensor([1, 3, 0], { dtype: "int64" }), r = arange(10, 13);
  const { message } = callEmulated("tm_gather", [r, x, index, "frame", 0], [r, x, index]);
  assertEquals(message, "Cannot run gather: index must be from -3 to 2 but is 3 at position 1");
  assertEquals(r.toArray(), [1, 11, 0]);
});

Deno.test("a divisor of integers that is 0 is complained of", () => {
  const x = tensor([4, 6], { dtype: "int32" }), y = tensor([2, 0], { dtype: "int32" }), r = x.clone();
  const row = opNames("binary").indexOf("cdiv");
  const { message } = callEmulated("tm_binary", [row, r, x, y, "frame", 1], [r, x, y]);
  assertEquals(message, "Cannot run cdiv: y must not hold 0 for int32 but does at position 1");
});
