import {
  cdiv,
  checkInteger,
  cmul,
  empty,
  type Generator,
  mm,
  norm,
  sum,
  type Tensor,
  zerosLike,
} from "@taimatsu/tensor";
import { fitRows, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { drawUniform } from "./drawing.ts";
import { rowsBackward, rowsOf } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";

/** Added to norms: the cosine of zeros is 0. */
const LEAST = 1e-12;

/**
 * Cosines of the angles to vectors: y[j] = w[j] · x / (‖w[j]‖ ‖x‖), w[j] being row j of the weights.
 *
 * Input [inputSize] or [batch, inputSize]; output [outputSize] or [batch, outputSize]. 10⁻¹² is added to each norm: the cosine of
 * zeros is 0, and its gradient is finite, but as large as 10¹². Torch7: `Cosine.lua`.
 *
 * @example Usage
 * ```ts
 * import { Cosine } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const layer = new Cosine(2, 2);
 * layer.weight.copy(tensor([[1, 0], [3, 4]]));
 * assertClose(layer.forward(tensor([2, 0])), [1, 0.6]);
 * ```
 */
export class Cosine extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight }, options) => {
      if (isMissing(weight)) return undefined;
      const [outputSize, inputSize] = matrixOf("weight", weight);
      return new Cosine(inputSize, outputSize, options);
    },
  };

  /** Vectors, [outputSize, inputSize]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Number of inputs. */
  readonly inputSize: number;
  /** Number of vectors. */
  readonly outputSize: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Norms of the inputs, [batch, 1]. */
  _inputNorm: Tensor | null = null;
  /** Norms of the vectors, [outputSize, 1]. */
  _weightNorm: Tensor | null = null;
  /** Inputs divided by their norms. */
  _direction: Tensor | null = null;
  /** Vectors divided by their norms. */
  _weightDirection: Tensor | null = null;
  /** Gradients times cosines. */
  _product: Tensor | null = null;
  /** Their sums. */
  _sum: Tensor | null = null;
  /** Gradient of a batch with respect to the vectors. */
  _gradWeight: Tensor | null = null;

  /**
   * Draws the vectors: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of vectors.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, options?: RandomModuleOptions) {
    super(options);
    checkInteger("Cosine", "inputSize", inputSize, 1);
    checkInteger("Cosine", "outputSize", outputSize, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.generator = options?.generator;
    this.weight = empty([outputSize, inputSize], this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the vectors from U(−s, s), s = 1 / √outputSize as in Torch7, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.weight, this.outputSize, stdv, this.generator);
  }

  /** y[j] = w[j] · x / (‖w[j]‖ ‖x‖) */
  override updateOutput(input: Tensor): Tensor {
    const { weight, inputSize, outputSize, code } = this, rows = rowsOf(this, "forward", "input", input, inputSize);
    const x = this.contiguousInput(input).view(rows, inputSize);
    const inputNorm = this._inputNorm = kept(this._inputNorm, code, [rows, 1], this.device);
    const weightNorm = this._weightNorm = kept(this._weightNorm, code, [outputSize, 1], this.device);
    const u = this._direction = kept(this._direction, code, x.shape, this.device);
    const v = this._weightDirection = kept(this._weightDirection, code, weight.shape, this.device);
    cdiv(x, norm(x, 2, 1, { out: inputNorm }).add(LEAST), { out: u });
    cdiv(weight, norm(weight, 2, 1, { out: weightNorm }).add(LEAST), { out: v });
    const output = fitRows(this.output, input.dim() === 1, rows, outputSize);
    mm(u, v.t(), { out: output.view(rows, outputSize) });
    return output;
  }

  /** ∂loss/∂x = Σ ∂loss/∂y[j] (w[j] / ‖w[j]‖ − y[j] x / ‖x‖) / ‖x‖ */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const rows = this.checkBackward(input, gradOutput), { inputSize, code } = this;
    const g = this.matrix(gradOutput, rows), total = this._sum = kept(this._sum, code, [rows, 1], this.device);
    const gradInput = fitRows(this.gradInput, input.dim() === 1, rows, inputSize);
    const r = mm(g, this._weightDirection!, { out: gradInput.view(rows, inputSize) });
    r.addcmul(-1, this._direction!, sum(this.product(g), 1, { out: total })).cdiv(this._inputNorm!);
    return gradInput;
  }

  /** ∂loss/∂w[j] += scale · Σ ∂loss/∂y[j] (x / ‖x‖ − y[j] w[j] / ‖w[j]‖) / ‖w[j]‖ */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const rows = this.checkBackward(input, gradOutput), { outputSize, code } = this, g = this.matrix(gradOutput, rows);
    const gradWeight = this._gradWeight = kept(this._gradWeight, code, this.weight.shape, this.device);
    const total = this._sum = kept(this._sum, code, [1, outputSize], this.device);
    mm(g.t(), this._direction!, { out: gradWeight });
    sum(this.product(g), 0, { out: total });
    gradWeight.addcmul(-1, this._weightDirection!, total.view(outputSize, 1)).cdiv(this._weightNorm!);
    this.gradWeight.add(scale, gradWeight);
  }

  /** One for each weight and row. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.inputSize;
  }

  /** Returns gradients times cosines. */
  product(g: Tensor): Tensor {
    const out = this._product = kept(this._product, this.code, g.shape, this.device);
    return cmul(g, this.matrix(this.output, g.shape[0]!), { out });
  }

  /** Returns a batch, or a sample as a batch of one. */
  matrix(x: Tensor, rows: number): Tensor {
    return x.dim() === 2 ? x : x.contiguous().view(rows, x.nElement());
  }

  /** Returns the number of rows; throws if the arguments do not fit, or `forward` was not called. */
  checkBackward(input: Tensor, gradOutput: Tensor): number {
    const rows = rowsBackward(this, input, gradOutput, this.inputSize, this.outputSize);
    if (this._direction?.shape[0] !== rows || this.output.nElement() !== gradOutput.nElement()) {
      throw new Error("Cannot run Cosine.backward: forward must be called before");
    }
    return rows;
  }
}
