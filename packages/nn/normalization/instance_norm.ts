import type { ModuleOptions } from "../options.ts";
import { GroupNorm } from "./group_norm.ts";

/**
 * Instance normalization: every channel of every sample gets mean 0 and variance 1 by itself; group normalization with as many
 * groups as channels. There are no running statistics.
 *
 * Input [batch, numChannels, …]; the output is sized like it.
 *
 * Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", 2016. Not in Torch7; PyTorch: `torch.nn.InstanceNorm2d`.
 *
 * @example Usage
 * ```ts
 * import { InstanceNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new InstanceNorm(2, 0).forward(tensor([[[1, 3], [10, 4]]])), [[[-1, 1], [1, -1]]]);
 * ```
 */
export class InstanceNorm extends GroupNorm {
  /**
   * Creates the layer.
   *
   * @param numChannels Number of channels.
   * @param eps Added to the variance.
   * @param affine Whether to multiply by weights and add biases; as in PyTorch not unless said.
   * @throws {RangeError} If `numChannels` is no integer from 1, or `eps` is negative.
   */
  constructor(numChannels: number, eps = 1e-5, affine = false, options?: ModuleOptions) {
    super(numChannels, numChannels, eps, affine, options);
  }

  /** Returns `nn.InstanceNorm(numChannels)`. */
  override toString(): string {
    return `nn.${this.constructor.name}(${this.numChannels})`;
  }
}
