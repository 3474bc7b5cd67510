import { checkInteger, empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { copyTo, fitRows } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { affine, affineGradInput, affineGradParameters } from "./affine.ts";
import { drawUniform } from "./drawing.ts";
import { rowsBackward, rowsOf } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";

/**
 * Linear (affine) map: y = x Wᵀ + b.
 *
 * Input [inputSize] or [batch, inputSize], output [outputSize] or [batch, outputSize]. Torch7: `Linear.lua`.
 *
 * @example Usage
 * ```ts
 * import { Linear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const linear = new Linear(2, 1);
 * linear.weight.copy(tensor([[2, 3]]));
 * linear.bias?.fill(1);
 * assertEquals(linear.forward(tensor([[1, 1], [0, 2]])).toArray(), [[6], [7]]);
 * ```
 */
export class Linear extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight, bias }, options) => {
      if (isMissing(weight)) return undefined;
      const [outputSize, inputSize] = matrixOf("weight", weight);
      return new Linear(inputSize, outputSize, !isMissing(bias), options);
    },
    empty: ["addBuffer"],
  };

  /** Weights, [outputSize, inputSize]. */
  override weight: Tensor;
  /** Biases, [outputSize]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Number of inputs. */
  readonly inputSize: number;
  /** Number of outputs. */
  readonly outputSize: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Copy of weights that are not contiguous, as those that a tied layer shares are. */
  _weight: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of outputs.
   * @param bias Whether to add biases.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, bias = true, options?: RandomModuleOptions) {
    super(options);
    checkInteger("Linear", "inputSize", inputSize, 1);
    checkInteger("Linear", "outputSize", outputSize, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.generator = options?.generator;
    const own = this.tensorOptions();
    this.weight = empty([outputSize, inputSize], own);
    this.bias = bias ? empty([outputSize], own) : null;
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = this.bias && zerosLike(this.bias);
    this.reset();
  }

  /** Draws weights, then biases, from U(−s, s), s = 1 / √inputSize, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    const { weight, bias, inputSize, generator } = this;
    drawUniform(weight, inputSize, stdv, generator);
    if (bias !== null) drawUniform(bias, inputSize, stdv, generator);
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /** y = x Wᵀ + b */
  override updateOutput(input: Tensor): Tensor {
    const rows = this.rowsOf("forward", "input", input, this.inputSize), x = this.contiguousInput(input);
    const output = fitRows(this.output, input.shape.length === 1, rows, this.outputSize);
    return affine(output, x, this.contiguousWeight(), this.bias);
  }

  /** ∂loss/∂x = ∂loss/∂y W */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const rows = this.checkBackward(input, gradOutput), g = this.contiguousGradOutput(gradOutput);
    const gradInput = fitRows(this.gradInput, input.shape.length === 1, rows, this.inputSize);
    return affineGradInput(gradInput, g, this.contiguousWeight());
  }

  /** ∂loss/∂W += scale · (∂loss/∂y)ᵀ x, ∂loss/∂b += scale · Σ ∂loss/∂y */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.checkBackward(input, gradOutput);
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput);
    affineGradParameters(this.gradWeight, this.gradBias, x, g, scale);
  }

  /** Accumulates straight into the weights also where they are shared: the map is linear in them. */
  override sharedAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    this.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
  }

  /** One for each weight and row. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.inputSize;
  }

  /** Returns `nn.Linear(inputSize -> outputSize)`. */
  override toString(): string {
    return `${super.toString()}(${this.inputSize} -> ${this.outputSize})${this.bias === null ? " without bias" : ""}`;
  }

  /** Returns the weights, or a contiguous copy of weights that are the transposed ones of another layer. */
  contiguousWeight(): Tensor {
    return this.weight.dense ? this.weight : this._weight = copyTo(this._weight, this.weight);
  }

  /** Returns the number of rows of `x`, which has `n` columns or is one row. */
  rowsOf(method: string, name: string, x: Tensor, n: number): number {
    return rowsOf(this, method, name, x, n);
  }

  /** As {@linkcode rowsOf} for the arguments of `backward`, which must have equally many. */
  checkBackward(input: Tensor, gradOutput: Tensor): number {
    return rowsBackward(this, input, gradOutput, this.inputSize, this.outputSize);
  }
}
