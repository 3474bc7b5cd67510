import type { Tensor } from "@taimatsu/tensor";
import { renamed } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialPooling } from "./spatial_pooling.ts";
import { averageGrad, averagePool, planeSizes } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Mean of each window of kW × kH.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with ⌊(height + 2 padH − kH) / dH⌋ + 1 rows,
 * and columns alike; `ceil()` rounds up instead. Torch7: `SpatialAveragePooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialAveragePooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialAveragePooling(2, 2, 2, 2);
 * assertEquals(pooling.forward(tensor([[[1, 2, 5, 1], [4, 5, 0, 2]]])).toArray(), [[[3, 2]]]);
 * ```
 */
export class SpatialAveragePooling extends SpatialPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kW", "kH", "dW", "dH", "padW", "padH"],
    fields: [renamed("ceilMode", "ceil_mode"), renamed("countIncludePad", "count_include_pad"), "divide"],
    upgrade: (fields, className) => {
      // Before there was `divide`, the class took sums; that of cudnn always took means.
      fields.divide ??= className.startsWith("cudnn.");
    },
  };

  /** Whether padding counts in a window's size. */
  countIncludePad = true;
  /** Whether the sum is divided by the window's size. */
  divide = true;

  /**
   * Creates the layer.
   *
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(kW: number, kH: number, dW = 1, dH = 1, padW = 0, padH = 0, options?: ModuleOptions) {
    super(kW, kH, dW, dH, padW, padH, options);
  }

  /** Counts padding in a window's size, as at first. */
  setCountIncludePad(): this {
    this.countIncludePad = true;
    return this;
  }

  /** Counts only elements of the input in a window's size. */
  setCountExcludePad(): this {
    this.countIncludePad = false;
    return this;
  }

  /** Takes the mean of each window. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const x = this.contiguousInput(input), output = this.fitSpace(this.output, input, this.outputSpace(input));
    averagePool(output, x, planeSizes(input.shape, output.shape), this, this.countIncludePad, this.divide);
    this._from = input.shape;
    return output;
  }

  /** Spreads each gradient over its window. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const g = this.contiguousGradOutput(gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    averageGrad(gradInput, g, planeSizes(input.shape, g.shape), this, this.countIncludePad, this.divide);
    return gradInput;
  }
}
