import { counted, op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Extreme } from "./extreme.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("reduce", "max");

/**
 * The largest elements along a dimension.
 *
 * The output lacks the dimension; of an input [n] it is [1]. The gradient goes to the first of equal elements. Torch7: `Max.lua`.
 *
 * @example Usage
 * ```ts
 * import { Max } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Max(1);
 * assertEquals(layer.forward(tensor([[1, 5], [4, 3]])).toArray(), [5, 4]);
 * assertEquals(layer.indices.toArray(), [1, 0]);
 * ```
 */
export class Max extends Extreme {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension"), "nInputDims"] };

  /**
   * Creates the layer.
   *
   * @param dimension The dimension, from 0; negative ones count from the end.
   * @param nInputDims Number of dimensions of a sample: an input of one more is a batch, which the dimension does not count.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension = 0, nInputDims?: number, options?: ModuleOptions) {
    super(OP, dimension, nInputDims, options);
  }
}
