import { assert, assertEquals } from "@std/assert";
import { cpu, tensor } from "@taimatsu/tensor";
import { opNames } from "@taimatsu/tensor/native";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { MSECriterion } from "./mod.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

const one: NativeOperand = { dtype: "float32", shape: [1] };
const rows: NativeOperand = { dtype: "float32", shape: [3, 4] };
const maps: NativeOperand = { dtype: "float64", shape: [2, 4, 3] };
const weight: NativeOperand = { dtype: "float32", shape: [4] };
const left: NativeOperand = { dtype: "float32", shape: [] };
const labels = (...shape: number[]): NativeOperand => ({ dtype: "int64", shape });
const labelled = (...shape: number[]): NativeOperand => ({ dtype: "float32", shape });
const lists = (...shape: number[]): NativeOperand => ({ dtype: "int32", shape });
const numbers = (...shape: number[]): NativeOperand => ({ dtype: "float64", shape });
const double = (operand: NativeOperand): NativeOperand => ({ ...operand, dtype: "float64" });
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));
const ops = opNames("loss"), mse = ops.indexOf("mse"), bce = ops.indexOf("bce");

const losses = (result: NativeOperand, x: NativeOperand, w: NativeOperand, op: number): NativeCall => ({
  operands: [result, x, x, w],
  args: [op, ...storages(4), "frame", 0.5, 1],
});

const CALLS: Record<keyof typeof CRITERION_SYMBOLS, NativeCall[]> = {
  tm_nll: [
    { operands: [one, one, rows, labels(3), weight], args: [...storages(5), "frame", 1, -100] },
    { operands: [double(one), double(one), maps, labels(2, 3), left], args: [...storages(5), "frame", 0, 1] },
  ],
  tm_nll_grad: [
    { operands: [rows, labels(3), weight, one], args: [...storages(4), "frame", 1, -100] },
    { operands: [maps, labels(2, 3), left, double(one)], args: [...storages(4), "frame", 0, -100] },
  ],
  tm_nll_each: [
    { operands: [labelled(3), rows, labels(3), weight], args: [...storages(4), "frame", -100] },
    { operands: [double(labelled(2, 3)), maps, labels(2, 3), left], args: [...storages(4), "frame", 1] },
  ],
  tm_ctc: [false, true].map((batchFirst) => ({
    operands: [numbers(4), numbers(4, 4, 5), { dtype: "float32", shape: [4, 4, 3] }, lists(4, 2), lists(4, 2)],
    args: [...storages(5), "frame", +batchFirst, 0],
  })),
  tm_ctc_grad: [false, true].map((batchFirst) => ({
    operands: [
      { dtype: "float64", shape: [4, 4, 3] },
      numbers(4, 13),
      { dtype: "float64", shape: [4, 4, 3] },
      lists(4, 2),
      lists(4, 2),
      numbers(4),
      numbers(4, 4, 5),
      numbers(4),
    ],
    args: [...storages(8), "frame", +batchFirst, 0],
  })),
  tm_multi_label_margin: [
    { operands: [numbers(3), lists(3, 4), rows, lists(3, 4)], args: [...storages(4), "frame"] },
  ],
  tm_multi_label_margin_grad: [
    { operands: [rows, lists(3, 4), rows, lists(3, 4)], args: [...storages(4), "frame", 0.5] },
  ],
  tm_loss: [losses(one, rows, weight, mse), losses(double(one), maps, left, bce)],
  tm_loss_each: [losses(rows, rows, weight, bce), losses(maps, maps, left, mse)],
  tm_loss_grad: [losses(rows, rows, weight, mse), losses(maps, maps, left, bce)],
};

for (const [name, calls] of Object.entries(CALLS)) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of calls) {
      const { attacks, refused } = attackNative(cpu.open(CRITERION_SYMBOLS), CRITERION_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${refused} of ${attacks} refused`);
    }
  });
}

Deno.test("criterions work after all of this", () => {
  assertEquals(new MSECriterion().forward(tensor([1]), tensor([3])), 4);
});
