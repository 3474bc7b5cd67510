import { empty, mm, Tensor, zerosLike } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";
import { drawUniform } from "./drawing.ts";
import { checkPositions, checkWhole } from "./positions.ts";
import { SparseRows } from "./sparse_rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";
import type { AnyModule } from "../module.ts";

/**
 * Linear map of sparse inputs: y = x Wᵀ + b.
 *
 * A sample is a list of indices (from 0) and values, [n, 2]; indices that repeat are added up. Input is a sample, output
 * [outputSize]; or a list of samples, or a tensor [batch, n, 2] of samples, output [batch, outputSize].
 *
 * The gradient with respect to the input is dense and computed only if asked for: [inputSize, 2] for a sample, all indices with
 * their gradients. With {@linkcode weightDecay} that times the weights is added to their gradients. Torch7: `SparseLinear.lua`.
 *
 * @example Usage
 * ```ts
 * import { SparseLinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new SparseLinear(1000, 2);
 * layer.weight.fill(1);
 * layer.bias.zero();
 * assertEquals(layer.forward(tensor([[17, 0.5], [999, 2]])).toArray(), [2.5, 2.5]);
 * ```
 */
export class SparseLinear extends SparseRows<Tensor | readonly Tensor[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight, doGradInput, gradInput }, options) => {
      const [outputSize, inputSize] = matrixOf("weight", weight);
      // Before there was a choice, there was a gradient if there was a tensor for it.
      return new SparseLinear(
        inputSize,
        outputSize,
        doGradInput === true || (isMissing(doGradInput) && gradInput instanceof Tensor),
        options,
      ) as unknown as AnyModule;
    },
    fields: ["weightDecay", "doGradInput"],
    derive: ({ gradInput }: SparseLinear) => ({ gradInput: gradInput ?? [] }),
    scratch: () => ({ sparseUpdate: 0 }), // no gradients of single inputs
  };

  /** Weights, [outputSize, inputSize]. */
  override weight: Tensor;
  /** Biases, [outputSize]. */
  override bias: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor;
  /** Indices as they come, with the values. */
  _indices: Tensor | null = null;
  /** Fractions of the indices. */
  _fraction: Tensor | null = null;
  /** Indices as integers, see `_keys`. */
  _positions: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of outputs.
   * @param doGradInput Whether the gradient with respect to the input is computed.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, doGradInput = false, options?: RandomModuleOptions) {
    super(inputSize, outputSize, doGradInput, options);
    const own = this.tensorOptions();
    this.weight = empty([outputSize, inputSize], own);
    this.bias = empty([outputSize], own);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /**
   * Draws weights from U(−s, s), s = 1 / √inputSize, or from one with standard deviation `stdv`, then biases from a distribution
   * narrower by 10⁻⁶.
   */
  override reset(stdv?: number): void {
    const { weight, bias, inputSize, generator } = this;
    drawUniform(weight, inputSize, stdv, generator);
    drawUniform(bias, inputSize, stdv, generator);
    bias.mul(1e-6);
  }

  /** Returns the transposed weights. */
  override byKey(weight: Tensor): Tensor {
    return weight.t();
  }

  /** Returns whether weights decay, so that all gradients are changed. */
  override changesAll(): boolean {
    return this.weightDecay !== 0;
  }

  /** Adds `scale` times the gradients. */
  override accumulate(gradOutput: Tensor, scale: number): void {
    // The weights may be what is changed.
    const { weight, gradWeight, weightDecay } = this;
    if (weightDecay !== 0) gradWeight.add(scale * weightDecay, weight);
    super.accumulate(gradOutput, scale);
  }

  /** ∂loss/∂x = ∂loss/∂y W for all indices; nothing unless it was asked for. */
  override updateGradInput(input: Tensor | readonly Tensor[], gradOutput: Tensor): Tensor | readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const { inputSize, code } = this, g = this.matrix(gradOutput), batch = g.shape[0]!;
    const dense = mm(g, this.weight, { out: this._dense = kept(this._dense, code, [batch, inputSize], this.device) });
    if (input instanceof Tensor) {
      const gradInput = this.gradInput instanceof Tensor ? this.gradInput : fresh(code, [], this.device);
      fitLike(gradInput, gradOutput.dim() === 1 ? [inputSize, 2] : [batch, inputSize, 2]);
      this.list(gradInput.view(batch, inputSize, 2), dense);
      return this.gradInput = gradInput;
    }
    const list: Tensor[] = this.gradInput instanceof Tensor ? [] : this.gradInput as Tensor[];
    list.length = Math.min(list.length, batch);
    for (let i = 0; i < batch; i++) {
      const gradInput = list[i] = kept(list[i] ?? null, code, [inputSize, 2], this.device);
      this.list(gradInput.view(1, inputSize, 2), dense.narrow(0, i, 1));
    }
    return this.gradInput = list;
  }

  /** Lists all indices with their gradients, [batch, inputSize, 2]. */
  list(gradInput: Tensor, dense: Tensor): void {
    gradInput.select(2, 0).copy(this.range().expand(dense.size()));
    gradInput.select(2, 1).copy(dense);
  }

  /** Reads indices and values. */
  override read(input: Tensor | readonly Tensor[]): number {
    const list = Array.isArray(input), samples: readonly Tensor[] = list ? input : [input as Tensor];
    this.checkSamples(samples, list);
    const first = samples[0]!, batch = list ? samples.length : first.dim() === 2 ? -1 : first.shape[0]!;
    const n = samples.reduce((sum, x) => sum + x.nElement() / 2, 0);
    this.reserve(n);
    const { code } = this, keys = this._keys!, indices = this._indices = kept(this._indices, code, [n], this.device);
    let at = 0;
    const take = (x: Tensor, sample: number): void => {
      const m = x.shape[0]!;
      if (m === 0) return;
      indices.narrow(0, at, m).copy(x.select(1, 0));
      this._values!.narrow(0, at, m).copy(x.select(1, 1));
      this._samples!.narrow(0, at, m).fill(sample);
      at += m;
    };
    if (list || batch < 0) samples.forEach(take);
    else for (let i = 0; i < batch; i++) take(first.select(0, i), i);
    checkWhole(this, "SparseLinear.forward", "the indices of input", indices);
    checkPositions("SparseLinear.forward", "the indices of input", keys.copy(indices), this.inputSize);
    return batch;
  }

  /** Throws unless these are samples: those of a list, or a tensor of one or more. */
  checkSamples(samples: readonly Tensor[], list: boolean): void {
    if (samples.length === 0) {
      throw new TypeError("Cannot run SparseLinear.forward: input must hold at least one sample but is a list of 0");
    }
    samples.forEach((x, i) => {
      const dims = x?.shape?.length, fits = x?.store?.code === this.code && x.shape[dims - 1] === 2;
      if (fits && (dims === 2 || (dims === 3 && !list && x.shape[0]! > 0))) return;
      throw this.refusal(
        "forward",
        list ? `input[${i}]` : "input",
        x,
        list ? [["n", 2]] : [["n", 2], ["batch", "n", 2]],
      );
    });
  }

  /** Returns `nn.SparseLinear(inputSize -> outputSize)`. */
  override toString(): string {
    return `${super.toString()}(${this.inputSize} -> ${this.outputSize})`;
  }
}
