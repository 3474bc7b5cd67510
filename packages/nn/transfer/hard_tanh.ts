import { checkFinite } from "@taimatsu/tensor";
import { op, renamed } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "hardTanh");

/**
 * Limits its input: y = min(max(x, minVal), maxVal), element by element. At the limits the gradient is 0.
 *
 * Any size. Torch7: `HardTanh.lua`.
 *
 * @example Usage
 * ```ts
 * import { HardTanh } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new HardTanh().forward(tensor([-3, 0.5, 2])).toArray(), [-1, 0.5, 1]);
 * ```
 */
export class HardTanh extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [renamed("minVal", "min_val"), renamed("maxVal", "max_val"), "inplace"],
    upgrade: (fields, className) => {
      if (className !== "cudnn.ClippedReLU") return;
      fields.min_val = 0;
      fields.max_val = fields.ceiling;
    },
  };

  /** The smallest output. */
  readonly minVal: number;
  /** The largest output. */
  readonly maxVal: number;

  /**
   * Creates the layer.
   *
   * @param minVal The smallest output.
   * @param maxVal The largest output.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If a limit is not finite, or `maxVal` is not above `minVal`.
   */
  constructor(minVal = -1, maxVal = 1, inplace = false, options?: ModuleOptions) {
    super(OP, minVal, maxVal, inplace, options);
    const { name } = new.target;
    checkFinite(name, "minVal", minVal);
    checkFinite(name, "maxVal", maxVal);
    if (maxVal <= minVal) {
      throw new RangeError(`Cannot run ${name}: maxVal must be above minVal, which is ${minVal}, but is ${maxVal}`);
    }
    this.minVal = minVal;
    this.maxVal = maxVal;
  }
}
