import { checkDim, checkIndex, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Copying } from "./copying.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Takes entries that follow one another along a dimension.
 *
 * Input of any size and dtype. Torch7: `Narrow.lua`, where a negative offset means something else: the first size − length entries.
 *
 * @example Usage
 * ```ts
 * import { Narrow } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(new Narrow(1, 1, 2).forward(x).toArray(), [[2, 3], [5, 6]]);
 * assertEquals(new Narrow(-1, -2, -1).forward(x).toArray(), [[2, 3], [5, 6]]);
 * ```
 */
export class Narrow extends Copying {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension"), counted("offset", "index"), "length"] };

  /** The dimension; negative ones count from the end. */
  readonly dimension: number;
  /** The first entry; negative ones count from the end. */
  readonly offset: number;
  /** How many entries; −1 for all up to the last, −2 for all up to the one before it, and so on. */
  readonly length: number;

  /**
   * Creates the layer.
   *
   * @param dimension The dimension; negative ones count from the end.
   * @param offset The first entry; negative ones count from the end.
   * @param length How many entries; −1 for all up to the last, −2 for all up to the one before it, and so on.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension: number, offset: number, length = 1, options?: ModuleOptions) {
    super(options);
    checkInteger("Narrow", "dimension", dimension, -16, 15);
    checkInteger("Narrow", "offset", offset, -Infinity);
    checkInteger("Narrow", "length", length, -Infinity);
    this.dimension = dimension;
    this.offset = offset;
    this.length = length;
  }

  /** Returns the entries as a view. */
  override partOf(x: Tensor): Tensor {
    const dim = checkDim("Narrow.forward", "dimension", this.dimension, x.shape.length), size = x.shape[dim]!;
    const start = checkIndex("Narrow.forward", "offset", this.offset, size), rest = size - start;
    const length = this.length < 0 ? rest + this.length + 1 : this.length;
    checkInteger("Narrow.forward", "length", length, 1, rest);
    return x.narrow(dim, start, length);
  }
}
