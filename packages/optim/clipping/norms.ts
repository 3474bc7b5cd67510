// What clipping by norm consists of.
import { checkRange, norm, type Tensor } from "@taimatsu/tensor";

/**
 * Returns the norm of all elements of all tensors.
 *
 * @param tensors May be of different dtypes.
 * @param p Which norm.
 */
export function totalNorm(tensors: readonly Tensor[], p: number): number {
  if (tensors.length === 1) return norm(tensors[0]!, p);
  let total = 0;
  if (p === Infinity) { for (const x of tensors) total = Math.max(total, norm(x, p)); }
  else for (const x of tensors) total += norm(x, p) ** p;
  return p === Infinity ? total : total ** (1 / p);
}

/** Scales tensors down to a norm, given the one they have: by maxNorm / (norm + 10⁻⁶) if that is below 1. */
export function scaleToNorm(tensors: readonly Tensor[], maxNorm: number, total: number): void {
  const factor = maxNorm / (total + 1e-6);
  if (!(factor >= 1)) { for (const x of tensors) x.mul(factor); }
}

/**
 * Checks which norm is asked for.
 *
 * @throws {RangeError} If it is not above 0.
 */
export function checkNormType(caller: string, normType: number): void {
  checkRange(caller, "normType", normType, 0, Infinity);
  if (normType === 0) throw new RangeError(`Cannot run ${caller}: normType must be above 0 but is 0`);
}
