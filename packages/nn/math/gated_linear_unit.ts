import { checkInteger, cmul, cpu, formatSize, sameSize, sigmoid, type Tensor } from "@taimatsu/tensor";
import { counted, op, unaryGradInto } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { Sigmoid } from "../transfer/sigmoid.ts";

const SIGMOID = op("unary", "sigmoid");

/**
 * One half of the input opens gates for the other: y = a / (1 + e^−b), where a and b are the halves of a dimension.
 *
 * Any size that is even in the dimension, which the output has halved. Dauphin et al., "Language Modeling with Gated
 * Convolutional Networks", 2016. Torch7: `GatedLinearUnit.lua`.
 *
 * @example Usage
 * ```ts
 * import { GatedLinearUnit } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new GatedLinearUnit().forward(tensor([[2, 8, 0, Math.log(3)]])), [[1, 6]]);
 * ```
 */
export class GatedLinearUnit extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [{ ...counted("dim"), write: (dim) => dim === -1 ? undefined : (dim as number) + 1 }],
    scratch: (module: GatedLinearUnit) => ({ sigmoid: new Sigmoid({ dtype: module.type(), device: cpu }) }),
    // Torch7 counts no dimension but the last from the end.
    className: ({ dim }: GatedLinearUnit) => `${dim < -1 ? "" : "nn."}GatedLinearUnit`,
  };

  /** The dimension that is halved. */
  readonly dim: number;
  /** How far the gates are open, sized like the output. */
  _gates: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param dim The dimension that is halved, from 0; negative ones count from the end, the last one unless given.
   * @throws {RangeError} If it is no integer.
   */
  constructor(dim = -1, options?: ModuleOptions) {
    super(options);
    checkInteger("GatedLinearUnit", "dim", dim, -16, 15);
    this.dim = dim;
  }

  /** y = a / (1 + e^−b) */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimensionOf("forward", input), n = input.shape[dim]! / 2;
    const output = fitLike(this.output, input.shape.with(dim, n));
    this._gates = kept(this._gates, this.code, output.shape, this.device);
    return cmul(input.narrow(dim, 0, n), sigmoid(input.narrow(dim, n, n), { out: this._gates }), { out: output });
  }

  /** ∂loss/∂a = g s, ∂loss/∂b = g a s (1 − s), g = ∂loss/∂y, s = 1 / (1 + e^−b) */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.dimensionOf("backward", input), n = input.shape[dim]! / 2, size = input.shape.with(dim, n);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    const { _gates: gates, output } = this;
    if (gates === null || !sameSize(gates.shape, size)) {
      throw this.refusal("backward", "input", input, [output.shape.map((s, d) => d === dim ? 2 * s : s)]);
    }
    const gradInput = fitLike(this.gradInput, input.shape), b = input.narrow(dim, n, n);
    cmul(gradOutput, gates, { out: gradInput.narrow(dim, 0, n) });
    unaryGradInto(SIGMOID, gradInput.narrow(dim, n, n), gradOutput, b, gates).cmul(input.narrow(dim, 0, n));
    return gradInput;
  }

  /** Checks the input and returns the dimension, counted from its first one. */
  dimensionOf(method: string, input: Tensor): number {
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    const { dim } = this, dims = input.shape.length, at = dim < 0 ? dim + dims : dim;
    if (at < 0 || at >= dims || input.shape[at]! % 2 !== 0) {
      throw new TypeError(
        `Cannot run GatedLinearUnit.${method}: input must have an even size in dimension ${dim} but is ` +
          formatSize(input.shape),
      );
    }
    return at;
  }
}
