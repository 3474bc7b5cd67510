// The products of attention, head by head. Nothing is permuted: a head is a strided view of the rows of queries, keys or values.
import type { Tensor } from "@taimatsu/tensor";
import { softMaxGradInto, softMaxInto, viewAt } from "@taimatsu/tensor/native";

/** The numbers that say where heads lie in rows of features. */
export interface HeadSizes {
  /** Samples. */
  readonly batch: number;
  /** Heads. */
  readonly heads: number;
  /** Features of a head. */
  readonly features: number;
  /** Positions of the queries. */
  readonly queries: number;
  /** Positions of keys and values. */
  readonly keys: number;
}

/**
 * A batch of products covers all heads of one sample, or all samples of one head: what makes fewer batches. The weights are laid
 * out [batches, products, queries, keys] accordingly.
 */
export class Heads {
  /** Whether a batch covers all samples of a head. */
  readonly byHead: boolean;
  /** Number of batches. */
  readonly batches: number;
  /** Products of a batch. */
  readonly products: number;

  /** Chooses the batches. */
  constructor(readonly sizes: HeadSizes) {
    const { batch, heads } = sizes;
    this.byHead = heads < batch;
    this.batches = this.byHead ? heads : batch;
    this.products = this.byHead ? batch : heads;
  }

  /** Sizes of the weights. */
  weightsSize(): number[] {
    return [this.batches, this.products, this.sizes.queries, this.sizes.keys];
  }

  /** Sizes of the weights of one batch. */
  batchSize(): number[] {
    return [this.products, this.sizes.queries, this.sizes.keys];
  }

  /** Views batch `i` of `x`, rows of features at so many positions, as [products, positions, features]. */
  part(x: Tensor, positions: number, i: number): Tensor {
    const { batch, heads, features } = this.sizes, row = x.strides[0]!;
    return this.byHead
      ? viewAt(x, [batch, positions, features], [positions * row, row, 1], x.offset + i * features)
      : viewAt(x, [heads, positions, features], [features, row, 1], x.offset + i * positions * row);
  }

  /** Computes the weights of batch `i` with `scores` as scratch; `mask` changes the scores. */
  weigh(
    weights: Tensor,
    scores: Tensor,
    queries: Tensor,
    keys: Tensor,
    i: number,
    mask: ((scores: Tensor, i: number) => void) | undefined,
  ): void {
    const { sizes } = this, rows = this.products * sizes.queries;
    const q = this.part(queries, sizes.queries, i), k = this.part(keys, sizes.keys, i);
    scores.baddbmm(0, 1 / Math.sqrt(sizes.features), q, k.transpose(1, 2));
    mask?.(scores, i);
    softMaxInto("MultiHeadAttention.forward", weights.view(rows, sizes.keys), scores.view(rows, sizes.keys));
  }

  /** context = weights · values for batch `i`. */
  apply(context: Tensor, weights: Tensor, values: Tensor, i: number): void {
    const { queries, keys } = this.sizes;
    this.part(context, queries, i).baddbmm(0, 1, weights, this.part(values, keys, i));
  }

  /** Gradients of {@linkcode apply} with respect to weights and values. */
  applyGrad(
    gradWeights: Tensor,
    gradValues: Tensor,
    gradContext: Tensor,
    weights: Tensor,
    values: Tensor,
    i: number,
  ): void {
    const { queries, keys } = this.sizes, g = this.part(gradContext, queries, i);
    this.part(gradValues, keys, i).baddbmm(0, 1, weights.transpose(1, 2), g);
    gradWeights.baddbmm(0, 1, g, this.part(values, keys, i).transpose(1, 2));
  }

  /** Gradients of {@linkcode weigh} with respect to queries and keys, with `gradScores` as scratch. */
  weighGrad(
    gradQueries: Tensor,
    gradKeys: Tensor,
    gradScores: Tensor,
    gradWeights: Tensor,
    weights: Tensor,
    queries: Tensor,
    keys: Tensor,
    i: number,
  ): void {
    const { sizes } = this, rows = this.products * sizes.queries, scale = 1 / Math.sqrt(sizes.features);
    softMaxGradInto(
      "MultiHeadAttention.backward",
      gradScores.view(rows, sizes.keys),
      gradWeights.view(rows, sizes.keys),
      weights.view(rows, sizes.keys),
    );
    this.part(gradQueries, sizes.queries, i).baddbmm(0, scale, gradScores, this.part(keys, sizes.keys, i));
    this.part(gradKeys, sizes.keys, i).baddbmm(
      0,
      scale,
      gradScores.transpose(1, 2),
      this.part(queries, sizes.queries, i),
    );
  }
}
