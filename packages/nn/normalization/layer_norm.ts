import { checkInteger, describe, type Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { RowNormalization } from "./row_normalization.ts";

/**
 * Layer normalization: y = (x − mean) / √(variance + eps) · weight + bias, where mean and (biased) variance are those of the last
 * dimensions of each sample; the same in training and evaluation.
 *
 * Input of any size whose last sizes are `normalizedShape`; the output is sized like it.
 *
 * Ba, Kiros and Hinton, "Layer Normalization", 2016. Not in Torch7; PyTorch: `torch.nn.LayerNorm`.
 *
 * @example Usage
 * ```ts
 * import { LayerNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new LayerNorm(2, 0).forward(tensor([[1, 3], [10, 4]])), [[-1, 1], [1, -1]]);
 * ```
 */
export class LayerNorm extends RowNormalization {
  /** Sizes of the last dimensions, over which mean and variance are taken; those of weights and biases. */
  readonly normalizedShape: readonly number[];
  /** Elements over which mean and variance are taken. */
  readonly nElements: number;

  /**
   * Sets the weights to 1 and the biases to 0.
   *
   * @param normalizedShape Sizes of the last dimensions, or the size of the last one.
   * @param eps Added to the variance.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a size is no integer from 1, or `eps` is negative.
   */
  constructor(normalizedShape: number | readonly number[], eps = 1e-5, affine = true, options?: ModuleOptions) {
    const shape = Array.isArray(normalizedShape) ? [...normalizedShape] : [normalizedShape];
    if (shape.length === 0) {
      throw new RangeError(`Cannot run LayerNorm: normalizedShape must have a size but is ${describe(shape)}`);
    }
    for (const size of shape) checkInteger("LayerNorm", "normalizedShape", size, 1);
    super(shape, 1, eps, affine, options);
    this.normalizedShape = shape;
    this.nElements = shape.reduce((n, size) => n * size, 1);
  }

  /** Returns `nn.LayerNorm(2x3)`. */
  override toString(): string {
    return `${super.toString()}(${this.normalizedShape.join("x")})`;
  }

  /** Throws unless the last sizes of an input are those that are normalized; returns how many rows of these it has. */
  override checkInput(method: string, input: Tensor): number {
    const { normalizedShape } = this, n = normalizedShape.length;
    if (input?.store?.code === this.code && input.count > 0) {
      const { shape } = input, first = shape.length - n;
      let fits = first >= 0;
      for (let d = 0; fits && d < n; d++) fits = shape[first + d] === normalizedShape[d];
      if (fits) return input.count / this.nElements;
    }
    throw this.refusal(method, "input", input, [["…", ...normalizedShape]]);
  }
}
