import { add, empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { sizes } from "@taimatsu/tensor/native";
import { copyTo, fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { addSums, type SizeArguments, sizesAndOptions, stretched } from "./broadcast.ts";
import { drawUniform } from "./drawing.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { shapeOf } from "../files/fields.ts";

/**
 * Adds biases of any size; they are repeated along their dimensions of size 1.
 *
 * Input with the dimensions of the biases, or with a batch dimension in front; its sizes agree where those of the biases are not
 * 1. Or a sample has as many elements in other sizes. Output sized like it. Torch7: `CAdd.lua`.
 *
 * @example Usage
 * ```ts
 * import { CAdd } from "@taimatsu/nn";
 * import { tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new CAdd(2, 1);
 * layer.bias.copy(tensor([[10], [20]]));
 * assertEquals(layer.forward(zeros([2, 3])).toArray(), [[10, 10, 10], [20, 20, 20]]);
 * ```
 */
export class CAdd extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ bias }, options) => new CAdd(shapeOf("bias", bias), options),
    fields: [sizes("size")],
  };

  /** Biases. */
  override bias: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor;
  /** Sizes of the biases. */
  readonly size: readonly number[];
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Sums over the dimensions along which the biases are repeated. */
  _sums: Tensor[] = [];

  /** Draws biases of the given sizes, which are one list: see {@linkcode reset}. */
  constructor(sizes: readonly number[], options?: RandomModuleOptions);
  /**
   * Draws biases of the given sizes: see {@linkcode reset}.
   *
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(...sizes: number[]);
  constructor(...args: SizeArguments) {
    const [sizes, options] = sizesAndOptions("CAdd", args);
    super(options);
    this.size = sizes;
    this.generator = options?.generator;
    this.bias = empty(sizes, this.tensorOptions());
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /** Draws the n biases from U(−s, s), s = 1 / √n, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.bias, this.bias.nElement(), stdv, this.generator);
  }

  /** Adds the biases. */
  override updateOutput(input: Tensor): Tensor {
    const bias = this.biasFor("forward", input);
    return add(input, bias, { out: fitLike(this.output, input.shape) });
  }

  /** Passes the gradient on. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.biasFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    return copyTo(this.gradInput, gradOutput);
  }

  /** ∂loss/∂b += scale · Σ ∂loss/∂y over the elements that share a bias */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const bias = this.biasFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    addSums(this.gradBias, bias, this.contiguousGradOutput(gradOutput), scale, this._sums);
  }

  /** Returns the biases seen in sizes that stretch to those of the input, or throws. */
  biasFor(method: string, input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    return stretched(`CAdd.${method}`, this.bias, input);
  }

  /** Returns `nn.CAdd(sizes)`. */
  override toString(): string {
    return `${super.toString()}(${this.size.join(", ")})`;
  }
}
