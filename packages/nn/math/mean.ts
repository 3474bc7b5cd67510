import { counted } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Sum } from "./sum.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Means along a dimension: `Sum` with `sizeAverage`.
 *
 * The output lacks the dimension; of an input [n] it is [1]. Torch7: `Mean.lua`.
 *
 * @example Usage
 * ```ts
 * import { Mean } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Mean(1).forward(tensor([[1, 5], [4, 3]])).toArray(), [3, 3.5]);
 * ```
 */
export class Mean extends Sum {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [counted("dimension"), "nInputDims"],
    fields: ["sizeAverage", "squeeze"],
  };

  /**
   * Creates the layer.
   *
   * @param dimension The dimension, from 0; negative ones count from the end.
   * @param nInputDims Number of dimensions of a sample: an input of one more is a batch, which the dimension does not count.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension = 0, nInputDims?: number, options?: ModuleOptions) {
    super(dimension, nInputDims, true, true, options);
  }
}
