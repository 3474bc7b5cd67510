import { checkRange, type Tensor } from "@taimatsu/tensor";
import { Residual } from "../containers/residual.ts";
import { Sequential } from "../containers/sequential.ts";
import { Dropout } from "../noise/dropout.ts";
import { LayerNorm } from "../normalization/layer_norm.ts";
import { FeedForward, type FeedForwardOptions } from "./feed_forward.ts";
import { MultiHeadAttention } from "./multi_head_attention.ts";

/** Options of {@linkcode TransformerEncoderLayer}. */
export interface TransformerEncoderLayerOptions extends FeedForwardOptions {
  /** Features between the linear maps of the second part; 2048 by default. */
  feedForward?: number;
  /** Probability that an element is set to 0 in training, in all places that PyTorch has; 0.1 by default. */
  dropout?: number;
  /** Whether each part normalizes its input instead of the sum that leaves it; false by default. */
  preNorm?: boolean;
  /** Whether a position sees only those up to itself; false by default. */
  causal?: boolean;
  /** Added to the variance in layer normalization; 1e-5 by default. */
  eps?: number;
}

/**
 * A layer of a transformer: attention of all positions to each other, then linear maps of each position, both with the input added
 * and normalized.
 *
 * Input [T, embedDim] or [batch, T, embedDim]; the output is sized like it. By default y = norm(x + attention(x)), then
 * norm(y + maps(y)), as in the original; with `preNorm` y = x + attention(norm(x)), then y + maps(norm(y)), which trains more
 * easily in deep nets. A net as GPT's consists of such layers with `causal`, `preNorm`, the activation `"gelu"` and
 * `feedForward: 4 * embedDim`.
 *
 * Vaswani et al., "Attention Is All You Need", 2017. Not in Torch7; PyTorch: `torch.nn.TransformerEncoderLayer` with
 * `batch_first`.
 *
 * @example A layer of a language model
 * ```ts
 * import { TransformerEncoderLayer } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const options = { causal: true, preNorm: true, activation: "gelu", feedForward: 32 } as const;
 * const layer = new TransformerEncoderLayer(8, 2, options);
 * assertEquals(layer.forward(rand([3, 5, 8])).size(), [3, 5, 8]);
 * ```
 */
export class TransformerEncoderLayer extends Sequential {
  /** Whether each part normalizes its input instead of the sum that leaves it. */
  readonly preNorm: boolean;

  /**
   * Makes the modules and draws their parameters.
   *
   * @param embedDim Features of input and output.
   * @param numHeads Number of heads, which divides `embedDim`.
   * @throws {RangeError} If a number is no integer from 1, `numHeads` does not divide `embedDim`, or `dropout` lies outside [0, 1).
   */
  constructor(embedDim: number, numHeads: number, options: TransformerEncoderLayerOptions = {}) {
    super(options);
    const { feedForward = 2048, dropout = 0.1, preNorm = false, eps = 1e-5 } = options, all = { ...options, dropout };
    checkRange("TransformerEncoderLayer", "dropout", dropout, 0, 1);
    this.preNorm = preNorm;
    const norm = (): LayerNorm => new LayerNorm(embedDim, eps, true, options);
    for (const part of [new MultiHeadAttention(embedDim, numHeads, all), new FeedForward(embedDim, feedForward, all)]) {
      const residual = new Residual(options);
      if (preNorm) residual.add(norm());
      residual.add(part);
      if (dropout > 0) residual.add(new Dropout(dropout, false, false, false, options));
      this.add(residual);
      if (!preNorm) this.add(norm());
    }
  }

  /** The attention. */
  get attention(): MultiHeadAttention {
    return this.get<Residual>(0).get<MultiHeadAttention>(this.preNorm ? 1 : 0);
  }

  /** Says which positions are hidden from which: see `MultiHeadAttention.setMask`. */
  setMask(mask: Tensor | null): this {
    this.attention.setMask(mask);
    return this;
  }
}
