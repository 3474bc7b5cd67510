import { checkInteger, type Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { RowNormalization } from "./row_normalization.ts";

/**
 * Group normalization: y = (x − mean) / √(variance + eps) · weight + bias, where mean and (biased) variance are those of a group
 * of channels in one sample, and each channel has a weight and a bias; the same in training and evaluation.
 *
 * Input [batch, numChannels, …]; the output is sized like it.
 *
 * Wu and He, "Group Normalization", 2018. Not in Torch7; PyTorch: `torch.nn.GroupNorm`.
 *
 * @example Usage
 * ```ts
 * import { GroupNorm } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new GroupNorm(2, 4, 0).forward(tensor([[1, 3, 10, 4]])), [[-1, 1, 1, -1]]);
 * ```
 */
export class GroupNorm extends RowNormalization {
  /** Number of groups. */
  readonly numGroups: number;
  /** Number of channels; each has a weight and a bias. */
  readonly numChannels: number;

  /**
   * Sets the weights to 1 and the biases to 0.
   *
   * @param numGroups Number of groups.
   * @param numChannels Number of channels, a multiple of `numGroups`.
   * @param eps Added to the variance.
   * @param affine Whether to multiply by weights and add biases.
   * @throws {RangeError} If a number is no integer from 1, the channels cannot be divided into groups, or `eps` is negative.
   */
  constructor(numGroups: number, numChannels: number, eps = 1e-5, affine = true, options?: ModuleOptions) {
    const caller = new.target.name;
    checkInteger(caller, "numGroups", numGroups, 1);
    checkInteger(caller, "numChannels", numChannels, 1);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `Cannot run ${caller}: numGroups must divide the ${numChannels} channels but is ${numGroups}`,
      );
    }
    super([numChannels], numGroups, eps, affine, options);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
  }

  /** Returns `nn.GroupNorm(numGroups, numChannels)`. */
  override toString(): string {
    return `${super.toString()}(${this.numGroups}, ${this.numChannels})`;
  }

  /** Throws unless an input has the channels; returns how many groups all samples have. */
  override checkInput(method: string, input: Tensor): number {
    const fits = input?.store?.code === this.code && input.count > 0 && input.shape.length > 1 &&
      input.shape[1] === this.numChannels;
    if (!fits) throw this.refusal(method, "input", input, [["batch", this.numChannels, "…"]]);
    return input.shape[0]! * this.numGroups;
  }
}
