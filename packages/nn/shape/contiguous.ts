import type { Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Shows its input as it is if that is contiguous, else a contiguous copy.
 *
 * Input of any size and dtype. Torch7: `Contiguous.lua`.
 *
 * @example Usage
 * ```ts
 * import { Contiguous } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(new Contiguous().forward(rand([2, 3]).t()).isContiguous());
 * ```
 */
export class Contiguous extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** Returns the sizes of the input. */
  override sizeFor(input: Tensor): readonly number[] {
    return input.shape;
  }
}
