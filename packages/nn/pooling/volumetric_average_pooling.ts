import type { Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { fitFrames, frameSizes, timeSizes, volumeSizes } from "./volume.ts";
import { VolumetricPooling } from "./volumetric_pooling.ts";
import { averageGrad, averagePool, windowDown } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { readFields } from "@taimatsu/tensor/native";

/**
 * Mean of each window of kT frames of kW × kH.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width]; output the same with ⌊(time − kT) / dT⌋ + 1 frames,
 * rows and columns alike; `ceil()` rounds up instead. Torch7: `VolumetricAveragePooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricAveragePooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new VolumetricAveragePooling(2, 2, 1);
 * assertEquals(pooling.forward(tensor([[[[1, 2, 5, 1]], [[4, 5, 0, 2]]]])).toArray(), [[[[3, 2]]]]);
 * ```
 */
export class VolumetricAveragePooling extends VolumetricPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kT", "kW", "kH", "dT", "dW", "dH"],
    upgrade: (fields) => {
      for (const name of ["padT", "padW", "padH"]) {
        if ((fields[name] ?? 0) !== 0) throw new RangeError(`${name} must be 0 but is ${fields[name]}`);
      }
    },
    make: (fields, options) => {
      const args = readFields(["kT", "kW", "kH", "dT", "dW", "dH"], fields) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const pooling = new VolumetricAveragePooling(...args, options);
      return fields.ceil_mode === true ? pooling.ceil() : pooling;
    },
    // Torch7's class for CPUs has whole windows alone.
    className: ({ ceilMode }: VolumetricAveragePooling) => `${ceilMode ? "" : "nn."}VolumetricAveragePooling`,
  };

  /**
   * Creates the layer.
   *
   * @param kT Frames of the window.
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dT Step along the time.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT: number = kT,
    dW: number = kW,
    dH: number = kH,
    options?: ModuleOptions,
  ) {
    super(kT, kW, kH, dT, dW, dH, 0, 0, 0, options);
  }

  /** Takes the mean of each window. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const x = this.contiguousInput(input), output = this.fitSpace(this.output, input, this.outputSpace(input));
    const sizes = volumeSizes(input.shape, output.shape), frames = fitFrames(this._frames, sizes);
    averagePool(frames, x, frameSizes(sizes), this, true, true);
    averagePool(output, frames, timeSizes(sizes), windowDown(this.kT, this.dT), true, true);
    this._from = input.shape;
    return output;
  }

  /** Spreads each gradient over its window. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const g = this.contiguousGradOutput(gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    const sizes = volumeSizes(input.shape, g.shape), frames = fitFrames(this._frames, sizes);
    averageGrad(frames, g, timeSizes(sizes), windowDown(this.kT, this.dT), true, true);
    averageGrad(gradInput, frames, frameSizes(sizes), this, true, true);
    return gradInput;
  }

  /** Returns the window and its steps as Torch7 prints them. */
  override toString(): string {
    const { kT, kW, kH, dT, dW, dH } = this;
    return `nn.${this.constructor.name}(${kT},${kW},${kH},${dT},${dW},${dH})`;
  }
}
