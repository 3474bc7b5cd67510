import { assert } from "@std/assert";
import { cpu } from "@taimatsu/tensor";
import { opNames } from "@taimatsu/tensor/native";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { OPTIM_SYMBOLS } from "./symbols.ts";

const flat: NativeOperand = { dtype: "float32", shape: [5] }, left: NativeOperand = { dtype: "float32", shape: [] };
const double: NativeOperand = { dtype: "float64", shape: [7] };
const scalars = (n: number): NativeOperand => ({ dtype: "float64", shape: [n], value: 0.5 });
const sizes = (n: number, value: number): NativeOperand => ({ dtype: "int64", shape: [n], value });
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));

/** States and numbers of each step, as in native/ops/step.def. */
// deno-fmt-ignore
const STEPS: Record<string, [states: number, scalars: number]> = {
  adadelta: [2, 4], rmsprop: [1, 4], adagrad: [1, 3], adam: [2, 5], adamW: [3, 6], adamax: [2, 5], nagAhead: [1, 1], nag: [2, 3],
  rprop: [2, 4], asgd: [1, 3],
};

const CALLS: Record<keyof typeof OPTIM_SYMBOLS, NativeCall[]> = {
  tm_sgd: [
    { operands: [flat, flat, flat, flat, flat, scalars(6)], args: [...storages(6), "frame"] },
    { operands: [double, double, double, left, left, scalars(6)], args: [...storages(6), "frame"] },
  ],
  tm_step: opNames("step").flatMap((name, number) => {
    const [states, n] = STEPS[name]!,
      call = (x: NativeOperand): NativeCall => ({
        operands: [x, x, ...[0, 1, 2].map((k) => k < states ? x : left), scalars(n)],
        args: [number, ...storages(6), "frame"],
      });
    return [call(flat), call(double)];
  }),
  tm_lamb: [
    { operands: [flat, flat, flat, flat, sizes(1, 5), scalars(7)], args: [...storages(6), "frame"] },
    { operands: [double, double, double, double, sizes(7, 1), scalars(7)], args: [...storages(6), "frame"] },
  ],
};

for (const [name, calls] of Object.entries(CALLS)) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of calls) {
      const { attacks, refused } = attackNative(cpu.open(OPTIM_SYMBOLS), OPTIM_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${refused} of ${attacks} refused`);
    }
  });
}
