import { checkRange } from "@taimatsu/tensor";
import { type Gradients, gradientsOf } from "./gradients.ts";

/**
 * Moves every element of gradients into [−clipValue, clipValue], in place; NaN stays.
 *
 * @param gradients A module, a list of gradients, or the flat gradient of `getParameters()`.
 * @param clipValue The largest magnitude allowed.
 * @throws {TypeError} If the gradients are something else.
 * @throws {RangeError} If `clipValue` is NaN or negative.
 *
 * PyTorch: `clip_grad_value_`.
 *
 * @example Usage
 * ```ts
 * import { clipGradValue } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const gradient = tensor([-3, 0.5, 2]);
 * clipGradValue(gradient, 1);
 * assertEquals(gradient.toArray(), [-1, 0.5, 1]);
 * ```
 */
export function clipGradValue(gradients: Gradients, clipValue: number): void {
  const list = gradientsOf("clipGradValue", gradients);
  checkRange("clipGradValue", "clipValue", clipValue, 0, Infinity);
  for (const x of list) x.clamp(-clipValue, clipValue);
}
