import {
  arange,
  checkInteger,
  empty,
  type Generator,
  indexSelect,
  mm,
  type Positions,
  sum,
  Tensor,
  tensor,
  UnknownObject,
  zeros,
  zerosLike,
} from "@taimatsu/tensor";
import { fieldsOf, renamed, tensorClass } from "@taimatsu/tensor/native";
import { fitRows, kept } from "../kernels.ts";
import { type AnyModule, Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { checkPositions, wholePositions } from "./positions.ts";
import { rowsBackward, rowsOf } from "./rows.ts";
import type { TorchFields, TorchForm } from "../files/torch_form.ts";
import { isMissing, shapeOf } from "../files/fields.ts";

/**
 * Linear map of which a part of the outputs can be computed alone: y[k] = W[partition[k]] · x + b[partition[k]].
 *
 * Without a partition it is a linear layer. In training, {@linkcode setPartition} makes it cheaper where only some outputs are
 * needed; {@linkcode resetPartition} brings all back for use.
 *
 * Input [inputSize] or [batch, inputSize]; output [n] or [batch, n], n being the size of the partition. Torch7:
 * `PartialLinear.lua`.
 *
 * @example Usage
 * ```ts
 * import { PartialLinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new PartialLinear(2, 3);
 * layer.weight.copy(tensor([[1, 0], [0, 1], [1, 1]]));
 * assertEquals(layer.forward(tensor([[2, 5]])).toArray(), [[2, 5, 7]]);
 * assertEquals(layer.setPartition([2, 0]).forward(tensor([[2, 5]])).toArray(), [[7, 2]]);
 * ```
 */
export class PartialLinear extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ inputsize, outputsize, bias }, options) =>
      new PartialLinear(inputsize as number, outputsize as number, !isMissing(bias), options),
    fields: [renamed("inputSize", "inputsize"), renamed("outputSize", "outputsize")],
    upgrade: (fields) => {
      const [, lookup] = partsOf(partsOf(fields.network)[0]) as [unknown, AnyModule?];
      Object.assign(fields, { weight: lookup?.weight, gradWeight: lookup?.gradWeight });
      shapeOf("network's weight", fields.weight, 2);
    },
    finish: (module: PartialLinear, { partition }) => {
      const own = partition instanceof Tensor ? partition.long().clone().sub(1) : null; // files count from 1
      const all = own === null ||
        own.count === module.outputSize && own.eq(arange(0, module.outputSize, 1, { dtype: "int64" })).all();
      if (!all) module.setPartition(own);
    },
    derive: torchFields,
  };

  /** Weights, [outputSize, inputSize]. */
  override weight: Tensor;
  /** Biases, [1, outputSize]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Number of inputs. */
  readonly inputSize: number;
  /** Number of outputs without a partition. */
  readonly outputSize: number;
  /** The outputs that are computed, int64; all if `null`. */
  partition: Tensor | null = null;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Weights of the partition. */
  _weight: Tensor | null = null;
  /** Biases of the partition. */
  _bias: Tensor | null = null;
  /** Gradient with respect to the weights of the partition. */
  _gradWeight: Tensor | null = null;
  /** Gradient with respect to the biases of the partition. */
  _gradBias: Tensor | null = null;

  /**
   * Draws the weights: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of outputs.
   * @param bias Whether to add biases.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, bias = true, options?: RandomModuleOptions) {
    super(options);
    checkInteger("PartialLinear", "inputSize", inputSize, 1);
    checkInteger("PartialLinear", "outputSize", outputSize, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.generator = options?.generator;
    const own = this.tensorOptions();
    this.weight = empty([outputSize, inputSize], own);
    this.bias = bias ? zeros([1, outputSize], own) : null;
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = this.bias && zerosLike(this.bias);
    this.reset();
  }

  /** Draws the weights from a normal distribution with mean 0 and standard deviation `stdv`, and sets the biases to 0. */
  override reset(stdv = 1): void {
    this.weight.normal(0, stdv, this.generator && { generator: this.generator });
    this.bias?.zero();
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /**
   * Says which outputs are computed, and in which order.
   *
   * @param indices From 0, in one dimension, at least one; they may repeat.
   * @throws {RangeError} If one counts no output.
   */
  setPartition(indices: Positions): this {
    const caller = "PartialLinear.setPartition", given = indices instanceof Tensor ? indices : tensor(indices);
    const positions = wholePositions({ _positions: null, _fraction: null }, caller, "indices", given);
    if (positions.dim() !== 1 || positions.nElement() === 0) {
      throw new TypeError(
        `Cannot run ${caller}: indices must be [n], n >= 1, but are [${positions.size().join(", ")}]`,
      );
    }
    checkPositions(caller, "indices", positions, this.outputSize);
    this.partition = positions.clone();
    return this;
  }

  /** Computes all outputs again. */
  resetPartition(): this {
    this.partition = null;
    return this;
  }

  /** y = x Wᵀ + b with the rows of W, and the elements of b, that the partition names. */
  override updateOutput(input: Tensor): Tensor {
    const rows = rowsOf(this, "forward", "input", input, this.inputSize), sample = input.dim() === 1;
    const { bias, partition, code } = this, n = this.partSize(), weight = this.partWeight();
    const output = fitRows(this.output, sample, rows, n), y = output.view(rows, n);
    mm(this.matrix(input, rows), weight.t(), { out: y });
    if (bias === null) return output;
    if (partition === null) y.add(bias);
    else y.add(indexSelect(bias, 1, partition, { out: this._bias = kept(this._bias, code, [1, n], this.device) }));
    return output;
  }

  /** ∂loss/∂x = ∂loss/∂y W */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { inputSize } = this, rows = rowsBackward(this, input, gradOutput, inputSize, this.partSize());
    const gradInput = fitRows(this.gradInput, input.dim() === 1, rows, inputSize);
    mm(this.matrix(gradOutput, rows), this.partWeight(), { out: gradInput.view(rows, inputSize) });
    return gradInput;
  }

  /** ∂loss/∂W += scale · (∂loss/∂y)ᵀ x, ∂loss/∂b += scale · Σ ∂loss/∂y, in the rows that the partition names */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias, partition, inputSize, code } = this, n = this.partSize();
    const rows = rowsBackward(this, input, gradOutput, inputSize, n);
    const x = this.matrix(input, rows), g = this.matrix(gradOutput, rows);
    if (partition === null) gradWeight.addmm(scale, g.t(), x);
    else {
      const out = this._gradWeight = kept(this._gradWeight, code, [n, inputSize], this.device);
      gradWeight.indexAdd(0, partition, mm(g.t(), x, { out }).mul(scale));
    }
    if (gradBias === null) return;
    const total = sum(g, 0, { out: this._gradBias = kept(this._gradBias, code, [1, n], this.device) });
    if (partition === null) gradBias.add(scale, total);
    else gradBias.indexAdd(1, partition, total.mul(scale));
  }

  /** Accumulates straight into the weights also where they are shared: the map is linear in them. */
  override sharedAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    this.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
  }

  /** One for each weight of the partition and row. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.inputSize;
  }

  /** Returns `nn.PartialLinear(inputSize -> outputSize)`. */
  override toString(): string {
    return `${super.toString()}(${this.inputSize} -> ${this.outputSize})${this.bias === null ? " without bias" : ""}`;
  }

  /** Returns the number of outputs that are computed. */
  partSize(): number {
    return this.partition === null ? this.outputSize : this.partition.nElement();
  }

  /** Returns the weights of the partition. */
  partWeight(): Tensor {
    const { weight, partition } = this;
    if (partition === null) return weight;
    const out = this._weight = kept(this._weight, this.code, [partition.nElement(), this.inputSize], this.device);
    return indexSelect(weight, 0, partition, { out });
  }

  /** Returns a batch, or a sample as a batch of one. */
  matrix(x: Tensor, rows: number): Tensor {
    return x.dim() === 2 ? x : x.contiguous().view(rows, x.nElement());
  }
}

