import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { checkPower, normGrad, normPool } from "./lp.ts";
import { SpatialPooling } from "./spatial_pooling.ts";
import { planeSizes } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { lpPoolingForm } from "../files/lp_pooling_form.ts";

/**
 * p-norm of each window of kW × kH: (Σ x^p)^(1/p).
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with ⌊(height − kH) / dH⌋ + 1 rows,
 * and columns alike. As in Torch7 the powers are those of the elements, not of their magnitudes: with an odd p negative elements
 * count negative, and the root of a negative sum is NaN. The gradient is 0 where the output is. Torch7: `SpatialLPPooling.lua`,
 * where it is a `Sequential`.
 *
 * @example Usage
 * ```ts
 * import { SpatialLPPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SpatialLPPooling(1, 2, 2, 1).forward(tensor([[[3, -4, 6, 8]]])), [[[5, 10]]]);
 * ```
 */
export class SpatialLPPooling extends SpatialPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = lpPoolingForm((
    args: [number, number, number, number, number, number],
    options,
  ) => new SpatialLPPooling(...args, options));

  /** Number of planes. */
  readonly nInputPlane: number;
  /** The power p. */
  readonly power: number;
  /** Powers of the input. */
  _powers: Tensor;
  /** Sums of the powers. */
  _sums: Tensor;
  /** Gradient with respect to the sums, divided by p. */
  _slopes: Tensor;

  /**
   * Creates the layer.
   *
   * @param nInputPlane Number of planes.
   * @param pnorm The power p.
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @throws {RangeError} If p is below 1, or another number no integer from 1.
   */
  constructor(
    nInputPlane: number,
    pnorm: number,
    kW: number,
    kH: number,
    dW: number = kW,
    dH: number = kH,
    options?: ModuleOptions,
  ) {
    super(kW, kH, dW, dH, 0, 0, options);
    checkInteger(new.target.name, "nInputPlane", nInputPlane, 1, 2 ** 31 - 1);
    this.nInputPlane = nInputPlane;
    this.power = checkPower(new.target.name, "pnorm", pnorm);
    this._powers = fresh(this.code, [], this.device);
    this._sums = fresh(this.code, [], this.device);
    this._slopes = fresh(this.code, [], this.device);
  }

  /** Returns whether the planes are as many as the layer was made for. */
  override fitsPlanes(planes: number): boolean {
    return planes === this.nInputPlane;
  }

  /** Returns the number of planes. */
  override planesForm(): number {
    return this.nInputPlane;
  }

  /** Takes the norm of each window. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const output = this.fitSpace(this.output, input, this.outputSpace(input));
    normPool(this, input, planeSizes(input.shape, output.shape), this);
    this._from = input.shape;
    return output;
  }

  /** Spreads each gradient over its window. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape);
    normGrad(this, gradInput, gradOutput, input, planeSizes(input.shape, gradOutput.shape), this);
    return gradInput;
  }

  /** Returns the power, the window and its steps. */
  override toString(): string {
    const { power, kW, kH, dW, dH } = this;
    return `nn.${this.constructor.name}(${power}, ${kW}x${kH}, ${dW},${dH})`;
  }
}
