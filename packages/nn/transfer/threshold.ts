import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "threshold");

/**
 * y = x where x > threshold, else a fixed value, element by element.
 *
 * Any size. Torch7: `Threshold.lua`.
 *
 * @example Usage
 * ```ts
 * import { Threshold } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Threshold(1, -7).forward(tensor([0, 1, 2])).toArray(), [-7, -7, 2]);
 * ```
 */
export class Threshold extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["threshold", "val", "inplace"] };

  /** What an input must exceed to pass. */
  readonly threshold: number;
  /** The output for other inputs. */
  readonly val: number;

  /**
   * Creates the layer.
   *
   * @param threshold What an input must exceed to pass.
   * @param val The output for other inputs.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If a number is not finite, or `val` exceeds `threshold` in place, where the output must tell which
   * inputs passed.
   */
  constructor(threshold = 1e-6, val = 0, inplace = false, options?: ModuleOptions) {
    super(OP, threshold, val, inplace, options);
    checkFinite("Threshold", "threshold", threshold);
    checkFinite("Threshold", "val", val);
    if (inplace && val > threshold) {
      throw new RangeError(
        `Cannot run Threshold: val must be at most the threshold of ${threshold} in place but is ${val}`,
      );
    }
    this.threshold = threshold;
    this.val = val;
  }
}
