import { assert } from "@std/assert";
import { cpu } from "@taimatsu/tensor";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { OPTIM_SYMBOLS } from "./symbols.ts";

const flat: NativeOperand = { dtype: "float32", shape: [5] }, left: NativeOperand = { dtype: "float32", shape: [] };
const double: NativeOperand = { dtype: "float64", shape: [7] };
const scalars = (n: number): NativeOperand => ({ dtype: "float64", shape: [n], value: 0.5 });
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));

const CALLS: Record<keyof typeof OPTIM_SYMBOLS, NativeCall[]> = {
  tm_sgd: [
    { operands: [flat, flat, flat, flat, flat, scalars(6)], args: [...storages(6), "frame"] },
    { operands: [double, double, double, left, left, scalars(6)], args: [...storages(6), "frame"] },
  ],
  tm_adam: [
    { operands: [flat, flat, flat, flat, scalars(5)], args: [...storages(5), "frame"] },
    { operands: [double, double, double, double, scalars(5)], args: [...storages(5), "frame"] },
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
