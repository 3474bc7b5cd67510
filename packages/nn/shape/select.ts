import { checkDim, checkIndex, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Copying } from "./copying.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Takes one entry along a dimension, which is dropped.
 *
 * Input of any size and dtype; a tensor of one dimension gives [1]. Torch7: `Select.lua`.
 *
 * @example Usage
 * ```ts
 * import { Select } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Select(1, -1).forward(tensor([[1, 2, 3], [4, 5, 6]])).toArray(), [3, 6]);
 * ```
 */
export class Select extends Copying {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension"), counted("index")] };

  /** The dimension; negative ones count from the end. */
  readonly dimension: number;
  /** The entry; negative ones count from the end. */
  readonly index: number;

  /**
   * Creates the layer.
   *
   * @param dimension The dimension; negative ones count from the end.
   * @param index The entry; negative ones count from the end.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension: number, index: number, options?: ModuleOptions) {
    super(options);
    checkInteger("Select", "dimension", dimension, -16, 15);
    checkInteger("Select", "index", index, -Infinity);
    this.dimension = dimension;
    this.index = index;
  }

  /** Returns the entry as a view. */
  override partOf(x: Tensor): Tensor {
    const dim = checkDim("Select.forward", "dimension", this.dimension, x.shape.length);
    return x.select(dim, checkIndex("Select.forward", "index", this.index, x.shape[dim]!));
  }
}
