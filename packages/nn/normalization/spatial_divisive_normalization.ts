import { addcmul, cdiv, checkFinite, cmul, sqrt, square, type Tensor } from "@taimatsu/tensor";
import { op, unaryGradInto, unaryInto } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialNeighborhood } from "./spatial_neighborhood.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { divisiveParts, neighborhoodForm } from "../files/neighborhood_form.ts";

const THRESHOLD = op("unary", "threshold"), SQRT = op("unary", "sqrt");

/**
 * Divides each element by the standard deviation in its neighbourhood, the square root of the weighted mean of the squares of all
 * planes. At the border it is divided by how much of the neighbourhood lies inside, as in Torch7; small ones are replaced.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output sized like it. Torch7:
 * `SpatialDivisiveNormalization.lua`, which scales the given kernel in place; here it is left alone.
 *
 * @example Usage
 * ```ts
 * import { SpatialDivisiveNormalization } from "@taimatsu/nn";
 * import { full, ones } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const layer = new SpatialDivisiveNormalization(1, ones([3, 3]));
 * assertClose(layer.forward(full([1, 5, 5], 7)).get(0, 2, 2), 1);
 * ```
 */
export class SpatialDivisiveNormalization extends SpatialNeighborhood {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = neighborhoodForm(
    ({ nInputPlane, threshold, thresval }, kernel, options) =>
      new SpatialDivisiveNormalization(
        nInputPlane as number,
        kernel,
        threshold as number,
        thresval as number,
        options,
      ),
    divisiveParts,
  );

  /** Standard deviations up to this are replaced. */
  readonly threshold: number;
  /** What they are replaced by. */
  readonly thresval: number;
  /** Squares; gradients times the input. */
  _product: Tensor | null = null;
  /** Standard deviations as if all lay inside, [batch, 1, height, width]. */
  _std: Tensor | null = null;
  /** Standard deviations, [batch, 1, height, width]. */
  _adjusted: Tensor | null = null;
  /** What is divided by, [batch, 1, height, width]. */
  _divisor: Tensor | null = null;
  /** Gradient on its way through these. */
  _slope: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param nInputPlane Number of planes.
   * @param kernel Weights of the neighbourhood: [height, width], or [n] for both directions; sizes are odd. 9 × 9 ones unless given.
   * @param threshold Standard deviations up to this are replaced.
   * @param thresval What they are replaced by.
   * @throws {TypeError} If the kernel has other sizes, or its sum is 0.
   * @throws {RangeError} If a number is not finite.
   */
  constructor(
    nInputPlane = 1,
    kernel?: Tensor | null,
    threshold = 1e-4,
    thresval: number = threshold,
    options?: ModuleOptions,
  ) {
    super(nInputPlane, kernel, options);
    checkFinite("SpatialDivisiveNormalization", "threshold", threshold);
    checkFinite("SpatialDivisiveNormalization", "thresval", thresval);
    this.threshold = threshold;
    this.thresval = thresval;
  }

  /** Divides by the standard deviations. */
  override updateOutput(input: Tensor): Tensor {
    const x = this.batchOf("forward", input), coefficients = this.coefficients(x.size(2), x.size(3));
    const squares = square(x, { out: this._product = this.like(this._product, x) });
    const blurred = this.blur(this.sumPlanes(squares)).cmax(0); // rounding may make it negative
    const std = sqrt(blurred, { out: this._std = this.like(this._std, blurred) });
    const adjusted = this._adjusted = this.like(this._adjusted, blurred);
    const divisor = this._divisor = this.like(this._divisor, blurred), output = fitLike(this.output, input.shape);
    unaryInto(THRESHOLD, divisor, cdiv(std, coefficients, { out: adjusted }), this.threshold, this.thresval);
    cdiv(x, divisor, { out: output.view(x.shape) });
    return output;
  }

  /** Divides the gradient, and passes it back to all that the standard deviations are made of. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const x = this.batchOf("backward", input), g = this.gradientOf(input, gradOutput);
    const { _std, _adjusted, _divisor } = this,
      gradInput = fitLike(this.gradInput, input.shape),
      r = gradInput.view(x.shape);
    if (_std === null || _adjusted === null || _divisor === null || _std.count * this.nInputPlane !== x.count) {
      throw new Error("Cannot run SpatialDivisiveNormalization.backward: forward must be called before");
    }
    const coefficients = this.coefficients(x.size(2), x.size(3));
    const product = cmul(g, x, { out: this._product = this.like(this._product, x) });
    const total = this.sumPlanes(product).cdiv(_divisor).cdiv(_divisor).neg(); // ∂loss/∂divisor
    const slope = this._slope = this.like(this._slope, total);
    unaryGradInto(THRESHOLD, slope, total, _adjusted, _divisor, this.threshold, this.thresval);
    unaryGradInto(SQRT, total, slope.cdiv(coefficients), _std, _std);
    cdiv(g, _divisor, { out: r });
    addcmul(r, x, this.blurBack(total), { value: 2, out: r });
    return gradInput;
  }
}
