import { checkInteger, checkRange, empty, type Generator, sameSize, Tensor, zerosLike } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { type AnyModule, Module } from "../module.ts";
import { Dropout } from "../noise/dropout.ts";
import type { RandomModuleOptions } from "../options.ts";
import { affine, affineGradInput, affineGradParameters } from "../linear/affine.ts";
import { type AttentionSizes, readRows } from "./rows.ts";
import { checkMask, hiding } from "./score_mask.ts";

/** Options of {@linkcode MultiHeadAttention}. */
export interface MultiHeadAttentionOptions extends RandomModuleOptions {
  /** Whether the linear maps add biases; true by default. */
  bias?: boolean;
  /** Whether a query sees only the keys up to its own position; false by default. */
  causal?: boolean;
  /** Probability that a weight of attention is set to 0 in training; 0 by default. */
  dropout?: number;
}

/**
 * Attention with several heads: output = softmax(q kᵀ / √d) v for each head, between linear maps.
 *
 * Input: one tensor [T, embedDim] or [batch, T, embedDim] that attends to itself, or a list of queries, keys and values, of which
 * the queries may have another length T than the others. Output sized like the input or the queries. Keys are hidden by `causal`
 * and by {@linkcode setMask}. Parameters are laid out as in PyTorch's `MultiheadAttention` (`in_proj_weight`, `in_proj_bias`,
 * `out_proj.weight`, `out_proj.bias`), so that weights can be copied over.
 *
 * Vaswani et al., "Attention Is All You Need", 2017. Not in Torch7.
 *
 * @typeParam I Input: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { MultiHeadAttention } from "@taimatsu/nn";
 * import { rand, type Tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const self = new MultiHeadAttention(8, 2, { causal: true });
 * assertEquals(self.forward(rand([3, 5, 8])).size(), [3, 5, 8]);
 * const cross = new MultiHeadAttention<readonly Tensor[]>(8, 2), memory = rand([3, 7, 8]);
 * assertEquals(cross.forward([rand([3, 5, 8]), memory, memory]).size(), [3, 5, 8]);
 * ```
 */
