import { checkInteger, formatSize, sameSize, type Tensor } from "@taimatsu/tensor";
import { op, unaryGradInto, unaryInto } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { type AnyModule, Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { ConcatTable } from "../table/concat_table.ts";
import { JoinTable } from "../table/join_table.ts";
import { Identity } from "../shape/identity.ts";
import { MulConstant } from "../math/mul_constant.ts";
import { ReLU } from "./relu.ts";

const RELU = op("unary", "relu"), NEG = op("unary", "neg");

/**
 * Rectifier of the input and of its negative, one behind the other: y = [max(x, 0), max(−x, 0)], which loses nothing.
 *
 * Input with `nInputDims` dimensions, or one more in front for a batch; output with twice the first dimension of a sample:
 * [batch, planes, height, width] becomes [batch, 2 planes, height, width] for 3.
 *
 * Shang et al., "Understanding and Improving Convolutional Neural Networks via Concatenated Rectified Linear Units", 2016.
 * Torch7: `CReLU.lua`.
 *
 * @example Usage
 * ```ts
 * import { CReLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CReLU(1).forward(tensor([[-1, 2], [3, -4]])).toArray(), [[0, 2, 1, 0], [3, 0, 0, 4]]);
 * ```
 */
export class CReLU extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["nInputDims", "inplace"],
    upgrade: (fields) => {
      fields.nInputDims ??= 3; // the first ones were for maps only
      delete fields.modules;
    },
    scratch: (module: CReLU) => ({ modules: partsOf(module) }),
  };

  /** Number of dimensions of a sample. */
  readonly nInputDims: number;
  /** As it was given: here no memory is saved by it. */
  readonly inplace: boolean;
  /** The gradient of the second half of the output. */
  _second: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param nInputDims Number of dimensions of a sample.
   * @param inplace Has no effect: Torch7 overwrites a copy of its own.
   * @throws {RangeError} If `nInputDims` is no integer from 1.
   */
  constructor(nInputDims: number, inplace = false, options?: ModuleOptions) {
    super(options);
    checkInteger("CReLU", "nInputDims", nInputDims, 1, 15);
    this.nInputDims = nInputDims;
    this.inplace = inplace;
  }

  /** y = [max(x, 0), max(−x, 0)] */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimensionOf("forward", input), n = input.shape[dim]!;
    const output = fitLike(this.output, input.shape.with(dim, 2 * n));
    unaryInto(RELU, output.narrow(dim, 0, n), input);
    const second = output.narrow(dim, n, n);
    unaryInto(NEG, second, input);
    unaryInto(RELU, second, second);
    return output;
  }

  /** ∂loss/∂x = ∂loss/∂y of the first half for x > 0, − ∂loss/∂y of the second half for x < 0, 0 for x = 0 */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.dimensionOf("backward", input), n = input.shape[dim]!, { output } = this;
    const size = input.shape.with(dim, 2 * n);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    if (!sameSize(output.shape, size)) throw this.refusal("backward", "input", input, [halved(output.shape, dim)]);
    const gradInput = fitLike(this.gradInput, input.shape), y = output.narrow(dim, n, n);
    this._second = kept(this._second, this.code, input.shape, this.device);
    unaryGradInto(RELU, gradInput, gradOutput.narrow(dim, 0, n), input, input);
    return gradInput.csub(unaryGradInto(RELU, this._second, gradOutput.narrow(dim, n, n), y, y));
  }

  /** Returns `CReLU()`, as Torch7 does. */
  override toString(): string {
    return "CReLU()";
  }

  /** Checks the input and returns the dimension that is doubled. */
  dimensionOf(method: string, input: Tensor): number {
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    const { nInputDims } = this, dim = input.shape.length - nInputDims;
    if (dim === 0 || dim === 1) return dim;
    throw new TypeError(
      `Cannot run CReLU.${method}: input must have ${nInputDims} dimension${nInputDims === 1 ? "" : "s"}, or ${
        nInputDims + 1
      } for a batch, but is ` +
        formatSize(input.shape),
    );
  }
}

/** The sizes of the input for those of an output. */
function halved(shape: readonly number[], dim: number): readonly number[] {
  return shape.map((s, d) => d === dim ? s / 2 : s);
}

/** What Torch7 makes it of. */
function partsOf(module: CReLU): AnyModule[] {
  const own = module.tensorOptions(), both = new ConcatTable(own).add(new Identity(own));
  both.add(new MulConstant(-1, false, own));
  return [both, new JoinTable(1, null, own), new ReLU(module.inplace, own)] as unknown[] as AnyModule[];
}
