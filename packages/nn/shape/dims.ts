import { checkDim } from "@taimatsu/tensor";

/**
 * Resolves a dimension that counts within a sample: in a batch, which has more dimensions, it lies one further. Negative ones
 * count from the end.
 *
 * @param caller The method that was called, for the message.
 * @param name The argument's name.
 * @param dim The dimension.
 * @param dims How many there are.
 * @param sampleDims How many a sample has; `null` if there is no telling, then dimensions count within the whole.
 */
export function dimWithin(caller: string, name: string, dim: number, dims: number, sampleDims: number | null): number {
  return checkDim(caller, name, sampleDims !== null && dim >= 0 && dims > sampleDims ? dim + 1 : dim, dims);
}
