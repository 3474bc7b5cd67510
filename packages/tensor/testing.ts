/**
 * Helpers for tests: comparing numbers, reading recorded values, checking gradients.
 *
 * @module
 */
import { assertClose, numbersOf } from "./assert_close.ts";
import { zeros } from "./create.ts";
import type { Tensor } from "./tensor.ts";

export { anotherDevice, elsewhere } from "./testing_remote.ts";
export { assertClose, type Comparable, type Tolerance } from "./assert_close.ts";
export * from "./testing_records.ts";
export * from "./testing_serialized.ts";
export * from "./tester.ts";
export * from "./testing_hostile.ts";
export * from "./testing_layouts.ts";
export * from "./testing_memory.ts";
export * from "./testing_threads.ts";

/**
 * Returns dL/dx by central differences in place: `f` is called with each element of `x` moved by ± `step`.
 *
 * @param x A float64 tensor that `f` reads.
 * @param f The function L.
 * @param step How far each element is moved.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, numericalGradient } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 2], { dtype: "float64" });
 * assertClose(numericalGradient(x, () => x.get(0) * x.get(1)), [2, 1], { relative: 1e-6 });
 * ```
 */
export function numericalGradient(x: Tensor, f: () => number, step = 1e-6): Tensor {
  const gradient = zeros(x.size(), { dtype: "float64" }), shape = x.size(), index = shape.map(() => 0);
  for (let i = 0; i < x.nElement(); i++) {
    const value = x.get(...index);
    x.set(...index, value + step);
    const above = f();
    x.set(...index, value - step);
    const below = f();
    x.set(...index, value);
    gradient.set(...index, (above - below) / (2 * step));
    for (let d = shape.length - 1; d >= 0; d--) {
      if (++index[d]! < shape[d]!) break;
      index[d] = 0;
    }
  }
  return gradient;
}

/**
 * Throws unless a gradient agrees with {@linkcode numericalGradient}: the largest difference, relative to the largest
 * magnitude, is below `tolerance`.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertGradient } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 2], { dtype: "float64" });
 * assertGradient(tensor([2, 1], { dtype: "float64" }), x, () => x.get(0) * x.get(1));
 * ```
 */
export function assertGradient(
  actual: Tensor,
  x: Tensor,
  f: () => number,
  { tolerance = 1e-6, step = 1e-6 }: { tolerance?: number; step?: number } = {},
): void {
  const expected = numericalGradient(x, f, step);
  const scale = Math.max(1e-3, ...numbersOf(expected).map(Math.abs), ...numbersOf(actual).map(Math.abs));
  assertClose(actual, expected, { relative: 0, absolute: tolerance * scale });
}
