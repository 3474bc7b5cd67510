// Sizes along one dimension of convolutions, and their text.
import { checkInteger } from "@taimatsu/tensor";

/** The native library counts planes, kernels and padding in 32 bits. */
export const MOST: number = 2 ** 31 - 1;

/** Checks numbers by their names: integers from `least` to `most`, by default what the native library can count. */
export function checkCounts(caller: string, counts: Record<string, number>, least: number, most: number = MOST): void {
  for (const [name, value] of Object.entries(counts)) checkInteger(caller, name, value, least, most);
}

/** Returns how many places a kernel has on a line of `n`. */
export function places(n: number, k: number, step: number, pad: number, dilation: number): number {
  return Math.floor((n + 2 * pad - dilation * (k - 1) - 1) / step) + 1;
}

/** Returns the shortest line on which a kernel has a place. */
export function leastPlace(k: number, pad: number, dilation: number): number {
  return Math.max(1, dilation * (k - 1) + 1 - 2 * pad);
}

/** Returns the length of the line on which a kernel has `n` places and `adj` elements are left over. */
export function spread(n: number, k: number, step: number, pad: number, dilation: number, adj: number): number {
  return (n - 1) * step - 2 * pad + dilation * (k - 1) + 1 + adj;
}

/** Returns the least number of places of which {@linkcode spread} makes a line. */
export function leastSpread(k: number, step: number, pad: number, dilation: number, adj: number): number {
  return Math.max(1, Math.ceil((2 * pad - dilation * (k - 1) - adj) / step) + 1);
}

/** Writes a kernel as Torch7 does: its size, then steps and padding if they are not the usual ones. */
export function kernelText(kernel: readonly number[], steps: readonly number[], pads: readonly number[]): string {
  const padded = pads.some((pad) => pad !== 0), stepped = padded || steps.some((step) => step !== 1);
  return kernel.join("x") + (stepped ? `, ${steps.join(",")}` : "") + (padded ? `, ${pads.join(",")}` : "");
}
