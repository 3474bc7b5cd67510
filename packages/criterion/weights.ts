// Factors for classes and columns.
import { checkFloat, checkSameType, checkSize, checkTensor, type Tensor } from "@taimatsu/tensor";

/**
 * Returns the weights that a constructor got as a contiguous tensor, or `undefined` if it got none.
 *
 * @throws {TypeError} If they are no 1-D tensor of a floating-point dtype.
 */
export function weightsFrom(caller: string, weights: Tensor | null | undefined, size: string): Tensor | undefined {
  if (weights === undefined || weights === null) return undefined;
  checkTensor(caller, "weights", weights);
  checkFloat(caller, "weights", weights);
  checkSize(caller, "weights", weights, [size]);
  return weights.contiguous();
}

/** Checks that there are `n` weights in the dtype of the input. */
export function checkWeights(caller: string, weights: Tensor, input: Tensor, n: number): void {
  if (weights.shape.length !== 1 || weights.shape[0] !== n) checkSize(caller, "weights", weights, [n]);
  if (weights.store.code !== input.store.code || weights.store.device !== input.store.device) {
    checkSameType(caller, { input, weights });
  }
}
