import {
  checkFinite,
  checkInteger,
  checkRange,
  cmul,
  div,
  empty,
  type Generator,
  gt,
  indexSelect,
  mul,
  norm,
  type Tensor,
  zerosLike,
} from "@taimatsu/tensor";
import { fresh, INT64 } from "@taimatsu/tensor/native";
import { copyTo, fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { checkPositions, wholePositions } from "./positions.ts";
import { checkLike } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";

/**
 * Table of vectors (an embedding): each index becomes the row of the weights that it counts.
 *
 * Input of any size, usually [n] or [batch, n]: indices from 0 to nIndex − 1, int64 or other integers, or whole numbers of
 * floating point; output sized like it with one more dimension of nOutput. The gradient with respect to the indices is zeros
 * of the input's size and dtype.
 *
 * Indices count from 0: the padding value is therefore −1, for none, where Torch7 has 0. Torch7: `LookupTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { LookupTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const table = new LookupTable(3, 2);
 * table.weight.copy(tensor([[1, 2], [3, 4], [5, 6]]));
 * assertEquals(table.forward(tensor([2, 0], { dtype: "int64" })).toArray(), [[5, 6], [1, 2]]);
 * ```
 */
export class LookupTable extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight, paddingValue, maxNorm, normType }, options) => {
      if (isMissing(weight)) return undefined;
      const [nIndex, nOutput] = matrixOf("weight", weight), padding = (paddingValue as number | undefined) ?? 0;
      return new LookupTable(nIndex, nOutput, padding - 1, maxNorm as undefined, normType as undefined, options);
    },
    fields: ["maxNorm", "shouldScaleGradByFreq"],
    derive: ({ paddingValue, maxNorm, normType }: LookupTable) => ({
      paddingValue: paddingValue + 1,
      normType: maxNorm === undefined ? undefined : normType,
    }),
    scratch: () => ({
      _count: empty([], { dtype: "int32" }),
      _input: empty([], { dtype: "int64" }),
    }),
    finish: (module: LookupTable, { gradWeight }) => {
      if (isMissing(gradWeight)) module.accUpdateOnly();
    },
    version: 4,
  };

  /** Vectors, [nIndex, nOutput]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`; `null` after {@linkcode accUpdateOnly}. */
  override gradWeight: Tensor | null;
  /** Number of vectors. */
  readonly nIndex: number;
  /** Length of a vector. */
  readonly nOutput: number;
  /** Index whose vector gets no gradient; −1 for none. */
  paddingValue: number;
  /** Largest norm of a vector that is used; not limited if `undefined`. */
  maxNorm: number | undefined;
  /** Exponent of that norm. */
  normType: number;
  /** Whether the gradient of a vector is divided by how often the input names it. */
  shouldScaleGradByFreq = false;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Indices of the last input, where they are no contiguous int64 tensor. */
  _positions: Tensor | null = null;
  /** Fractions of an input of floating point. */
  _fraction: Tensor | null = null;
  /** Norms, then factors, of the vectors in use. */
  _norm: Tensor | null = null;
  /** Which of them are too long. */
  _long: Tensor | null = null;
  /** Gradients that are multiplied before they are added. */
  _scaled: Tensor | null = null;
  /** Gradient of the padding vector. */
  _padding: Tensor | null = null;
  /** How often the input names each index that it names; other entries are old. */
  _count: Tensor | null = null;
  /** Ones, then factors of the gradients. */
  _factor: Tensor | null = null;

  /**
   * Draws the vectors: see {@linkcode reset}.
   *
   * @param nIndex Number of vectors.
   * @param nOutput Length of a vector.
   * @param paddingValue Index whose vector gets no gradient, from 0; −1 for none.
   * @param maxNorm Largest norm, more than 0: `forward` scales longer vectors among those that it uses, for good.
   * @param normType Exponent of that norm, more than 0; `Infinity` too.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(
    nIndex: number,
    nOutput: number,
    paddingValue = -1,
    maxNorm?: number,
    normType = 2,
    options?: RandomModuleOptions,
  ) {
    super(options);
    checkInteger("LookupTable", "nIndex", nIndex, 1);
    checkInteger("LookupTable", "nOutput", nOutput, 1);
    this.nIndex = nIndex;
    this.nOutput = nOutput;
    this.paddingValue = this.checkPadding("LookupTable", paddingValue);
    this.maxNorm = checkNorm("LookupTable", maxNorm);
    this.normType = checkNormType("LookupTable", normType);
    this.generator = options?.generator;
    this.gradInput = fresh(INT64, [], this.device);
    this.weight = empty([nIndex, nOutput], this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the vectors from a normal distribution with mean 0 and standard deviation `stdv`. */
  override reset(stdv = 1): void {
    this.weight.normal(0, stdv, this.generator && { generator: this.generator });
  }

  /** Drops the gradient: only `backwardUpdate` can then train the vectors, and half the memory is saved. */
  accUpdateOnly(): this {
    this.gradWeight = null;
    return this;
  }

  /** Changes the index whose vector gets no gradient; −1 for none. */
  setPadding(paddingValue: number): this {
    this.paddingValue = this.checkPadding("LookupTable.setPadding", paddingValue);
    return this;
  }

  /** Changes the largest norm; `undefined` lifts the limit. */
  setMaxNorm(maxNorm: number | undefined): this {
    this.maxNorm = checkNorm("LookupTable.setMaxNorm", maxNorm);
    return this;
  }

  /** Changes the exponent of the norm. */
  setNormType(normType: number): this {
    this.normType = checkNormType("LookupTable.setNormType", normType);
    return this;
  }

  /** Divides the gradient of a vector by how often the input names it. */
  scaleGradByFreq(): this {
    this.shouldScaleGradByFreq = true;
    return this;
  }

  /** Takes the vectors. */
  override updateOutput(input: Tensor): Tensor {
    const positions = this.positionsOf("forward", input), { nOutput, maxNorm } = this, n = positions.count;
    const output = fitLike(this.output, [...input.shape, nOutput]), rows = output.view(n, nOutput);
    indexSelect(this.weight, 0, positions, { out: rows });
    if (maxNorm !== undefined && n > 0) {
      this.shorten(rows, maxNorm);
      this.weight.indexCopy(0, positions, rows);
    }
    return output;
  }

  /** Returns zeros. */
  override updateGradInput(input: Tensor, _gradOutput: Tensor): Tensor {
    const { gradInput } = this;
    if (gradInput === null) return this.noGradient();
    if (!input?.store) throw this.refusal("backward", "input", input, []);
    const { code } = input.store;
    return this.gradInput = kept(
      gradInput.store.code === code ? gradInput : null,
      code,
      input.shape,
      input.store.device,
    ).zero();
  }

  /** Adds the gradients to those of the vectors that the input names. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight } = this;
    if (gradWeight === null) {
      throw new Error("Cannot run LookupTable.backward: after accUpdateOnly() only backwardUpdate() trains the layer");
    }
    const positions = this.positionsOf("backward", input), n = positions.count, { paddingValue } = this;
    checkLike(this, "backward", "gradOutput", gradOutput, [...input.shape, this.nOutput]);
    if (n === 0) return;
    const gradients = this.scaled(positions, this.contiguousGradOutput(gradOutput).view(n, this.nOutput), scale);
    if (paddingValue < 0) {
      gradWeight.indexAdd(0, positions, gradients);
      return;
    }
    const padding = gradWeight.select(0, paddingValue), before = this._padding = copyTo(this._padding, padding);
    gradWeight.indexAdd(0, positions, gradients);
    padding.copy(before);
  }

  /** Accumulates straight into the vectors; their gradients, if there are any, are left alone. */
  override defaultAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    const { gradWeight } = this;
    this.gradWeight = this.weight;
    try {
      this.accGradParameters(input, gradOutput, -learningRate);
    } finally {
      this.gradWeight = gradWeight;
    }
  }

  /** Accumulates straight into the vectors also where they are shared: the output is linear in them. */
  override sharedAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    this.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
  }

  /** Returns the indices of an input in one dimension, contiguous. */
  positionsOf(method: string, input: Tensor): Tensor {
    const caller = `LookupTable.${method}`, positions = wholePositions(this, caller, "input", input);
    if (positions.shape.length === 0) {
      throw new TypeError(`Cannot run ${caller}: input must be [n] or [batch, n] but is []`);
    }
    checkPositions(caller, "input", positions, this.nIndex);
    return positions.shape.length === 1 ? positions : positions.view(positions.count);
  }

  /** Scales those of the vectors that are longer than `maxNorm`. */
  shorten(rows: Tensor, maxNorm: number): void {
    const { code } = this, size = [rows.shape[0]!, 1];
    const length = norm(rows, this.normType, 1, { out: this._norm = kept(this._norm, code, size, this.device) });
    const long = gt(length, maxNorm, { out: this._long = kept(this._long, code, size, this.device) });
    rows.mul(div(maxNorm, length.cmax(maxNorm).add(1e-7, long), { out: length })); // 1 where they are not
  }

  /** Returns the gradients of the vectors that the positions name, multiplied by what they must be. */
  scaled(positions: Tensor, gradients: Tensor, scale: number): Tensor {
    if (!this.shouldScaleGradByFreq) {
      return scale === 1 ? gradients : mul(gradients, scale, { out: this.scaledLike(gradients) });
    }
    const { code } = this, n = positions.count;
    const count = this._count = kept(this._count, code, [this.nIndex], this.device);
    const factor = this._factor = kept(this._factor, code, [n], this.device);
    count.indexCopy(0, positions, factor.zero()).indexAdd(0, positions, factor.fill(1));
    indexSelect(count, 0, positions, { out: factor });
    return cmul(gradients, div(scale, factor, { out: factor }).view(n, 1), { out: this.scaledLike(gradients) });
  }

  /** Returns the buffer for multiplied gradients. */
  scaledLike(gradients: Tensor): Tensor {
    return this._scaled = kept(this._scaled, this.code, gradients.shape, this.device);
  }

  /** Throws unless an index for padding counts a vector or is −1. */
  checkPadding(caller: string, paddingValue: number): number {
    checkInteger(caller, "paddingValue", paddingValue, -1, this.nIndex - 1);
    return paddingValue;
  }
}

function checkNorm(caller: string, maxNorm: number | undefined): number | undefined {
  if (maxNorm === undefined) return undefined;
  checkFinite(caller, "maxNorm", maxNorm);
  return checkPositive(caller, "maxNorm", maxNorm);
}

function checkNormType(caller: string, normType: number): number {
  return checkPositive(caller, "normType", normType);
}

function checkPositive(caller: string, name: string, value: number): number {
  checkRange(caller, name, value, 0, Infinity);
  if (value === 0) throw new RangeError(`Cannot run ${caller}: ${name} must be more than 0 but is 0`);
  return value;
}
