import { add, checkInteger, empty, formatSize, type Generator, ones, type Tensor, zerosLike } from "@taimatsu/tensor";
import { copyTo, fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { addSums, stretch } from "./broadcast.ts";
import { drawUniform } from "./drawing.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { shapeOf } from "../files/fields.ts";

/**
 * Adds a bias to each element of a sample, or one bias to all.
 *
 * Input [inputSize], or [batch, …] where a sample has inputSize elements; with one bias any size. Output sized like it. Torch7:
 * `Add.lua`.
 *
 * @example Usage
 * ```ts
 * import { Add } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Add(2);
 * layer.bias.copy(tensor([10, 20]));
 * assertEquals(layer.forward(tensor([[1, 2], [3, 4]])).toArray(), [[11, 22], [13, 24]]);
 * ```
 */
export class Add extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ bias, scalar }, options) => new Add(shapeOf("bias", bias, 1)[0]!, scalar === true, options),
    fields: ["scalar"],
    scratch: (module: Add) => ({ _ones: ones([1], { dtype: module.type() }) }),
  };

  /** Biases, [inputSize], or [1]. */
  override bias: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor;
  /** Whether there is one bias for all elements. */
  readonly scalar: boolean;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Sums over the batch. */
  _sums: Tensor[] = [];

  /**
   * Draws the biases: see {@linkcode reset}.
   *
   * @param inputSize Number of elements of a sample.
   * @param scalar Whether one bias is added to all elements, however many.
   * @throws {RangeError} If the number is no integer from 1.
   */
  constructor(inputSize: number, scalar = false, options?: RandomModuleOptions) {
    super(options);
    checkInteger("Add", "inputSize", inputSize, 1);
    this.scalar = scalar;
    this.generator = options?.generator;
    this.bias = empty([scalar ? 1 : inputSize], this.tensorOptions());
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /** Draws the n biases from U(−s, s), s = 1 / √n, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.bias, this.bias.nElement(), stdv, this.generator);
  }

  /** Adds the biases. */
  override updateOutput(input: Tensor): Tensor {
    const bias = this.biasFor("forward", input), out = fitLike(this.output, input.shape);
    return add(input, this.scalar ? bias.get(0) : bias, { out });
  }

  /** Passes the gradient on. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.biasFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    return copyTo(this.gradInput, gradOutput);
  }

  /** ∂loss/∂b += scale · Σ ∂loss/∂y */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const bias = this.biasFor("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    if (this.scalar) this.gradBias.add(scale * gradOutput.sum());
    else addSums(this.gradBias, bias, this.contiguousGradOutput(gradOutput), scale, this._sums);
  }

  /** Returns the biases seen in sizes that stretch to those of the input, or throws. */
  biasFor(method: string, input: Tensor): Tensor {
    const { bias, scalar } = this, n = bias.nElement();
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    if (scalar) return bias;
    const { shape, count } = input, fits = shape.length === 1 && shape[0] === n || count === (shape[0] ?? -1) * n;
    const seen = fits ? stretch(bias, shape) : null;
    if (seen !== null) return seen;
    throw new TypeError(
      `Cannot run Add.${method}: input must be [${n}] or [batch, …] with ${n} elements a sample but is ` +
        formatSize(shape),
    );
  }
}
