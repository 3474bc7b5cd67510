import {
  checkInteger,
  checkSize,
  cmul,
  describe,
  empty,
  indexSelect,
  mm,
  sum,
  Tensor,
  zeros,
  zerosLike,
} from "@taimatsu/tensor";
import { type FieldForm, INT64 } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";
import type { Activity, RandomModuleOptions } from "../options.ts";
import { checkPositions, wholePositions } from "./positions.ts";
import { SparseRows } from "./sparse_rows.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { matrixOf } from "../files/fields.ts";
import type { AnyModule } from "../module.ts";

/** Columns in front of the weights that normalization keeps: largest magnitude, its inverse, factor of updates, bias of the input. */
const EXTRA = 4, LARGEST = 0, INVERSE = 1, FACTOR = 2, BIAS = 3;

/** What is added to keys, which Torch7 counts from 1. */
const OFFSET: FieldForm = {
  ours: "keysOffset",
  torch: "offset",
  read: (value) => (value as number) + 1,
  write: (value) => (value as number) - 1,
};
/** Files have the number of columns for it. */
const NORMALIZE: FieldForm = {
  ours: "normalize",
  torch: "normalize",
  read: (value) => typeof value === "number" && value > 0,
  write: (value) => value === true ? EXTRA : 0,
};

/**
 * Linear map of sparse inputs given as keys and values: y = Σ value · W[key] + b.
 *
 * Keys are int64 or other integers, from 0; a sample has keys [n] and values [n]. Input is
 *
 * - [keys, values] of one sample; output [outputSize];
 * - [list of keys, list of values] of a batch; output [batch, outputSize];
 * - [keys, values, sizes] of a batch: those of all samples one after the other, and how many each has (integers, [batch]).
 *
 * Weights start as zeros; {@linkcode reset} draws them. Zeroing gradients and updating touches only the rows of keys that were
 * used, and {@linkcode weightDecay} only these: w ← (1 − weightDecay) w at each `updateParameters`.
 *
 * With normalization, a value is divided by the largest magnitude that its input had in training, and has a bias of its own:
 * four more columns in front of the weights keep these.
 *
 * The gradient with respect to the input is dense and computed only if asked for: all keys and their gradients, nested like the
 * input, without sizes. Torch7: `IndexLinear.lua`.
 *
 * @example Usage
 * ```ts
 * import { IndexLinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new IndexLinear(1000, 2), keys = tensor([17, 999], { dtype: "int64" });
 * layer.weight.fill(1);
 * assertEquals(layer.forward([keys, tensor([0.5, 2])]).toArray(), [2.5, 2.5]);
 * ```
 */
