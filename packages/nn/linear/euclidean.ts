import {
  add,
  cdiv,
  checkFinite,
  checkInteger,
  cmul,
  csub,
  empty,
  type Generator,
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
import type { TorchFields } from "../files/torch_form.ts";

/** Added to distances that gradients are divided by: the gradient of a distance of 0 is 0. */
const LEAST = 1e-7;

/**
 * Distances to centres: y[j] = ‖w[j] − x‖, w[j] being column j of the weights.
 *
 * Input [inputSize] or [batch, inputSize]; output [outputSize] or [batch, outputSize]. Torch7: `Euclidean.lua`.
 *
 * @example Usage
 * ```ts
 * import { Euclidean } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Euclidean(2, 2);
 * layer.weight.copy(tensor([[0, 3], [0, 4]]));
 * assertEquals(layer.forward(tensor([0, 0])).toArray(), [0, 5]);
 * ```
 */
export class Euclidean extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight }, options) =>
      isMissing(weight) ? undefined : new Euclidean(...matrixOf("weight", weight), options),
    constant: { fastBackward: true },
    upgrade: fromTemplates,
  };

  /** Centres, [inputSize, outputSize]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Number of inputs. */
  readonly inputSize: number;
  /** Number of centres. */
  readonly outputSize: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** x − w[j], [batch, inputSize, outputSize]. */
  _difference: Tensor | null = null;
  /** Gradients divided by the distances. */
  _share: Tensor | null = null;
  /** ∂loss/∂x of each centre alone, [batch, inputSize, outputSize]. */
  _pull: Tensor | null = null;
  /** Sums over the batch. */
  _sum: Tensor | null = null;

  /**
   * Draws the centres: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of centres.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, options?: RandomModuleOptions) {
    super(options);
    checkInteger(new.target.name, "inputSize", inputSize, 1);
    checkInteger(new.target.name, "outputSize", outputSize, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.generator = options?.generator;
    this.weight = empty([inputSize, outputSize], this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the centres from U(−s, s), s = 1 / √inputSize, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    drawUniform(this.weight, this.inputSize, stdv, this.generator);
  }

  /** y[j] = ‖w[j] − x‖ */
  override updateOutput(input: Tensor): Tensor {
    const { inputSize, outputSize } = this, rows = rowsOf(this, "forward", "input", input, inputSize);
    const x = this.contiguousInput(input).view(rows, inputSize, 1),
      out = this._difference = this.cube(this._difference, rows);
    csub(x, this.weight, { out });
    const output = fitRows(this.output, input.dim() === 1, rows, outputSize);
    norm(this.weighted(out), 2, 1, { out: output.view(rows, 1, outputSize) });
    return output;
  }

  /** ∂loss/∂x = Σ ∂loss/∂y[j] (x − w[j]) / y[j] */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const rows = this.checkBackward(input, gradOutput);
    return this.sumInput(this.gradInput, this.pull(rows, gradOutput), input, rows);
  }

  /** ∂loss/∂w[j] −= scale · Σ ∂loss/∂y[j] (x − w[j]) / y[j] */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const rows = this.checkBackward(input, gradOutput);
    this.accumulate(this.pull(rows, gradOutput), scale);
  }

  /** Computes all gradients from the same products. */
  override backward(input: Tensor, gradOutput: Tensor, scale = 1): Tensor {
    if (!Number.isFinite(scale)) checkFinite(`${this.constructor.name}.backward`, "scale", scale);
    const rows = this.checkBackward(input, gradOutput), pull = this.pull(rows, gradOutput), { gradInput } = this;
    if (gradInput !== null) this.sumInput(gradInput, pull, input, rows);
    this.accumulate(pull, scale);
    return gradInput ?? this.noGradient();
  }

  /** One for each weight and row. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.inputSize;
  }

  /** Returns what the distances are the norms of. */
  weighted(difference: Tensor): Tensor {
    return difference;
  }

  /** Returns ∂loss/∂x of each centre alone. */
  pull(rows: number, gradOutput: Tensor): Tensor {
    const out = this._pull = this.cube(this._pull, rows);
    return cmul(this._difference!, this.perDistance(rows, gradOutput), { out });
  }

  /** Returns the gradients divided by the distances, [rows, 1, outputSize]. */
  perDistance(rows: number, gradOutput: Tensor): Tensor {
    const { outputSize } = this, share = this._share = kept(this._share, this.code, [rows, 1, outputSize], this.device);
    add(this.output.view(rows, 1, outputSize), LEAST, { out: share });
    return cdiv(this.contiguousGradOutput(gradOutput).view(rows, 1, outputSize), share, { out: share });
  }

  /** Adds `scale` times the gradients of the parameters, of which `pull` is the part of each row. */
  accumulate(pull: Tensor, scale: number): void {
    this.gradWeight.add(-scale, this.sumBatch(pull));
  }

  /** Returns the sum over the batch, [inputSize, outputSize]. */
  sumBatch(x: Tensor): Tensor {
    const { inputSize, outputSize } = this, out = this._sum = this.cube(this._sum, 1);
    return sum(x, 0, { out }).view(inputSize, outputSize);
  }

  /** Sums over the centres. */
  sumInput(gradInput: Tensor, pull: Tensor, input: Tensor, rows: number): Tensor {
    const { inputSize } = this;
    fitRows(gradInput, input.dim() === 1, rows, inputSize);
    sum(pull, 2, { out: gradInput.view(rows, inputSize, 1) });
    return gradInput;
  }

  /** Returns a buffer of size [rows, inputSize, outputSize]. */
  cube(buffer: Tensor | null, rows: number): Tensor {
    return kept(buffer, this.code, [rows, this.inputSize, this.outputSize], this.device);
  }

  /** Returns the number of rows; throws if the arguments do not fit, or `forward` was not called. */
  checkBackward(input: Tensor, gradOutput: Tensor): number {
    const rows = rowsBackward(this, input, gradOutput, this.inputSize, this.outputSize);
    if (this._difference?.shape[0] !== rows || this.output.nElement() !== gradOutput.nElement()) {
      throw new Error(`Cannot run ${this.constructor.name}.backward: forward must be called before`);
    }
    return rows;
  }
}

/** The first ones had another name for the weights. */
export function fromTemplates(fields: TorchFields): void {
  fields.weight ??= fields.templates;
  fields.gradWeight ??= fields.gradTemplates;
}
