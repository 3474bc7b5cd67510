import { assert, assertEquals } from "@std/assert";
import { cpu, tensor } from "@taimatsu/tensor";
import { numberOf, op } from "@taimatsu/tensor/native";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "@taimatsu/tensor/testing";
import { Linear } from "./linear/linear.ts";
import { NN_SYMBOLS } from "./symbols.ts";

const float = (...shape: number[]): NativeOperand => ({ dtype: "float32", shape });
const double = (...shape: number[]): NativeOperand => ({ dtype: "float64", shape });
const index = (...shape: number[]): NativeOperand => ({ dtype: "int32", shape, value: 0 });
const positions = (shape: number[], fill: (k: number) => number): NativeOperand => ({ dtype: "int32", shape, fill });
const missing = float();
const RELU = numberOf(op("unary", "relu")), TANH = numberOf(op("unary", "tanh"));
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));
const GENERATOR: NativeArgument = { bytes: 5120, fill: (memory) => cpu.symbols.tm_generator_seed(memory, 1) };

/** kernel 3 × 2, steps 2 and 1, padding 1 and 0, dilation 1 and 2, groups 2: 4 planes of 5 × 6 become 6 of 3 × 4. */
const CONVOLUTION = [2, 1, 1, 0, 1, 2, 2];
const x = float(2, 4, 5, 6), y = float(2, 6, 3, 4), weight = float(6, 2, 3, 2), bias = float(6);
/** kernel 3 × 2, steps 2 and 1, padding 1 and 0: 5 × 6 become 3 × 5. */
const POOLING = [3, 2, 2, 1, 1, 0];
const pooled = float(2, 4, 3, 5), features = float(4);

const operandsOnly = (operands: NativeOperand[], ...rest: NativeArgument[]): NativeCall => ({
  operands,
  args: [...storages(operands.length), "frame", ...rest],
});

/** Calls that succeed, at least one for every function. */
const CALLS: Record<keyof typeof NN_SYMBOLS, NativeCall[]> = {
  tm_linear: [
    operandsOnly([float(3, 5), float(3, 4), float(5, 4), float(5)]),
    operandsOnly([double(3, 5), double(3, 4), double(5, 4), missing]),
  ],
  tm_linear_grad_input: [operandsOnly([float(3, 4), float(3, 5), float(5, 4)])],
  tm_linear_grad_parameters: [
    operandsOnly([float(5, 4), float(5), float(3, 4), float(3, 5)], 1),
    operandsOnly([double(5, 4), missing, double(3, 4), double(3, 5)], 1),
  ],
  tm_conv2d: [
    operandsOnly([y, x, weight, bias], ...CONVOLUTION, -1, 0, 0),
    operandsOnly([y, x, weight, missing], ...CONVOLUTION, TANH, 0, 0),
    operandsOnly([float(2, 3, 8, 8), float(2, 2, 8, 8), float(3, 2, 3, 3), float(3)], 1, 1, 1, 1, 1, 1, 1, RELU, 0, 0),
  ],
  tm_conv2d_grad_input: [
    operandsOnly([x, y, weight], ...CONVOLUTION),
    operandsOnly([float(2, 2, 8, 8), float(2, 3, 8, 8), float(3, 2, 3, 3)], 1, 1, 1, 1, 1, 1, 1),
  ],
  tm_conv2d_grad_parameters: [
    operandsOnly([weight, bias, x, y], ...CONVOLUTION, 1),
    operandsOnly([weight, missing, x, y], ...CONVOLUTION, 1),
    operandsOnly([float(3, 2, 3, 3), float(3), float(2, 2, 8, 8), float(2, 3, 8, 8)], 1, 1, 1, 1, 1, 1, 1, 1),
  ],
  tm_max_pool2d: [operandsOnly([pooled, index(2, 4, 3, 5), x], ...POOLING, 1, 1)],
  tm_max_pool2d_grad: [operandsOnly([x, pooled, index(2, 4, 3, 5)])],
  tm_avg_pool2d: [operandsOnly([pooled, x], ...POOLING, 1, 1)],
  tm_avg_pool2d_grad: [operandsOnly([x, pooled], ...POOLING, 0, 1)],
  tm_batch_norm: [
    operandsOnly([x, x, features, features, features, features, features, features], 1, 0.1, 1e-5),
    operandsOnly([x, x, missing, missing, features, features, features, features], 0, 0.1, 1e-5),
  ],
  tm_batch_norm_grad: [
    operandsOnly([x, features, features, x, x, features, features, features], 1, 1),
    operandsOnly([x, missing, missing, x, x, missing, features, features], 0, 1),
    operandsOnly([missing, features, features, x, x, features, features, features], 1, 1),
  ],
  tm_max_windows: [
    operandsOnly([
      float(2, 4, 2, 3),
      index(2, 4, 2, 3),
      x,
      positions([1, 2, 2], (k) => k % 2 === 0 ? k : k + 2),
      positions([8, 3, 2], (k) => k % 2 === 0 ? 1 : 5),
    ]),
  ],
  tm_sparse_mm: [
    operandsOnly([float(2, 3, 5), float(2, 4, 5), positions([4], (k) => k), positions([3], (k) => k), float(3)]),
    operandsOnly([double(2, 3, 1), double(2, 4, 1), positions([4], (k) => 2 * k), index(6), double(6)]),
    operandsOnly([float(2, 2, 3), float(2, 4, 3), positions([3], (k) => k === 2 ? 3 : 0), index(3), float(3)]),
  ],
  tm_layer_norm: [
    operandsOnly([float(3, 20), float(3, 20), float(20), float(20), float(3), float(3)], 1, 1e-5),
    operandsOnly([float(6, 20), float(6, 20), float(12), float(12), float(6), float(6)], 3, 1e-5),
    operandsOnly([double(3, 4), double(3, 4), missing, missing, double(3), double(3)], 1, 0.1),
  ],
  tm_layer_norm_grad: [
    operandsOnly([float(3, 20), float(20), float(20), float(3, 20), float(3, 20), float(20), float(3), float(3)], 1, 1),
    operandsOnly([float(6, 20), float(12), float(12), float(6, 20), float(6, 20), float(12), float(6), float(6)], 3, 1),
    operandsOnly([double(3, 4), missing, missing, double(3, 4), double(3, 4), missing, double(3), double(3)], 1, 1),
    operandsOnly([missing, float(4), float(4), float(3, 4), float(3, 4), float(4), float(3), float(3)], 1, 0.5),
  ],
  tm_dropout: [operandsOnly([float(3, 4), float(3, 4), float(3, 4)], GENERATOR, 0.5, 2)],
};

for (const name of Object.keys(NN_SYMBOLS) as (keyof typeof NN_SYMBOLS)[]) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of CALLS[name]) {
      const { attacks, refused } = attackNative(cpu.open(NN_SYMBOLS), NN_SYMBOLS, name, call);
      assert(attacks > 0 && refused > 0, `${name}: ${refused} of ${attacks} refused`);
    }
  });
}

Deno.test("layers work after all of this", () => {
  assertEquals(new Linear(2, 1).forward(tensor([1, 2])).size(), [1]);
});