export class MultiHeadAttention<I extends Tensor | readonly Tensor[] = Tensor> extends Module<I, Tensor> {
  /** Features of inputs and outputs. */
  readonly embedDim: number;
  /** Number of heads. */
  readonly numHeads: number;
  /** Whether a query sees only the keys up to its own position. */
  readonly causal: boolean;
  /** Weights of the maps to queries, keys and values, [3 embedDim, embedDim]. */
  inWeight: Tensor;
  /** Biases of these maps, [3 embedDim]; `null` without. */
  inBias: Tensor | null;
  /** Weights of the map to the output, [embedDim, embedDim]. */
  outWeight: Tensor;
  /** Biases of that map, [embedDim]; `null` without. */
  outBias: Tensor | null;
  /** Sum of ∂loss/∂inWeight since the last `zeroGradParameters()`. */
  gradInWeight: Tensor;
  /** Sum of ∂loss/∂inBias since the last `zeroGradParameters()`. */
  gradInBias: Tensor | null;
  /** Sum of ∂loss/∂outWeight since the last `zeroGradParameters()`. */
  gradOutWeight: Tensor;
  /** Sum of ∂loss/∂outBias since the last `zeroGradParameters()`. */
  gradOutBias: Tensor | null;
  /** Which keys are hidden: see {@linkcode setMask}. */
  mask: Tensor | null = null;
  /** The dropout of the weights, if there is any. */
  modules: AnyModule[];
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Copies of inputs that are not contiguous. */
  _copies: Tensor[] = [];
  /** Queries, keys and values: in one tensor of rows, or in three. */
  _maps: Tensor[] = [];
  /** ∂loss/∂ what `_maps` holds. */
  _gradMaps: Tensor[] = [];
  /** Weights of attention, as `Heads` lays them out. */
  _weights: Tensor;
  /** ∂loss/∂weights of all batches, where dropout lies between. */
  _gradWeights: Tensor;
  /** Scores of one batch, or their gradient. */
  _scores: Tensor;
  /** ∂loss/∂weights of one batch. */
  _gradScores: Tensor;
  /** Weights times values, in rows. */
  _context: Tensor;
  /** ∂loss/∂ what `_context` holds. */
  _gradContext: Tensor;
  /** Terms of the scores that hide keys. */
  _terms: Tensor[] = [];
  /** The gradient for which `_gradMaps` was computed, until it is used. */
  _propagated: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param embedDim Features of inputs and outputs.
   * @param numHeads Number of heads, which divides `embedDim`.
   * @throws {RangeError} If a number is no integer from 1, `numHeads` does not divide `embedDim`, or `dropout` lies outside [0, 1).
   */
  constructor(embedDim: number, numHeads: number, options: MultiHeadAttentionOptions = {}) {
    super(options);
    const { bias = true, causal = false, dropout = 0, generator } = options, own = this.tensorOptions();
    checkInteger("MultiHeadAttention", "embedDim", embedDim, 1);
    checkInteger("MultiHeadAttention", "numHeads", numHeads, 1);
    if (embedDim % numHeads !== 0) {
      throw new RangeError(
        `Cannot run MultiHeadAttention: numHeads must divide the ${embedDim} features but is ${numHeads}`,
      );
    }
    checkRange("MultiHeadAttention", "dropout", dropout, 0, 1);
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.causal = causal;
    this.generator = generator;
    this.modules = dropout > 0 ? [new Dropout(dropout, false, false, false, options)] : [];
    this.inWeight = empty([3 * embedDim, embedDim], own);
    this.inBias = bias ? empty([3 * embedDim], own) : null;
    this.outWeight = empty([embedDim, embedDim], own);
    this.outBias = bias ? empty([embedDim], own) : null;
    this.gradInWeight = zerosLike(this.inWeight);
    this.gradInBias = this.inBias && zerosLike(this.inBias);
    this.gradOutWeight = zerosLike(this.outWeight);
    this.gradOutBias = this.outBias && zerosLike(this.outBias);
    this._weights = fresh(this.code, [], this.device);
    this._gradWeights = fresh(this.code, [], this.device);
    this._scores = fresh(this.code, [], this.device);
    this._gradScores = fresh(this.code, [], this.device);
    this._context = fresh(this.code, [], this.device);
    this._gradContext = fresh(this.code, [], this.device);
    this.reset();
  }

  /**
   * Draws the weights as PyTorch does: those of the maps in front from U(−s, s), s = √(6 / (4 embedDim)), those of the map to the
   * output with s = 1 / √embedDim, or all from one with standard deviation `stdv`. The biases become 0.
   */
  override reset(stdv?: number): void {
    const { embedDim, generator } = this, options = generator && { generator };
    const inside = stdv === undefined ? Math.sqrt(1.5 / embedDim) : stdv * Math.sqrt(3);
    const outside = stdv === undefined ? 1 / Math.sqrt(embedDim) : inside;
    this.inWeight.uniform(-inside, inside, options);
    this.outWeight.uniform(-outside, outside, options);
    this.inBias?.zero();
    this.outBias?.zero();
  }

  /**
   * Says which keys are hidden from which queries, until it is called again.
   *
   * @param mask [T, S] for T queries and S keys, or [batch, T, S], where each size may be 1 to stand for all: uint8 or bool, where 1
   * hides, or numbers of the module's dtype that are added to the scores. A query from which all keys are hidden gets no attention:
   * zeros go into the last map. `null` hides nothing.
   * @throws {TypeError} If it is something else.
   */
  setMask(mask: Tensor | null): this {
    if (mask !== null) checkMask("MultiHeadAttention.setMask", mask);
    this.mask = mask;
    return this;
  }

  /** Returns the weights of attention of the last `forward`, [batch, numHeads, T, S]; a view that the next call overwrites. */
  attentionWeights(): Tensor {
    const { _weights: weights } = this;
    return weights.dim() === 4 && this.numHeads < weights.size(1) ? weights.transpose(0, 1) : weights;
  }

  /** Returns inWeight, inBias, outWeight, outBias, without those that are missing, and their gradients. */
  override parameters(): [Tensor[], Tensor[]] {
    const [parameters, gradients] = super.parameters();
    const own = [this.inWeight, this.inBias, this.outWeight, this.outBias].filter((x) => x !== null);
    const ownGradients = [this.gradInWeight, this.gradInBias, this.gradOutWeight, this.gradOutBias];
    return [[...own, ...parameters], [...ownGradients.filter((x) => x !== null), ...gradients]];
  }

