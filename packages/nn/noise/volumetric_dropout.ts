import type { RandomModuleOptions } from "../options.ts";
import { MapDropout } from "./map_dropout.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { MAP_DROPOUT } from "../files/map_dropout_form.ts";

/**
 * Dropout of whole volumes: in training every volume is set to 0 with probability p and the others pass as they are; when evaluating,
 * all are multiplied by 1 − p. Neighbours in a volume are alike, so that dropping single elements would drop little.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width]. Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2014.
 * Torch7: `VolumetricDropout.lua`, whose backward pass works in training only.
 *
 * @example Usage
 * ```ts
 * import { VolumetricDropout } from "@taimatsu/nn";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const dropout = new VolumetricDropout(0.25);
 * assertEquals(dropout.forward(ones([100, 2, 2, 2])).max(), 1);
 * assertEquals(dropout.evaluate().forward(ones([100, 2, 2, 2])).min(), 0.75);
 * ```
 */
export class VolumetricDropout extends MapDropout {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = MAP_DROPOUT;

  /**
   * Creates the layer.
   *
   * @param p Probability that a volume is set to 0.
   * @param stochasticInference Whether to drop when evaluating too.
   * @throws {RangeError} If `p` lies outside [0, 1].
   */
  constructor(p = 0.5, stochasticInference = false, options?: RandomModuleOptions) {
    super(["planes", "time", "height", "width"], p, stochasticInference, options);
  }
}
