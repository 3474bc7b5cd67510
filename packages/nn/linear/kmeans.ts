import {
  checkInteger,
  checkRange,
  cmax,
  csub,
  empty,
  type Generator,
  indexSelect,
  norm,
  random,
  randperm,
  sort,
  type Tensor,
  zeros,
  zerosLike,
} from "@taimatsu/tensor";
import { frame, fresh, INT64, numberOf, op, put } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

const MIN = op("reduce", "min");

/**
 * Online k-means: each sample becomes the index of the nearest centre.
 *
 * Input [batch, dim]; output [batch], int64, from 0. {@linkcode loss} is the sum of the squared distances. The gradient with respect
 * to the input is 0, gradOutput is not read; the gradient of a centre is the mean of what lies between it and its samples, so
 * that a step with learning rate 1 moves it to their mean. Torch7: `Kmeans.lua`.
 *
 * @example Usage
 * ```ts
 * import { Kmeans } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const kmeans = new Kmeans(2, 1), x = tensor([[0], [2], [9], [11]]);
 * kmeans.weight.copy(tensor([[3], [7]]));
 * kmeans.zeroGradParameters();
 * assertClose(kmeans.forward(x), [0, 0, 1, 1]);
 * kmeans.backward(x, kmeans.output);
 * kmeans.updateParameters(1);
 * assertClose(kmeans.weight, [[1], [10]]);
 * ```
 */
