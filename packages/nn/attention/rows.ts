// The arguments of attention, checked and as rows.
import { sameSize, type Tensor } from "@taimatsu/tensor";
import { copyTo } from "../kernels.ts";
import type { AnyModule } from "../module.ts";
import { checkTensors, refusal } from "../refusal.ts";
import { Heads } from "./heads.ts";

/** What {@linkcode readRows} needs to know of a layer. */
export interface AttentionSizes {
  /** Features of inputs and outputs. */
  readonly embedDim: number;
  /** Number of heads. */
  readonly numHeads: number;
  /** Copies of inputs that are not contiguous. */
  readonly _copies: Tensor[];
}

/** The arguments of a pass. */
export interface Rows {
  /** The input, or queries, keys and values: contiguous. */
  readonly inputs: readonly Tensor[];
  /** Where the heads lie. */
  readonly heads: Heads;
  /** Sizes of the output. */
  readonly shape: readonly number[];
}

/**
 * Checks an input.
 *
 * @param module Whose input it is, for messages and for its dtype.
 * @param method `forward` or `backward`.
 * @param input A tensor, or a list of queries, keys and values.
 */
export function readRows(module: AnyModule & AttentionSizes, method: string, input: unknown): Rows {
  const { embedDim, numHeads, _copies: copies } = module;
  const list = Array.isArray(input) ? checkTensors(module, method, "input", input, 3) : [input as Tensor];
  const [query, key = query, value = key] = list as [Tensor, Tensor?, Tensor?];
  const named = (k: number): string => list.length === 1 ? "input" : `input[${k}]`;
  const fits = query?.store?.code === module.code && query.count > 0 && query.shape.at(-1) === embedDim &&
    (query.shape.length === 2 || query.shape.length === 3);
  if (!fits) throw refusal(module, method, named(0), query, [["T", embedDim], ["batch", "T", embedDim]]);
  const single = query.shape.length === 2, batch = single ? 1 : query.shape[0]!;
  if (key.count === 0 || !sameSize(key.shape.toSpliced(-2, 1), query.shape.toSpliced(-2, 1))) {
    throw refusal(module, method, named(1), key, [single ? ["S", embedDim] : [batch, "S", embedDim]]);
  }
  if (!sameSize(value.shape, key.shape)) throw refusal(module, method, named(2), value, [key.shape]);
  const heads = new Heads({
    batch,
    heads: numHeads,
    features: embedDim / numHeads,
    queries: query.shape.at(-2)!,
    keys: key.shape.at(-2)!,
  });
  const inputs = list.map((x, k) => x.dense ? x : copies[k] = copyTo(copies[k] ?? null, x));
  return { inputs, heads, shape: query.shape };
}
