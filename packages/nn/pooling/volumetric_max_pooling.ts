import { empty, type Tensor } from "@taimatsu/tensor";
import { fresh, renamed } from "@taimatsu/tensor/native";
import { INT32 } from "../elements.ts";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { fitFrames, frameSizes, timeSizes, volumeGrad, volumeIndices, volumeSizes } from "./volume.ts";
import { VolumetricPooling } from "./volumetric_pooling.ts";
import { maxPool, windowDown } from "./windows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Largest element of each window of kT frames of kW × kH.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width]; output the same with
 * ⌊(time + 2 padT − dilationT (kT − 1) − 1) / dT⌋ + 1 frames, rows and columns alike; `ceil()` rounds up instead. Padding is never
 * the largest. Torch7: `VolumetricMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new VolumetricMaxPooling(2, 2, 1);
 * assertEquals(pooling.forward(tensor([[[[1, 2, 5, 0]], [[4, 3, 0, 6]]]])).toArray(), [[[[4, 6]]]]);
 * assertEquals(pooling.indices.toArray(), [[[[4, 7]]]]);
 * ```
 */
export class VolumetricMaxPooling extends VolumetricPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kT", "kW", "kH", "dT", "dW", "dH", "padT", "padW", "padH"],
    fields: [renamed("ceilMode", "ceil_mode")],
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
    version: 2,
    upgrade: (fields, className, version) => {
      if (version < 2 && className.startsWith("nn.")) fields.ceil_mode = false;
    },
  };

  /** Where the largest elements lie in their frames, sized like the frames after the first pass. */
  _frameIndices: Tensor = fresh(INT32, [], this.device);
  /** Where the largest of the frames lie, sized like the output. */
  _timeIndices: Tensor = fresh(INT32, [], this.device);
  /** What {@linkcode indices} returned last. */
  _volumeIndices: Tensor = fresh(INT32, [], this.device);

  /**
   * Creates the layer.
   *
   * @param kT Frames of the window.
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dT Step along the time.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padT Padding before the first and after the last frame.
   * @param padW Padding on the left and on the right.
   * @param padH Padding above and below.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT: number = kT,
    dW: number = kW,
    dH: number = kH,
    padT = 0,
    padW = 0,
    padH = 0,
    options?: ModuleOptions,
  ) {
    super(kT, kW, kH, dT, dW, dH, padT, padW, padH, options);
  }

  /**
   * Where the largest elements lie in their volumes of time × height × width, sized like the output; the first of equals in this
   * order. It is worked out when asked for; −1 where dilation leads a window past all elements.
   */
  get indices(): Tensor {
    const { _from } = this, n = _from.length;
    return volumeIndices(this, _from[n - 2]! * _from[n - 1]!);
  }

  /** Takes the largest element of each window; the first one wins. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const x = this.contiguousInput(input), output = this.fitSpace(this.output, input, this.outputSpace(input));
    const sizes = volumeSizes(input.shape, output.shape), frames = fitFrames(this._frames, sizes);
    maxPool(frames, fitLike(this._frameIndices, frames.shape), x, frameSizes(sizes), this);
    const down = windowDown(this.kT, this.dT, this.padT, this.dilationT);
    maxPool(output, fitLike(this._timeIndices, output.shape), frames, timeSizes(sizes), down);
    this._from = input.shape;
    return output;
  }

  /** Passes each gradient to the element that was the largest. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape);
    volumeGrad(gradInput, this.contiguousGradOutput(gradOutput), this);
    return gradInput;
  }
}
