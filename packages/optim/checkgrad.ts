import { add, checkFinite, csub, emptyLike, type Tensor } from "@taimatsu/tensor";
import { checkBetween, flatten, restoring } from "./batch.ts";
import { checkParameters, evaluateAt } from "./kernels.ts";
import type { Objective } from "./objective.ts";

/**
 * Compares an objective's gradient with central differences: each element of `x` is moved by ± `eps` in turn. `x` is left as it was.
 *
 * The differences of float32 values carry few digits: use float64, or an `eps` near 1e-2.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x Where to compare, of any size: contiguous, float32 or float64.
 * @param eps How far each element is moved; 1e-7 by default.
 * @returns |dC − dCest| / |dC + dCest|, or 0 if both gradients are 0; the gradient dC; the estimate dCest. Both are new and sized like `x`.
 * @throws {RangeError} If `eps` is not above 0, or a value is not finite.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * Torch7: `checkgrad.lua`, for vectors only.
 *
 * @example Usage
 * ```ts
 * import { checkgrad } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const x = tensor([1, 2, 3], { dtype: "float64" });
 * assert(checkgrad((x) => [x.dot(x), mul(x, 2)], x)[0] < 1e-7);
 * assert(checkgrad((x) => [x.dot(x), mul(x, 3)], x)[0] > 0.1);
 * ```
 */
export function checkgrad(feval: Objective, x: Tensor, eps = 1e-7): [diff: number, dC: Tensor, dCest: Tensor] {
  checkParameters("checkgrad", x);
  checkBetween("checkgrad", "eps", eps, 0);
  const dC = emptyLike(x), dCest = emptyLike(x), flat = flatten(x), estimates = flatten(dCest);
  return restoring(flat, flat.clone(), () => {
    const [start, gradient] = evaluateAt("checkgrad", feval, x);
    checkFinite("checkgrad", "the loss", start);
    flatten(dC).copy(flatten(gradient));
    const lossAt = (i: number, value: number): number => {
      flat.set(i, value);
      const [loss] = evaluateAt("checkgrad", feval, x);
      checkFinite("checkgrad", `the loss near element ${i}`, loss);
      return loss;
    };
    for (let i = 0; i < flat.count; i++) {
      const value = flat.get(i), above = lossAt(i, value + eps), upper = flat.get(i);
      const below = lossAt(i, value - eps), lower = flat.get(i);
      flat.set(i, value);
      if (upper === lower) {
        throw new RangeError(
          `Cannot run checkgrad: eps must change element ${i}, which is ${value} in ${x.dtype}, but is ${eps}`,
        );
      }
      estimates.set(i, (above - below) / (upper - lower)); // what it really moved by
    }
    const difference = csub(dC, dCest).norm();
    return [difference === 0 ? 0 : difference / add(dC, dCest).norm(), dC, dCest];
  });
}
