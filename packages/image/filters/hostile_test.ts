import { assert } from "@std/assert";
import { cpu } from "@taimatsu/tensor";
import { attackNative, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { IMAGE_SYMBOLS } from "../symbols.ts";

const image = (dtype: NativeOperand["dtype"], ...shape: number[]): NativeOperand => ({ dtype, shape });

const CALLS: Record<string, NativeCall[]> = {
  tm_image_color: [1, 3, 7].map((op) => ({
    operands: [image("float32", 2, 3, 5), image("float32", 2, 3, 5)],
    args: [op, { storage: 0 }, { storage: 1 }, "frame"],
  })).concat([{
    operands: [image("uint8", 2, 1, 5), image("uint8", 2, 3, 5)],
    args: [0, { storage: 0 }, { storage: 1 }, "frame"],
  }]) as NativeCall[],
  tm_image_correlate: [
    {
      operands: [image("float64", 2, 4, 5), image("float64", 2, 4, 5), image("float64", 1, 3, 3), image("float64")],
      args: [{ storage: 0 }, { storage: 1 }, { storage: 2 }, { storage: 3 }, "frame", 1, 1, 0, 0.5],
    },
    {
      operands: [image("uint8", 2, 4, 5), image("uint8", 2, 4, 5), image("float32", 2, 1, 3), image("float32", 2, 3)],
      args: [{ storage: 0 }, { storage: 1 }, { storage: 2 }, { storage: 3 }, "frame", 1, 1, 1, 0],
    },
  ],
};

for (const [name, calls] of Object.entries(CALLS)) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of calls) {
      const { attacks, refused } = attackNative(cpu.open(IMAGE_SYMBOLS), IMAGE_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${refused} of ${attacks} refused`);
    }
  });
}