export class IndexLinear extends SparseRows<readonly Activity[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight, doGradInput, offset, normalize }, options) => {
      const [inputSize, columns] = matrixOf("weight", weight), normalizes = NORMALIZE.read(normalize) as boolean;
      const outputSize = columns - (normalizes ? EXTRA : 0), keysOffset = OFFSET.read(offset ?? -1) as number;
      const backward = doGradInput === true && !normalizes; // Torch7 refuses both when there is a gradient
      return new IndexLinear(
        inputSize,
        outputSize,
        backward,
        keysOffset,
        null,
        null,
        normalizes,
        options,
      ) as unknown as AnyModule;
    },
    fields: ["inputSize", "outputSize", OFFSET, NORMALIZE, "weightDecay"],
    upgrade: (fields) => void delete fields.gradWeight,
    derive: (module: IndexLinear) => ({
      doGradInput: module.doGradInput,
      gradInput: module.gradInput ?? [],
      gradWeight: empty([], { dtype: module.type() }), // Torch7 has gradients of single inputs, and here are none
    }),
    empty: ["gradWeightBuffer", "valuesBuffer", "normalizedValues"],
    scratch: () => ({
      running: { cumSumSizes: [], keys: [], gradWeight: [], counter: 1 },
      sizesCache: [],
      cumSumSizesCache: [],
    }),
  };

  /** Weights, [inputSize, outputSize]; with normalization [inputSize, 4 + outputSize]. */
  override weight: Tensor;
  /** Biases, [outputSize]. */
  override bias: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`; only rows of used keys are written. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor;
  /** Added to every key. */
  readonly keysOffset: number;
  /** Whether values are normalized. */
  readonly normalize: boolean;
  /** Sizes of the samples, int64. */
  _sizes: Tensor | null = null;
  /** See `_keys`. */
  _positions: Tensor | null = null;
  /** Fractions of keys of floating point. */
  _fraction: Tensor | null = null;
  /** Gradients of the biases of inputs. */
  _slope: Tensor | null = null;

  /**
   * Starts with zeros, or with given parameters, whose memory is used.
   *
   * @param inputSize Number of inputs: that of the rows of `weight`, if given.
   * @param outputSize Number of outputs.
   * @param doGradInput Whether the gradient with respect to the input is computed.
   * @param keysOffset Added to every key.
   * @param weight Weights, [inputSize, outputSize], with normalization [inputSize, 4 + outputSize].
   * @param bias Biases, [outputSize].
   * @param normalize Whether to normalize values.
   * @throws {RangeError} If a number is no integer in its range.
   * @throws {TypeError} If the sizes of given parameters do not fit, or normalization and doGradInput are both wanted.
   */
  constructor(
    inputSize: number,
    outputSize: number,
    doGradInput = false,
    keysOffset = 0,
    weight?: Tensor | null,
    bias?: Tensor | null,
    normalize = false,
    options?: RandomModuleOptions,
  ) {
    super(inputSize, outputSize, doGradInput, options);
    checkInteger("IndexLinear", "keysOffset", keysOffset, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    if (normalize && doGradInput) {
      throw new TypeError("Cannot run IndexLinear: with normalization there is no gradient with respect to the input");
    }
    this.keysOffset = keysOffset;
    this.normalize = normalize;
    const columns = outputSize + (normalize ? EXTRA : 0);
    this.weight = this.given("weight", weight, [inputSize, columns]);
    this.bias = this.given("bias", bias, [outputSize]);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
  }

  /**
   * Draws weights from U(−s, s), s = 1 / √columns of the weights, or from one with standard deviation `stdv`, then biases from a
   * distribution narrower by 10⁻⁶; what normalization keeps starts anew.
   */
  override reset(stdv?: number): void {
    const { weight, bias, generator } = this, options = generator && { generator };
    const s = stdv === undefined ? 1 / Math.sqrt(weight.size(1)) : stdv * Math.sqrt(3);
    weight.uniform(-s, s, options);
    bias.uniform(-s, s, options).mul(1e-6);
    if (this.normalize) weight.narrow(1, 0, EXTRA).zero();
  }

  /** Returns the weights. */
  override byKey(weight: Tensor): Tensor {
    return weight;
  }

  /** Returns the rows without what normalization keeps. */
  override factors(rows: Tensor): Tensor {
    return this.normalize ? rows.narrow(1, EXTRA, this.outputSize) : rows;
  }

  /** Lets the weights of used keys decay. */
  override decayed(rows: Tensor): Tensor {
    if (this.weightDecay !== 0) this.factors(rows).mul(1 - this.weightDecay);
    return rows;
  }

  /** Adds `scale` times the gradients, with normalization also those of the biases of inputs. */
  override accumulate(gradOutput: Tensor, scale: number): void {
    if (!this.normalize) return super.accumulate(gradOutput, scale);
    const { outputSize } = this, keys = this._keys!, n = keys.nElement();
    const weights = this._others = this.rowBuffer(this._others, n, outputSize);
    const gradients = this._rows = this.rowBuffer(this._rows, n, outputSize);
    const slope = this._slope = this.rowBuffer(this._slope, n, 1);
    indexSelect(this.factors(this.weight), 0, keys, { out: weights });
    indexSelect(this.matrix(gradOutput), 0, this._samples!, { out: gradients });
    sum(cmul(weights, gradients, { out: weights }), 1, { out: slope }).mul(scale);
    super.accumulate(gradOutput, scale); // the weights may be what is changed
    this.gradWeight.narrow(1, BIAS, 1).indexAdd(0, keys, slope);
  }

  /** ∂loss/∂x = W ∂loss/∂y for all keys; nothing unless it was asked for. */
  override updateGradInput(input: readonly Activity[], gradOutput: Tensor): readonly Activity[] {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const { inputSize, code } = this, g = this.matrix(gradOutput), batch = g.shape[0]!, lists = Array.isArray(input[0]);
    const dense = mm(g, this.weight.t(), {
      out: this._dense = kept(this._dense, code, [batch, inputSize], this.device),
    });
    const shape = gradOutput.dim() === 1 || lists ? [inputSize] : [batch, inputSize];
    const known = Array.isArray(this.gradInput) && Array.isArray(this.gradInput[0]) === lists ? this.gradInput : [];
    if (!lists) {
      const keys = this.allKeys(known[0] as Tensor | undefined, shape);
      const gradients = kept(known[1] as Tensor ?? null, code, shape, this.device).copy(dense);
      return this.gradInput = known[0] === keys && known[1] === gradients ? known : [keys, gradients];
    }
    const keys = (known[0] ?? []) as Tensor[], gradients = (known[1] ?? []) as Tensor[];
    keys.length = gradients.length = Math.min(keys.length, batch);
    for (let i = 0; i < batch; i++) {
      keys[i] = this.allKeys(keys[i], shape);
      gradients[i] = kept(gradients[i] ?? null, code, shape, this.device).copy(dense.select(0, i));
    }
    return this.gradInput = known[0] === keys ? known : [keys, gradients];
  }

  /** Returns all keys in a buffer, once or for each sample. */
  allKeys(buffer: Tensor | undefined, shape: readonly number[]): Tensor {
    const keys = kept(buffer ?? null, INT64, shape, this.device).copy(this.range().expand(...shape));
    return this.keysOffset === 0 ? keys : keys.sub(this.keysOffset);
  }

  /** Reads keys and values. */
  override read(input: readonly Activity[]): number {
    const caller = "IndexLinear.forward", count = Array.isArray(input) ? input.length : 0;
    if (count !== 2 && count !== 3) {
      const found = Array.isArray(input)
        ? `a list of ${count}`
        : input instanceof Tensor
        ? "a tensor"
        : describe(input);
      throw new TypeError(
        `Cannot run ${caller}: input must be a list of keys, values and perhaps sizes but is ${found}`,
      );
    }
    const [keys, values, sizes] = input as [Activity, Activity, Tensor?], lists = Array.isArray(keys);
    if (lists && (!Array.isArray(values) || values.length !== keys.length || keys.length === 0 || count === 3)) {
      throw new TypeError(`Cannot run ${caller}: input must be lists of as many keys as values, at least one of each`);
    }
    const allKeys = (lists ? keys : [keys]) as Tensor[], allValues = (lists ? values : [values]) as Tensor[];
    allKeys.forEach((_, i) => this.checkSample(allKeys[i]!, allValues[i]!, lists ? `[${i}]` : ""));
    this.reserve(allKeys.reduce((n, k) => n + k.nElement(), 0));
    let at = 0;
    allKeys.forEach((k, i) => {
      const m = k.nElement(), name = lists ? `input[0][${i}]` : "input[0]";
      if (m === 0) return;
      this._keys!.narrow(0, at, m).copy(wholePositions(this, caller, name, k));
      this._values!.narrow(0, at, m).copy(allValues[i]!);
      this._samples!.narrow(0, at, m).fill(i);
      at += m;
    });
    if (this.keysOffset !== 0) this._keys!.add(this.keysOffset);
    checkPositions(caller, "keys of input", this._keys!, this.inputSize);
    const batch = sizes === undefined ? (lists ? allKeys.length : -1) : this.divide(sizes);
    if (this.normalize) this.normalizeValues();
    return batch;
  }

  /** Divides keys and values among samples of the given sizes; returns how many samples there are. */
  divide(sizes: Tensor): number {
    const caller = "IndexLinear.forward", n = this._keys!.nElement();
    const buffers = { _positions: this._sizes, _fraction: this._fraction };
    const whole = wholePositions(buffers, caller, "input[2]", sizes);
    this._sizes = buffers._positions;
    this._fraction = buffers._fraction;
    checkSize(caller, "input[2]", whole, ["batch"]);
    const batch = whole.nElement(), all = Array.from({ length: batch }, (_, i) => whole.get(i));
    if (batch === 0 || all.some((m) => m < 0) || all.reduce((a, b) => a + b, 0) !== n) {
      throw new TypeError(
        `Cannot run ${caller}: input[2] must hold sizes from 0 that add up to the ${n} keys but holds ${describe(all)}`,
      );
    }
    let at = 0;
    all.forEach((m, i) => {
      if (m > 0) this._samples!.narrow(0, at, m).fill(i);
      at += m;
    });
    return batch;
  }

  /** Divides values by the largest magnitudes so far, which grow in training, and adds the biases of the inputs. */
  normalizeValues(): void {
    const { weight, train } = this, keys = this._keys!, values = this._values!;
    for (let i = 0; i < keys.nElement(); i++) {
      const key = keys.get(i), value = values.get(i), size = Math.abs(value);
      if (train) {
        if (size > weight.get(key, LARGEST)) weight.set(key, LARGEST, size).set(key, INVERSE, 1 / size);
        weight.set(key, FACTOR, 1);
      }
      const unit = size > weight.get(key, LARGEST) ? Math.sign(value) : value * weight.get(key, INVERSE);
      values.set(i, unit + weight.get(key, BIAS));
    }
  }

  /** Throws unless keys and values are vectors of one length. */
  checkSample(keys: Tensor, values: Tensor, place: string): void {
    const length = keys?.shape?.length === 1 ? keys.shape[0]! : "n";
    if (!(keys instanceof Tensor)) throw this.refusal("forward", `input[0]${place}`, keys, []);
    if (length === "n") checkSize("IndexLinear.forward", `input[0]${place}`, keys, ["n"]);
    if (values?.store?.code !== this.code || values.shape.length !== 1 || values.shape[0] !== length) {
      throw this.refusal("forward", `input[1]${place}`, values, [[length]]);
    }
  }

  /** Returns a given parameter, or zeros. */
  given(name: string, x: Tensor | null | undefined, shape: number[]): Tensor {
    if (!x) return zeros(shape, this.tensorOptions());
    if (x.store?.code !== this.code || !x.isSize(shape)) {
      throw new TypeError(
        `Cannot run IndexLinear: ${name} must be ${this.type()} of size [${
          shape.join(", ")
        }] but is ${x.dtype} of size ` +
          `[${x.shape?.join(", ")}]`,
      );
    }
    return x;
  }

  /** Returns `nn.IndexLinear(inputSize -> outputSize)`. */
  override toString(): string {
    return `${super.toString()}(${this.inputSize} -> ${this.outputSize})`;
  }
}