  /** The dropout of the weights, if there is any. */
  override children(): AnyModule[] {
    return this.modules;
  }

  /** Removes the biases. */
  noBias(): this {
    this.inBias =
      this.gradInBias =
      this.outBias =
      this.gradOutBias =
        null;
    return this;
  }

  /** Attends. */
  override updateOutput(input: I): Tensor {
    const { inputs, heads, shape } = readRows(asAny(this), "forward", input), { embedDim, inWeight, inBias } = this;
    this._propagated = null;
    this._maps = this.fitMaps(this._maps, inputs);
    this._maps.forEach((map, k) => affine(map, inputs[k]!, this.third(inWeight, k), inBias && this.third(inBias, k)));
    const [q, k, v] = this.split(this._maps), weights = fitLike(this._weights, heads.weightsSize());
    const scores = fitLike(this._scores, heads.batchSize()), context = this._context;
    fitLike(context, [heads.sizes.batch * heads.sizes.queries, embedDim]);
    const hide = hiding(this._terms, this, this.mask, this.causal, heads),
      dropout = this.train ? this.modules[0] : undefined;
    for (let i = 0; i < heads.batches; i++) {
      const part = weights.select(0, i);
      heads.weigh(part, scores, q, k, i, hide?.scores);
      hide?.weights(part, i);
      if (dropout === undefined) heads.apply(context, part, v, i);
    }
    if (dropout !== undefined) {
      const left = dropout.forward(weights) as Tensor;
      for (let i = 0; i < heads.batches; i++) heads.apply(context, left.select(0, i), v, i);
    }
    affine(fitLike(this.output, shape), context, this.outWeight, this.outBias);
    return this.output;
  }

  /** Computes the gradient with respect to the input, or the list of those with respect to queries, keys and values. */
  override updateGradInput(input: I, gradOutput: Tensor): I {
    const inputs = this.propagate(input, gradOutput), { inWeight, _gradMaps: maps } = this;
    this._propagated = gradOutput;
    const given: Tensor | readonly Tensor[] | null = this.gradInput;
    if (given === null) return this.noGradient();
    if (input instanceof Tensor) {
      const gradInput = given instanceof Tensor ? given : fresh(this.code, [], this.device);
      affineGradInput(fitLike(gradInput, input.shape), maps[0]!, inWeight);
      return this.gradInput = gradInput as I;
    }
    const list = given instanceof Tensor || given.length !== 3
      ? inputs.map(() => fresh(this.code, [], this.device))
      : given;
    list.forEach((g, k) => affineGradInput(fitLike(g, inputs[k]!.shape), maps[k]!, this.third(inWeight, k)));
    return this.gradInput = list as I;
  }

  /** Adds `scale` times the gradients of the parameters. */
  override accGradParameters(input: I, gradOutput: Tensor, scale = 1): void {
    const inputs = this._propagated === gradOutput
      ? readRows(asAny(this), "backward", input).inputs
      : this.propagate(input, gradOutput);
    this._propagated = null;
    const { gradInWeight, gradInBias, gradOutWeight, gradOutBias } = this;
    affineGradParameters(gradOutWeight, gradOutBias, this._context, this.contiguousGradOutput(gradOutput), scale);
    this._gradMaps.forEach((map, k) => {
      const bias = gradInBias && this.third(gradInBias, k);
      affineGradParameters(this.third(gradInWeight, k), bias, inputs[k]!, map, scale);
    });
  }

  /** Accumulates straight into the parameters: the gradients do not depend on them once they have been passed back. */
  override defaultAccUpdateGradParameters(input: I, gradOutput: Tensor, learningRate: number): void {
    const { gradInWeight, gradInBias, gradOutWeight, gradOutBias } = this;
    if (this._propagated !== gradOutput) {
      this.propagate(input, gradOutput);
      this._propagated = gradOutput;
    }
    this.gradInWeight = this.inWeight;
    this.gradInBias = this.inBias;
    this.gradOutWeight = this.outWeight;
    this.gradOutBias = this.outBias;
    try {
      this.accGradParameters(input, gradOutput, -learningRate);
    } finally {
      Object.assign(this, { gradInWeight, gradInBias, gradOutWeight, gradOutBias });
    }
  }

