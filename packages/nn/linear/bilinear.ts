import { checkInteger, cmul, empty, type Generator, mm, sum, type Tensor, zerosLike } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike, fitRows, kept } from "../kernels.ts";
import { type AnyModule, Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { drawUniform } from "./drawing.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, shapeOf } from "../files/fields.ts";

/**
 * Bilinear map of two inputs: y[k] = x₁ᵀ W[k] x₂ + b[k].
 *
 * Input is a list of [batch, inputSize1] and [batch, inputSize2]; output [batch, outputSize]. Torch7: `Bilinear.lua`.
 *
 * @example Usage
 * ```ts
 * import { Bilinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Bilinear(2, 2, 1, false);
 * layer.weight.copy(tensor([[[1, 0], [0, 1]]]));
 * assertEquals(layer.forward([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(), [[11]]);
 * ```
 */
export class Bilinear extends Module<readonly Tensor[], Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight, bias }, options) => {
      if (isMissing(weight)) return undefined;
      const [outputSize, inputSize1, inputSize2] = shapeOf("weight", weight, 3);
      return new Bilinear(inputSize1!, inputSize2!, outputSize!, !isMissing(bias), options) as unknown as AnyModule;
    },
  };

  /** Weights, [outputSize, inputSize1, inputSize2]. */
  override weight: Tensor;
  /** Biases, [outputSize]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Length of the first input's rows. */
  readonly inputSize1: number;
  /** Length of the second input's rows. */
  readonly inputSize2: number;
  /** Number of outputs. */
  readonly outputSize: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Products sized like the first input. */
  _first: Tensor | null = null;
  /** Products sized like the second input. */
  _second: Tensor | null = null;
  /** Sum of the gradients over the batch. */
  _sum: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputSize1 Length of the first input's rows.
   * @param inputSize2 Length of the second input's rows.
   * @param outputSize Number of outputs.
   * @param bias Whether to add biases.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(
    inputSize1: number,
    inputSize2: number,
    outputSize: number,
    bias = true,
    options?: RandomModuleOptions,
  ) {
    super(options);
    const sizes = { inputSize1, inputSize2, outputSize }, own = this.tensorOptions();
    for (const [name, size] of Object.entries(sizes)) checkInteger("Bilinear", name, size, 1);
    this.inputSize1 = inputSize1;
    this.inputSize2 = inputSize2;
    this.outputSize = outputSize;
    this.generator = options?.generator;
    this.gradInput = [];
    this.weight = empty([outputSize, inputSize1, inputSize2], own);
    this.bias = bias ? empty([outputSize], own) : null;
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = this.bias && zerosLike(this.bias);
    this.reset();
  }

  /** Draws weights, then biases, from U(−s, s), s = 1 / √inputSize1, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    const { weight, bias, inputSize1, generator } = this;
    drawUniform(weight, inputSize1, stdv, generator);
    if (bias !== null) drawUniform(bias, inputSize1, stdv, generator);
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /** y[k] = x₁ᵀ W[k] x₂ + b[k] */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [x, z] = this.checkInput("forward", input), { weight, bias, outputSize } = this, batch = x.shape[0]!;
    const output = fitRows(this.output, false, batch, outputSize), product = this._second = this.like(this._second, z);
    for (let k = 0; k < outputSize; k++) {
      mm(x, weight.select(0, k), { out: product }).cmul(z);
      sum(product, 1, { out: output.narrow(1, k, 1) });
    }
    return bias === null ? output : output.add(bias);
  }

  /** ∂loss/∂x₁ = Σ ∂loss/∂y[k] W[k] x₂, ∂loss/∂x₂ = Σ ∂loss/∂y[k] W[k]ᵀ x₁ */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [x, z] = this.checkBackward(input, gradOutput), { weight, outputSize, code } = this;
    if (this.gradInput.length === 0) this.gradInput = [fresh(code, [], this.device), fresh(code, [], this.device)];
    const gradX = fitLike(this.gradInput[0]!, x.shape).zero(), gradZ = fitLike(this.gradInput[1]!, z.shape).zero();
    const first = this._first = this.like(this._first, x), second = this._second = this.like(this._second, z);
    for (let k = 0; k < outputSize; k++) {
      const w = weight.select(0, k), g = gradOutput.narrow(1, k, 1); // [batch, 1]
      gradX.add(mm(z, w.t(), { out: first }).cmul(g));
      gradZ.add(mm(x, w, { out: second }).cmul(g));
    }
    return this.gradInput;
  }

  /** ∂loss/∂W[k] += scale · Σ ∂loss/∂y[k] x₁ x₂ᵀ, ∂loss/∂b += scale · Σ ∂loss/∂y */
  override accGradParameters(input: readonly Tensor[], gradOutput: Tensor, scale = 1): void {
    const [x, z] = this.checkBackward(input, gradOutput), { gradWeight, gradBias, outputSize } = this;
    const first = this._first = this.like(this._first, x);
    for (let k = 0; k < outputSize; k++) {
      cmul(x, gradOutput.narrow(1, k, 1), { out: first });
      gradWeight.select(0, k).addmm(scale, first.t(), z);
    }
    if (gradBias === null) return;
    const total = this._sum = kept(this._sum, this.code, [1, outputSize], this.device);
    gradBias.add(scale, sum(gradOutput, 0, { out: total }).view(outputSize));
  }

  /** One for each weight and row, and one for each element of the second input and output. */
  override multiplyAdds(_input: readonly Tensor[], output: Tensor): number {
    return output.nElement() * this.inputSize2 * (this.inputSize1 + 1);
  }

  /** Returns `nn.Bilinear(inputSize1xinputSize2 -> outputSize)`. */
  override toString(): string {
    const { inputSize1, inputSize2, outputSize, bias } = this;
    return `${super.toString()}(${inputSize1}x${inputSize2} -> ${outputSize})${bias === null ? " without bias" : ""}`;
  }

  /** Returns the two inputs; throws if they are not batches of as many rows. */
  checkInput(method: string, input: readonly Tensor[]): readonly [Tensor, Tensor] {
    const [x, z] = checkTensors(this as unknown as AnyModule, method, "input", input, 2) as [Tensor, Tensor];
    if (x.dim() !== 2 || x.shape[1] !== this.inputSize1) {
      throw this.refusal(method, "input[0]", x, [["batch", this.inputSize1]]);
    }
    checkLike(this, method, "input[1]", z, [x.shape[0]!, this.inputSize2]);
    return [x, z];
  }

  /** As {@linkcode checkInput} for the arguments of `backward`. */
  checkBackward(input: readonly Tensor[], gradOutput: Tensor): readonly [Tensor, Tensor] {
    const [x, z] = this.checkInput("backward", input);
    checkLike(this, "backward", "gradOutput", gradOutput, [x.shape[0]!, this.outputSize]);
    return [x, z];
  }

  /** Returns a buffer with the sizes of `x`. */
  like(buffer: Tensor | null, x: Tensor): Tensor {
    return kept(buffer, this.code, x.shape, this.device);
  }
}