/** The modules in another one, or in an object that is none. */
function partsOf(value: unknown): unknown[] {
  if (value instanceof Module) return value.children();
  const modules = value instanceof UnknownObject ? fieldsOf(value.fields).modules : undefined;
  return Array.isArray(modules) ? modules : [];
}

/** What Torch7 consists of: its weights are those of a table of rows. */
function torchFields(module: PartialLinear): TorchFields {
  const { weight, gradWeight, outputSize, partition } = module, dtype = module.type(), _type = tensorClass(dtype);
  const none = (): Tensor => empty([], { dtype });
  const object = (name: string, fields: TorchFields): UnknownObject =>
    new UnknownObject(`nn.${name}`, { _type, output: none(), gradInput: none(), ...fields });
  const lookup = object("LookupTable", {
    weight,
    gradWeight,
    paddingValue: 0,
    shouldScaleGradByFreq: false,
    _count: empty([], { dtype: "int32" }),
    _input: empty([], { dtype: "int64" }),
  });
  const both = object("ParallelTable", { modules: [object("Identity", {}), lookup], output: [], gradInput: [] });
  const product = object("MM", { transA: false, transB: true, gradInput: [none(), none()] });
  const allcolumns = arange(1, outputSize + 1, 1, { dtype });
  return {
    weight: undefined,
    gradWeight: undefined,
    network: object("Sequential", { modules: [both, product] }),
    allcolumns,
    partition: partition === null ? allcolumns : partition.to(dtype).add(1),
  };
}