  /** Four maps of every row, and two products of every head. */
  override multiplyAdds(input: I, output: Tensor): number {
    const { embedDim } = this, list: readonly Tensor[] = input instanceof Tensor ? [input, input, input] : input;
    const mapped = [...list, output].reduce((n, x) => n + x.nElement(), 0);
    return mapped * embedDim + 2 * output.nElement() * list[1]!.size(-2);
  }

  /** Returns `nn.MultiHeadAttention(embedDim, numHeads)`, and what is special. */
  override toString(): string {
    const { embedDim, numHeads, causal, inBias } = this;
    return `${super.toString()}(${embedDim}, ${numHeads})${causal ? " causal" : ""}${
      inBias === null ? " without bias" : ""
    }`;
  }

  /** Passes a gradient back to queries, keys and values, in `_gradMaps`; returns the inputs, contiguous. */
  propagate(input: I, gradOutput: Tensor): readonly Tensor[] {
    const { inputs, heads, shape } = readRows(asAny(this), "backward", input), { embedDim, _weights: weights } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [shape]);
    }
    if (!sameSize(weights.shape, heads.weightsSize()) || this._maps.length !== inputs.length) {
      throw new Error("Cannot run MultiHeadAttention.backward: forward must be called before");
    }
    const gradContext = fitLike(this._gradContext, [heads.sizes.batch * heads.sizes.queries, embedDim]);
    affineGradInput(gradContext, this.contiguousGradOutput(gradOutput), this.outWeight);
    this._gradMaps = this.fitMaps(this._gradMaps, inputs);
    const [q, k, v] = this.split(this._maps), [gq, gk, gv] = this.split(this._gradMaps);
    const scores = fitLike(this._scores, heads.batchSize()), gradScores = fitLike(this._gradScores, heads.batchSize());
    const dropout = this.train ? this.modules[0] : undefined;
    if (dropout === undefined) {
      for (let i = 0; i < heads.batches; i++) {
        const part = weights.select(0, i);
        heads.applyGrad(gradScores, gv, gradContext, part, v, i);
        heads.weighGrad(gq, gk, scores, gradScores, part, q, k, i);
      }
      return inputs;
    }
    const left = dropout.output as Tensor, gradLeft = fitLike(this._gradWeights, weights.shape);
    for (let i = 0; i < heads.batches; i++) {
      heads.applyGrad(gradLeft.select(0, i), gv, gradContext, left.select(0, i), v, i);
    }
    const gradWeights = dropout.updateGradInput(weights, gradLeft) as Tensor;
    for (let i = 0; i < heads.batches; i++) {
      heads.weighGrad(gq, gk, scores, gradWeights.select(0, i), weights.select(0, i), q, k, i);
    }
    return inputs;
  }

  /** Returns rows `k` of three, or all where one tensor holds queries, keys and values. */
  third(x: Tensor, k: number): Tensor {
    return this._maps.length === 1 ? x : x.narrow(0, k * this.embedDim, this.embedDim);
  }

  /** Fits tensors to hold queries, keys and values: one for a single input, else three. */
  fitMaps(list: readonly Tensor[], inputs: readonly Tensor[]): Tensor[] {
    const { embedDim, code } = this, width = inputs.length === 1 ? 3 * embedDim : embedDim;
    return inputs.map((x, k) => kept(list[k] ?? null, code, [x.count / embedDim, width], this.device));
  }

  /** Returns queries, keys and values as rows. */
  split(maps: readonly Tensor[]): [Tensor, Tensor, Tensor] {
    if (maps.length === 3) return maps as [Tensor, Tensor, Tensor];
    const [all] = maps as [Tensor], { embedDim } = this;
    return [0, 1, 2].map((k) => all.narrow(1, k * embedDim, embedDim)) as [Tensor, Tensor, Tensor];
  }
}

/** The same module, for functions that do not care for its input. */
function asAny<I extends Tensor | readonly Tensor[]>(module: MultiHeadAttention<I>): AnyModule & AttentionSizes {
  return module as unknown as AnyModule & AttentionSizes;
}
