import { div, mean, sum, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { AlongDimension } from "./along_dimension.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Sums, or means, along a dimension.
 *
 * The output lacks the dimension, or has size 1 there if `squeeze` is false; of an input [n] it is [1]. Torch7: `Sum.lua`.
 *
 * @example Usage
 * ```ts
 * import { Sum } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 5], [4, 3]]);
 * assertEquals(new Sum(1).forward(x).toArray(), [6, 7]);
 * assertEquals(new Sum(0, undefined, true, false).forward(x).toArray(), [[2.5, 4]]);
 * ```
 */
export class Sum extends AlongDimension {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension"), "nInputDims", "sizeAverage", "squeeze"] };

  /** Whether to divide by the number of elements. */
  readonly sizeAverage: boolean;

  /**
   * Creates the layer.
   *
   * @param dimension The dimension, from 0; negative ones count from the end.
   * @param nInputDims Number of dimensions of a sample: an input of one more is a batch, which the dimension does not count.
   * @param sizeAverage Whether to divide by the number of elements.
   * @param squeeze Whether the output lacks the dimension.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(dimension = 0, nInputDims?: number, sizeAverage = false, squeeze = true, options?: ModuleOptions) {
    super(dimension, nInputDims, squeeze, options);
    this.sizeAverage = sizeAverage;
  }

  /** y = Σ x, or its mean */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimensionOf("forward", input), output = this.fitOutput(input, dim);
    const out = this.withDimension(output, input, dim);
    if (this.sizeAverage) mean(input, dim, { out });
    else sum(input, dim, { out });
    return output;
  }

  /** ∂loss/∂x = ∂loss/∂y for all elements along the dimension, divided by their number for means */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.checkBackward(input, gradOutput), { shape } = input;
    const gradInput = fitLike(this.gradInput, shape), g = this.withDimension(gradOutput, input, dim).expand(shape);
    return this.sizeAverage ? div(g, shape[dim]!, { out: gradInput }) : gradInput.copy(g);
  }
}
