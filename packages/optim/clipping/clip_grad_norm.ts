import { checkRange } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { type Gradients, gradientsOf } from "./gradients.ts";
import { checkNormType, scaleToNorm, totalNorm } from "./norms.ts";

/** Settings of {@linkcode clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Which norm: above 0, `Infinity` for the largest magnitude; 2 by default. */
  normType?: number;
  /** Whether a norm that is NaN or infinite is an error; false by default: the gradients are then scaled by it, as in PyTorch. */
  errorIfNonFinite?: boolean;
}

/**
 * Scales gradients in place so that the norm of all together is at most `maxNorm`. They are multiplied by
 * maxNorm / (norm + 10⁻⁶) if that is below 1.
 *
 * @param gradients A module, a list of gradients, or the flat gradient of `getParameters()`. What is listed twice is counted once.
 * @param maxNorm The largest norm allowed.
 * @param options Which norm, and whether one that is not finite is an error.
 * @returns The norm before; 0 without elements.
 * @throws {TypeError} If the gradients are something else.
 * @throws {RangeError} If a number lies outside its range, or the norm is not finite and `errorIfNonFinite` is set; nothing has
 * changed then.
 *
 * R. Pascanu, T. Mikolov, Y. Bengio, _On the difficulty of training recurrent neural networks_, ICML 2013. PyTorch:
 * `clip_grad_norm_`.
 *
 * @example Usage
 * ```ts
 * import { clipGradNorm } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const gradients = [tensor([3]), tensor([0, 4])];
 * assertEquals(clipGradNorm(gradients, 1), 5);
 * assertClose(gradients[1]!, [0, 0.8]);
 * ```
 */
export function clipGradNorm(
  gradients: Gradients,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): number {
  checkObject("clipGradNorm", "options", options);
  const { normType = 2, errorIfNonFinite = false } = options;
  const list = gradientsOf("clipGradNorm", gradients);
  checkRange("clipGradNorm", "maxNorm", maxNorm, 0, Infinity);
  checkNormType("clipGradNorm", normType);
  const total = totalNorm(list, normType);
  if (errorIfNonFinite && !Number.isFinite(total)) {
    throw new RangeError(`Cannot run clipGradNorm: the norm of the gradients must be finite but is ${total}`);
  }
  scaleToNorm(list, maxNorm, total);
  return total;
}
