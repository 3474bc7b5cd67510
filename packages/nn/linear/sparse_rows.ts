import {
  arange,
  cat,
  checkFinite,
  checkInteger,
  type Generator,
  indexSelect,
  sum,
  type Tensor,
} from "@taimatsu/tensor";
import { INT64 } from "@taimatsu/tensor/native";
import { fitRows, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { Activity, RandomModuleOptions } from "../options.ts";
import { checkLike, isThere } from "./rows.ts";

/** Keys that are remembered at most; beyond, all rows count as touched. */
const MOST_KEYS = 2 ** 20;

/**
 * Linear map of inputs that are lists of keys and values: the base of `SparseLinear` and `IndexLinear`. The work of a pass, of
 * `zeroGradParameters` and of `updateParameters` grows with the number of keys, not with that of the inputs.
 *
 * @typeParam I Input: a tensor or lists of tensors.
 */
export abstract class SparseRows<I extends Activity> extends Module<I, Tensor> {
  /** Weights. */
  abstract override weight: Tensor;
  /** Biases, [outputSize]. */
  abstract override bias: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  abstract override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  abstract override gradBias: Tensor;
  /** Number of inputs: keys are less. */
  readonly inputSize: number;
  /** Number of outputs. */
  readonly outputSize: number;
  /** Whether the gradient with respect to the input is computed; it is dense. */
  readonly doGradInput: boolean;
  /** Factor of weights by which they decay; 0 for none. */
  weightDecay = 0;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** How often gradients were added up since they were set to 0. */
  accumulations = 0;
  /** Whether gradients of all rows were added up, or of more than are remembered. */
  touchedAll = false;
  /** Keys of each of these times. */
  _touched: Tensor[] = [];
  /** All of them. */
  _allTouched: Tensor | null = null;
  /** Keys of the last input, one sample after the other, int64. */
  _keys: Tensor | null = null;
  /** Their values. */
  _values: Tensor | null = null;
  /** The samples that they belong to, int64. */
  _samples: Tensor | null = null;
  /** A row for each key. */
  _rows: Tensor | null = null;
  /** Another row for each key. */
  _others: Tensor | null = null;
  /** Sum of the gradients over the batch. */
  _sum: Tensor | null = null;
  /** Gradients with respect to dense inputs, [batch, inputSize]. */
  _dense: Tensor | null = null;
  /** All keys, int64. */
  _range: Tensor | null = null;

  /**
   * Checks the sizes.
   *
   * @throws {RangeError} If one is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, doGradInput: boolean, options?: RandomModuleOptions) {
    super(options);
    checkInteger(new.target.name, "inputSize", inputSize, 1);
    checkInteger(new.target.name, "outputSize", outputSize, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.doGradInput = doGradInput;
    this.generator = options?.generator;
    if (!doGradInput) this.gradInput = null;
  }

  /**
   * Reads an input into keys, values and samples.
   *
   * @returns The number of samples, or −1 for one that is no batch.
   */
  abstract read(input: I): number;

  /** Returns weights, or their gradient, with a row for each input. */
  abstract byKey(weight: Tensor): Tensor;

  /** Returns the part of these rows that values are multiplied by, [inputSize, outputSize]. */
  factors(rows: Tensor): Tensor {
    return rows;
  }

  /** y = Σ value · weights of its key + b */
  override updateOutput(input: I): Tensor {
    const batch = this.read(input), { bias, outputSize } = this, samples = Math.max(batch, 1);
    const keys = this._keys!, n = keys.nElement();
    const rows = this._rows = this.rowBuffer(this._rows, n, outputSize);
    indexSelect(this.factors(this.byKey(this.weight)), 0, keys, { out: rows }).cmul(this._values!.view(n, 1));
    const output = fitRows(this.output, batch < 0, samples, outputSize), y = output.view(samples, outputSize);
    y.copy(bias.expand(samples, outputSize)).indexAdd(0, this._samples!, rows);
    return output;
  }

  /** Adds `scale` times the gradients of the rows of the keys, and of the biases. */
  override accGradParameters(input: I, gradOutput: Tensor, scale = 1): void {
    this.checkBackward(input, gradOutput);
    this.touch(this._keys!);
    this.accumulate(gradOutput, scale);
  }

  /** Accumulates straight into the parameters; their gradients are left alone. */
  override defaultAccUpdateGradParameters(input: I, gradOutput: Tensor, learningRate: number): void {
    this.checkBackward(input, gradOutput);
    const { gradWeight, gradBias } = this;
    this.gradWeight = this.weight;
    this.gradBias = this.bias;
    try {
      this.accumulate(gradOutput, -learningRate);
    } finally {
      this.gradWeight = gradWeight;
      this.gradBias = gradBias;
    }
  }

  /** Sets the gradients to 0: only those of the keys that were used, if no others were changed. */
  override zeroGradParameters(): void {
    const keys = this.touched();
    if (keys === null) super.zeroGradParameters();
    else {
      const gradients = this.byKey(this.gradWeight);
      const rows = this._rows = this.rowBuffer(this._rows, keys.nElement(), gradients.shape[1]!);
      gradients.indexCopy(0, keys, rows.zero());
      this.gradBias.zero();
    }
    this.accumulations = 0;
    this.touchedAll = false;
  }

  /** Changes the parameters by −`learningRate` times their gradients: only those of the keys that were used. */
  override updateParameters(learningRate: number): void {
    const keys = this.touched();
    if (keys === null) return super.updateParameters(learningRate);
    checkFinite(`${this.constructor.name}.updateParameters`, "learningRate", learningRate);
    const weights = this.byKey(this.weight), n = keys.nElement(), columns = weights.shape[1]!;
    const rows = this._rows = this.rowBuffer(this._rows, n, columns);
    const gradients = this._others = this.rowBuffer(this._others, n, columns);
    indexSelect(weights, 0, keys, { out: rows });
    indexSelect(this.byKey(this.gradWeight), 0, keys, { out: gradients });
    // A key that repeats gets the same row each time.
    weights.indexCopy(0, keys, this.decayed(rows).add(-learningRate, gradients));
    this.bias.add(-learningRate, this.gradBias);
  }

  /** Lets rows of weights decay before an update. */
  decayed(rows: Tensor): Tensor {
    return rows;
  }

  /** Adds `scale` times the gradients to `gradWeight` and `gradBias`, which may be the parameters themselves. */
  accumulate(gradOutput: Tensor, scale: number): void {
    const { outputSize, code } = this, keys = this._keys!, n = keys.nElement(), g = this.matrix(gradOutput);
    const rows = this._rows = this.rowBuffer(this._rows, n, outputSize);
    indexSelect(g, 0, this._samples!, { out: rows }).cmul(this._values!.view(n, 1));
    this.factors(this.byKey(this.gradWeight)).indexAdd(0, keys, scale === 1 ? rows : rows.mul(scale));
    const total = this._sum = kept(this._sum, code, [1, outputSize], this.device);
    this.gradBias.add(scale, sum(g, 0, { out: total }).view(outputSize));
  }

  /** Throws unless `forward` was called, and gradOutput is sized like the output. */
  checkBackward(_input: I, gradOutput: Tensor): void {
    checkLike(this, "backward", "gradOutput", gradOutput, this.output.shape);
    if (this._keys === null || this._keys.shape.length === 0 || this.output.shape.length === 0) {
      throw new Error(`Cannot run ${this.constructor.name}.backward: forward must be called before`);
    }
  }

  /** Makes room for as many keys of as many samples. */
  reserve(n: number): void {
    const { code } = this, shape = [n];
    this._keys = kept(this._keys, INT64, shape, this.device);
    this._values = kept(this._values, code, shape, this.device);
    this._samples = kept(this._samples, INT64, shape, this.device);
  }

  /** Remembers that the gradients of these keys were changed. */
  touch(keys: Tensor): void {
    const at = this.accumulations++, { _touched } = this;
    if (this.touchedAll) return;
    const before = _touched.slice(0, at).reduce((n, t) => n + t.nElement(), 0);
    if (this.changesAll() || before + keys.nElement() > MOST_KEYS) {
      this.touchedAll = true;
      this._touched = [];
    } else _touched[at] = kept(_touched[at] ?? null, INT64, keys.shape, this.device).copy(keys);
  }

  /** Returns whether gradients of all rows are changed. */
  changesAll(): boolean {
    return false;
  }

  /** Returns the keys whose gradients were changed since they were set to 0; `null` if they are not known. */
  touched(): Tensor | null {
    const { accumulations, _touched } = this;
    if (this.touchedAll || accumulations === 0 || _touched.length < accumulations) return null;
    let total = 0;
    for (let i = 0; i < accumulations; i++) {
      const keys = _touched[i]!;
      if (keys.dim() === 0 || !isThere(keys)) return null; // dropped with other intermediate results
      total += keys.nElement();
    }
    if (accumulations === 1) return _touched[0]!;
    const out = this._allTouched = kept(this._allTouched, INT64, [total], this.device);
    return cat(_touched.slice(0, accumulations), 0, { out });
  }

  /** Returns a buffer of size [n, columns]. */
  rowBuffer(buffer: Tensor | null, n: number, columns: number): Tensor {
    return kept(buffer, this.code, [n, columns], this.device);
  }

  /** Returns all keys, [inputSize], int64. */
  range(): Tensor {
    const { _range, inputSize } = this;
    if (_range !== null && _range.nElement() === inputSize && isThere(_range)) return _range;
    return this._range = arange(0, inputSize, 1, { dtype: "int64", device: this.device });
  }

  /** Returns a batch of gradients, or that of a sample as a batch of one. */
  matrix(gradOutput: Tensor): Tensor {
    return gradOutput.dim() === 2 ? gradOutput : gradOutput.contiguous().view(1, this.outputSize);
  }
}
