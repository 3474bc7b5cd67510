import { checkInteger, empty, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { INT32 } from "../elements.ts";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { TemporalPooling } from "./temporal_pooling.ts";
import { addAt, maxPool, planeSizes, windowDown } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Largest element of each feature in each window of kW frames.
 *
 * Input [frames, features] or [batch, frames, features]; output the same with ⌊(frames − kW) / dW⌋ + 1 frames. Torch7:
 * `TemporalMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { TemporalMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new TemporalMaxPooling(2);
 * assertEquals(pooling.forward(tensor([[1, 9], [4, 3], [5, 0], [2, 7]])).toArray(), [[4, 9], [5, 7]]);
 * ```
 */
export class TemporalMaxPooling extends TemporalPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kW", "dW"],
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
  };

  /** Frames of the window. */
  kW: number;
  /** Step. */
  dW: number;
  /** Where the largest elements lie in their sequences of frames × features, sized like the output. */
  indices: Tensor = fresh(INT32, [], this.device);

  /**
   * Creates the layer.
   *
   * @param kW Frames of the window.
   * @param dW Step.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(kW: number, dW: number = kW, options?: ModuleOptions) {
    super(options);
    checkInteger(new.target.name, "kW", kW, 1, 2 ** 31 - 1);
    checkInteger(new.target.name, "dW", dW, 1, 2 ** 31 - 1);
    this.kW = kW;
    this.dW = dW;
  }

  /** Returns the frames of a window. */
  override leastFrames(): number {
    return this.kW;
  }

  /** Takes the largest element of each feature in each window; the first one wins. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { shape } = input, n = shape.length, { kW, dW } = this, x = this.contiguousInput(input);
    const output = this.fitSpace(this.output, input, [Math.floor((shape[n - 2]! - kW) / dW) + 1, shape[n - 1]!]);
    maxPool(output, fitLike(this.indices, output.shape), x, planeSizes(shape, output.shape), windowDown(kW, dW));
    this._from = shape;
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
