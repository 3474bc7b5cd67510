// How layers of this folder draw their parameters.
import type { Generator, Tensor } from "@taimatsu/tensor";

/**
 * Draws from U(−s, s), s = 1 / √n, or from one with standard deviation `stdv`.
 *
 * @param x The parameter.
 * @param n Usually the number of inputs.
 * @param stdv The standard deviation; that of s unless given.
 * @param generator The source; the default generator unless given.
 */
export function drawUniform(x: Tensor, n: number, stdv: number | undefined, generator: Generator | undefined): void {
  const s = stdv === undefined ? 1 / Math.sqrt(n) : stdv * Math.sqrt(3);
  x.uniform(-s, s, generator && { generator });
}
