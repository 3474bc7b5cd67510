import { checkInteger, empty, type Tensor } from "@taimatsu/tensor";
import { fresh, renamed } from "@taimatsu/tensor/native";
import { INT32 } from "../elements.ts";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialPooling } from "./spatial_pooling.ts";
import { addAt, maxPool, planeSizes } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Options of {@linkcode SpatialMaxPooling}. */
export interface SpatialMaxPoolingOptions extends ModuleOptions {
  /** Step between neighbours in the window along the width; 1 by default. */
  dilationW?: number;
  /** Step between neighbours in the window along the height; `dilationW` by default. */
  dilationH?: number;
}

/**
 * Largest element of each window of kW × kH.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with
 * ⌊(height + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike; `ceil()` rounds up instead. Padding is never
 * the largest. Torch7: `SpatialMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialMaxPooling(2, 2);
 * assertEquals(pooling.forward(tensor([[[1, 2, 5, 0], [4, 3, 0, 6]]])).toArray(), [[[4, 6]]]);
 * ```
 */
export class SpatialMaxPooling extends SpatialPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kW", "kH", "dW", "dH", "padW", "padH"],
    fields: [renamed("ceilMode", "ceil_mode")],
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
    derive: ({ dilationW, dilationH }: SpatialMaxPooling) =>
      dilationW === 1 && dilationH === 1 ? {} : { dilationW, dilationH },
    className: ({ dilationW, dilationH }: SpatialMaxPooling) =>
      dilationW === 1 && dilationH === 1 ? "nn.SpatialMaxPooling" : "nn.SpatialDilatedMaxPooling",
  };

  /** Where the largest elements lie in their planes, sized like the output. */
  indices: Tensor = fresh(INT32, [], this.device);

  /**
   * Creates the layer.
   *
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Padding on the left and on the right.
   * @param padH Padding above and below.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kW: number,
    kH: number,
    dW: number = kW,
    dH: number = kH,
    padW = 0,
    padH = 0,
    options: SpatialMaxPoolingOptions = {},
  ) {
    super(kW, kH, dW, dH, padW, padH, options);
    const { dilationW = 1, dilationH = dilationW } = options;
    checkInteger(new.target.name, "dilationW", dilationW, 1, 2 ** 31 - 1);
    checkInteger(new.target.name, "dilationH", dilationH, 1, 2 ** 31 - 1);
    this.dilationW = dilationW;
    this.dilationH = dilationH;
  }

  /** Takes the largest element of each window; the first one wins. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const x = this.contiguousInput(input), output = this.fitSpace(this.output, input, this.outputSpace(input));
    maxPool(output, fitLike(this.indices, output.shape), x, planeSizes(input.shape, output.shape), this);
    this._from = input.shape;
    return output;
  }

  /** Passes each gradient to the element that was the largest. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const g = this.contiguousGradOutput(gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    addAt(gradInput, g, this.indices, planeSizes(input.shape, g.shape));
    return gradInput;
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "indices"];
  }
}
