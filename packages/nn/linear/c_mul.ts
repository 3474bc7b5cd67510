import { cmul, empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { sizes } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { addSums, type SizeArguments, sizesAndOptions, stretched } from "./broadcast.ts";
import { drawUniform } from "./drawing.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, shapeOf } from "../files/fields.ts";

/**
 * Multiplies element by element by weights of any size; they are repeated along their dimensions of size 1.
 *
 * Input with the dimensions of the weights, or with a batch dimension in front; its sizes agree where those of the weights are
 * not 1. Or a sample has as many elements in other sizes. Output sized like it. Torch7: `CMul.lua`.
 *
 * @example Usage
 * ```ts
 * import { CMul } from "@taimatsu/nn";
 * import { ones, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new CMul(2, 1);
 * layer.weight.copy(tensor([[2], [3]]));
 * assertEquals(layer.forward(ones([2, 3])).toArray(), [[2, 2, 2], [3, 3, 3]]);
 * ```
 */
export class CMul extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight }, options) => isMissing(weight) ? undefined : new CMul(shapeOf("weight", weight), options),
    fields: [sizes("size")],
  };

  /** Weights. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sizes of the weights. */
  readonly size: readonly number[];
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Input times gradient. */
  _product: Tensor | null = null;
  /** Sums over the dimensions along which the weights are repeated. */
  _sums: Tensor[] = [];

  /** Draws weights of the given sizes, which are one list: see {@linkcode reset}. */
  constructor(sizes: readonly number[], options?: RandomModuleOptions);
  /**
   * Draws weights of the given sizes: see {@linkcode reset}.
   *
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(...sizes: number[]);
  constructor(...args: SizeArguments) {
    const [sizes, options] = sizesAndOptions("CMul", args);
    super(options);
    this.size = sizes;
    this.generator = options?.generator;
    this.weight = empty(sizes, this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the n weights from U(−s, s), s = 1 / √n, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.weight, this.weight.nElement(), stdv, this.generator);
  }

  /** Multiplies by the weights. */
  override updateOutput(input: Tensor): Tensor {
    const weight = this.weightFor("forward", input);
    return cmul(input, weight, { out: fitLike(this.output, input.shape) });
  }

  /** Multiplies the gradient by the weights. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const weight = this.weightFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    return cmul(gradOutput, weight, { out: fitLike(this.gradInput, input.shape) });
  }

  /** ∂loss/∂w += scale · Σ x ∂loss/∂y over the elements that share a weight */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const weight = this.weightFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    const product = this._product = kept(this._product, this.code, input.shape, this.device);
    addSums(this.gradWeight, weight, cmul(input, gradOutput, { out: product }), scale, this._sums);
  }

  /** Returns the weights seen in sizes that stretch to those of the input, or throws. */
  weightFor(method: string, input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    return stretched(`CMul.${method}`, this.weight, input);
  }

  /** Returns `nn.CMul(sizes)`. */
  override toString(): string {
    return `${super.toString()}(${this.size.join(", ")})`;
  }
}
