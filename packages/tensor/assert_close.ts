// Comparing numbers within a tolerance.
import { formatSize, sameSize } from "./check.ts";
import { Tensor } from "./tensor.ts";
import type { NestedArray } from "./types.ts";

/** What {@linkcode assertClose} compares: tensors, numbers, nested lists of them. */
export type Comparable = Tensor | number | readonly Comparable[];

/** How close numbers must be. */
export interface Tolerance {
  /** Largest error relative to the larger magnitude; 1e-10 for float64 tensors, else 1e-5. */
  relative?: number;
  /** Error that is always allowed; the relative one at magnitude 1 by default. */
  absolute?: number;
}

function sizeOf(x: Comparable): number[] {
  if (x instanceof Tensor) return x.size();
  return typeof x === "number" ? [] : x.length === 0 ? [] : [x.length, ...sizeOf(x[0]!)];
}

/** Returns the numbers in row-major order. */
export function numbersOf(x: Comparable): number[] {
  if (typeof x === "number") return [x];
  return (x instanceof Tensor ? x.toArray() as NestedArray[] : x).flatMap((entry) => numbersOf(entry as Comparable));
}

/**
 * Throws unless two tensors, numbers or nested lists agree in size and, within a tolerance, in value. NaN agrees with NaN.
 *
 * @throws {Error} If they differ; the message names the first and the largest difference.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(tensor([1, 2]), [1, 2.000001]);
 * ```
 */
export function assertClose(actual: Comparable, expected: Comparable, tolerance: Tolerance = {}): void {
  const size = sizeOf(actual), wanted = sizeOf(expected);
  if (!sameSize(size, wanted)) {
    throw new Error(`Sizes differ: actual ${formatSize(size)}, expected ${formatSize(wanted)}`);
  }
  const exact = actual instanceof Tensor ? actual.dtype === "float64" : false;
  const { relative = exact ? 1e-10 : 1e-5, absolute = relative } = tolerance;
  const a = numbersOf(actual), b = numbersOf(expected);
  let worst = 0, position = -1;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!, y = b[i]!;
    if (Object.is(x, y) || x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    const error = Math.abs(x - y), allowed = absolute + relative * Math.max(Math.abs(x), Math.abs(y));
    if (error <= allowed && Number.isFinite(error)) continue;
    const excess = Number.isFinite(error) ? error : Infinity;
    if (position < 0 || excess > worst) [worst, position] = [excess, i];
  }
  if (position >= 0) {
    throw new Error(
      `Values differ, most at element ${position} of ${a.length}: actual ${a[position]}, expected ${b[position]}`,
    );
  }
}