export class Kmeans extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["k", "dim", "scale"],
    fields: ["loss", "clusterSampleCount"],
    // Torch7's output has its dtype and counts from 1.
    derive: (module: Kmeans) => ({ output: empty([], { dtype: module.type() }) }),
  };

  /** Centres, [k, dim]. */
  override weight: Tensor;
  /** Sum of the gradients of the centres since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Number of centres. */
  readonly k: number;
  /** Length of a sample. */
  readonly dim: number;
  /** Factor of the gradients instead of that of `backward`, if given. */
  scale: number | undefined;
  /** How many samples of the last `backward` belong to each centre, [k]. */
  clusterSampleCount: Tensor;
  /** Sum of the squared distances of the last `forward`. */
  loss = 0;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Differences between the samples and a centre. */
  _difference: Tensor | null = null;
  /** Squared distances, [batch, k]. */
  _distances: Tensor | null = null;
  /** The smallest of them, [batch, 1]. */
  _nearest: Tensor | null = null;
  /** Ones, [batch]. */
  _ones: Tensor | null = null;
  /** How many samples belong to each centre, at least 1. */
  _divisor: Tensor | null = null;
  /** Sums of the differences, [k, dim]. */
  _sums: Tensor | null = null;

  /**
   * Draws the centres: see {@linkcode reset}.
   *
   * @param k Number of centres.
   * @param dim Length of a sample.
   * @param scale Factor of the gradients, more than 0; that of `backward` unless given.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(k: number, dim: number, scale?: number, options?: RandomModuleOptions) {
    super(options);
    checkInteger("Kmeans", "k", k, 1);
    checkInteger("Kmeans", "dim", dim, 1);
    if (scale !== undefined) {
      checkRange("Kmeans", "scale", scale, 0, Number.MAX_VALUE);
      if (scale === 0) throw new RangeError("Cannot run Kmeans: scale must be more than 0 but is 0");
    }
    this.k = k;
    this.dim = dim;
    this.scale = scale;
    this.generator = options?.generator;
    const own = this.tensorOptions();
    this.output = fresh(INT64, [], this.device);
    this.weight = empty([k, dim], own);
    this.gradWeight = zerosLike(this.weight);
    this.clusterSampleCount = zeros([k], own);
    this.reset();
  }

  /** Draws the centres from U(−bound, bound). */
  override reset(bound = 1): void {
    this.weight.uniform(-bound, bound, this.generator && { generator: this.generator });
  }

  /**
   * Makes k of the samples the centres, at random.
   *
   * @param input [n, dim], n ≥ k.
   */
  initRandom(input: Tensor): this {
    const n = this.checkSamples("initRandom", input);
    const chosen = randperm(n, this.generator && { generator: this.generator }).narrow(0, 0, this.k).long();
    this.weight.copy(indexSelect(input, 0, chosen));
    return this;
  }

  /**
   * Makes k of the samples the centres by k-means++: the first at random, each further one at random from those farthest from
   * the centres so far.
   *
   * @param input [n, dim], n ≥ k.
   * @param p The part of the samples that is too near to be chosen, from 0 to 1.
   * @throws {RangeError} If p lies outside.
   */
  initKmeansPlus(input: Tensor, p = 0.95): this {
    checkRange("Kmeans.initKmeansPlus", "p", p, 0, 1);
    const n = this.checkSamples("initKmeansPlus", input), { weight, generator } = this;
    const among = Math.max(1, Math.ceil((1 - p) * n)), options = generator && { generator };
    let distances: Tensor | null = null, chosen = random(0, n - 1, options);
    for (let k = 0; k < this.k; k++) {
      if (distances !== null) chosen = sort(distances, 0, true)[1].get(random(0, among - 1, options));
      weight.select(0, k).copy(input.select(0, chosen));
      const latest = norm(csub(input, weight.narrow(0, k, 1)), 2, 1).view(n);
      distances = distances === null ? latest : distances.cmin(latest);
    }
    return this;
  }

  /** Finds the nearest centres. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { weight, k, code } = this, batch = input.shape[0]!, { device } = input.store;
    const difference = this._difference = kept(this._difference, code, input.shape, this.device);
    const distances = this._distances = kept(this._distances, code, [batch, k], this.device);
    for (let i = 0; i < k; i++) {
      csub(input, weight.narrow(0, i, 1), { out: difference });
      norm(difference, 2, 1, { out: distances.narrow(1, i, 1) });
    }
    distances.square();
    const nearest = this._nearest = kept(this._nearest, code, [batch, 1], this.device),
      output = fitLike(this.output, [batch]);
    put(0, nearest);
    put(1, output.view(batch, 1));
    put(2, distances);
    const status = device.symbols.tm_reduce_index(
      numberOf(MIN),
      nearest.store.block.arg,
      output.store.block.arg,
      distances.store.block.arg,
      frame,
      1,
    );
    if (status !== 0) throw device.error(status);
    this.loss = nearest.sum();
    return output;
  }

  /** Returns zeros. */
  override updateGradInput(input: Tensor, _gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkInput("backward", input);
    return fitLike(this.gradInput, input.shape).zero();
  }

  /** ∂loss/∂w[j] += scale · mean of w[j] − x over the samples x that are nearest to it */
  override accGradParameters(input: Tensor, _gradOutput: Tensor, scale = 1): void {
    this.checkInput("backward", input);
    const { weight, output, code, clusterSampleCount } = this, batch = input.shape[0]!;
    if (output.nElement() !== batch) throw new Error("Cannot run Kmeans.backward: forward must be called before");
    const ones = this._ones = kept(this._ones, code, [batch], this.device),
      sums = this._sums = kept(this._sums, code, weight.shape, this.device);
    const divisor = this._divisor = kept(this._divisor, code, [this.k], this.device);
    clusterSampleCount.zero().indexAdd(0, output, ones.fill(1));
    cmax(clusterSampleCount, 1, { out: divisor });
    const difference = this._difference = kept(this._difference, code, input.shape, this.device);
    sums.zero().indexAdd(0, output, indexSelect(weight, 0, output, { out: difference }).csub(input));
    this.gradWeight.add(this.scale ?? scale, sums.cdiv(divisor.view(this.k, 1)));
  }

  /** Returns `nn.Kmeans(k, dim)`. */
  override toString(): string {
    return `${super.toString()}(${this.k}, ${this.dim})`;
  }

  /** Throws unless the input is a batch of samples. */
  checkInput(method: string, input: Tensor): void {
    if (input?.store?.code !== this.code || input.dim() !== 2 || input.shape[1] !== this.dim || input.shape[0] === 0) {
      throw this.refusal(method, "input", input, [["batch >= 1", this.dim]]);
    }
  }

  /** Returns the number of samples; throws unless there are enough to choose centres from. */
  checkSamples(method: string, input: Tensor): number {
    this.checkInput(method, input);
    const n = input.shape[0]!;
    if (n < this.k) throw this.refusal(method, "input", input, [[`n >= ${this.k}`, this.dim]]);
    return n;
  }
}
