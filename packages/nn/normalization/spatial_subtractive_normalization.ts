import { cdiv, csub, type Tensor } from "@taimatsu/tensor";
import { fitLike, kept } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialNeighborhood } from "./spatial_neighborhood.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { neighborhoodForm, subtractiveParts } from "../files/neighborhood_form.ts";

/**
 * Subtracts from each element the weighted mean of all planes in its neighbourhood; at the border, of what lies inside.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output sized like it. Torch7:
 * `SpatialSubtractiveNormalization.lua`, which scales the given kernel in place; here it is left alone.
 *
 * @example Usage
 * ```ts
 * import { SpatialSubtractiveNormalization } from "@taimatsu/nn";
 * import { ones } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const layer = new SpatialSubtractiveNormalization(2, ones([3]));
 * assertClose(layer.forward(ones([2, 4, 4])).abs().max(), 0);
 * ```
 */
export class SpatialSubtractiveNormalization extends SpatialNeighborhood {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = neighborhoodForm(
    ({ nInputPlane }, kernel, options) => new SpatialSubtractiveNormalization(nInputPlane as number, kernel, options),
    subtractiveParts,
  );

  /** Means of the neighbourhoods. */
  _mean: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param nInputPlane Number of planes.
   * @param kernel Weights of the neighbourhood: [height, width], or [n] for both directions; sizes are odd. 9 × 9 ones unless given.
   * @throws {TypeError} If the kernel has other sizes, or its sum is 0.
   */
  constructor(nInputPlane = 1, kernel?: Tensor | null, options?: ModuleOptions) {
    super(nInputPlane, kernel, options);
  }

  /** Subtracts the means. */
  override updateOutput(input: Tensor): Tensor {
    const x = this.batchOf("forward", input), coefficients = this.coefficients(x.size(2), x.size(3));
    const blurred = this.blur(this.sumPlanes(x)),
      mean = this._mean = kept(this._mean, this.code, blurred.shape, this.device);
    const output = fitLike(this.output, input.shape);
    csub(x, cdiv(blurred, coefficients, { out: mean }), { out: output.view(x.shape) });
    return output;
  }

  /** Passes the gradient on, and back to all that the means are made of. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const x = this.batchOf("backward", input), g = this.gradientOf(input, gradOutput);
    const coefficients = this.coefficients(x.size(2), x.size(3)), total = this.sumPlanes(g).cdiv(coefficients);
    const gradInput = fitLike(this.gradInput, input.shape);
    csub(g, this.blurBack(total), { out: gradInput.view(x.shape) });
    return gradInput;
  }
}
