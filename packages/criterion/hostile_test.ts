import { assert } from "@std/assert";
import { cpu } from "@taimatsu/tensor";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { CRITERION_SYMBOLS } from "./symbols.ts";

const one: NativeOperand = { dtype: "float32", shape: [1] };
const rows: NativeOperand = { dtype: "float32", shape: [3, 4] };
const maps: NativeOperand = { dtype: "float64", shape: [2, 4, 3] };
const weight: NativeOperand = { dtype: "float32", shape: [4] };
const left: NativeOperand = { dtype: "float32", shape: [] };
const labels = (...shape: number[]): NativeOperand => ({ dtype: "int64", shape });
const double = (operand: NativeOperand): NativeOperand => ({ ...operand, dtype: "float64" });
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));

const CALLS: Record<keyof typeof CRITERION_SYMBOLS, NativeCall[]> = {
  tm_nll: [
    { operands: [one, one, rows, labels(3), weight], args: [...storages(5), "frame", 1, -100] },
    { operands: [double(one), double(one), maps, labels(2, 3), left], args: [...storages(5), "frame", 0, 1] },
  ],
  tm_nll_grad: [
    { operands: [rows, labels(3), weight, one], args: [...storages(4), "frame", 1, -100] },
    { operands: [maps, labels(2, 3), left, double(one)], args: [...storages(4), "frame", 0, -100] },
  ],
  tm_loss: [
    { operands: [one, rows, rows, left], args: [0, ...storages(4), "frame", 1, 0] },
    { operands: [one, rows, rows, weight], args: [1, ...storages(4), "frame", 0.5, 1] },
  ],
  tm_loss_each: [{ operands: [rows, rows, rows, weight], args: [2, ...storages(4), "frame", 1, 0] }],
  tm_loss_grad: [
    { operands: [rows, rows, rows, left], args: [3, ...storages(4), "frame", 1, 1] },
    { operands: [maps, maps, maps, left], args: [0, ...storages(4), "frame", 1, 1] },
  ],
};

for (const [name, calls] of Object.entries(CALLS)) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of calls) {
      const { attacks, refused } = attackNative(cpu.open(CRITERION_SYMBOLS), CRITERION_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${refused} of ${attacks} refused`);
    }
  });
}
