import { assert } from "@std/assert";
import { cpu } from "@taimatsu/tensor";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { IMAGE_SYMBOLS } from "../symbols.ts";

const of = (dtype: NativeOperand["dtype"]) => (...shape: number[]): NativeOperand => ({ dtype, shape });
const bytes = of("uint8"), float = of("float32"), double = of("float64");
const positions = (n: number): NativeOperand => ({ dtype: "int32", shape: [n], value: 0 });

const call = (operands: NativeOperand[], ...rest: NativeArgument[]): NativeCall => ({
  operands,
  args: [...operands.map((_, k) => ({ storage: k })), "frame", ...rest],
});

const scaled = (image: typeof float): NativeCall =>
  call([image(2, 3, 4, 6), image(2, 3, 8, 5), positions(4), double(2, 4), positions(6), double(3, 6)]);
const ones = (n: number): NativeOperand => ({ dtype: "float64", shape: [1, n], value: 1 });
const nearest = call([bytes(2, 3, 4, 24), bytes(2, 3, 8, 20), positions(4), ones(4), positions(24), ones(24)]);
const sampled = (image: typeof float, map: NativeOperand, mode: number, border: number): NativeCall =>
  call([image(2, 3, 4, 6), image(2, 3, 8, 5), map, double(3)], mode, border, 1);

/** Calls that succeed. */
const CALLS: [keyof typeof IMAGE_SYMBOLS, NativeCall[]][] = [
  ["tm_image_scale", [nearest, scaled(bytes), scaled(float), scaled(double)]],
  ["tm_image_sample", [
    sampled(bytes, double(2, 3), 0, 2),
    sampled(bytes, double(2, 2, 4, 6), 1, 3),
    sampled(float, double(1, 2, 4, 6), 2, 1),
    sampled(double, double(2, 3), 3, 0),
  ]],
];

for (const [name, calls] of CALLS) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of calls) {
      const { attacks, refused } = attackNative(cpu.open(IMAGE_SYMBOLS), IMAGE_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${name}: ${refused} of ${attacks} refused`);
    }
  });
}
