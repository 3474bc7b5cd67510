// What is added to the scores of attention so that some keys are not seen.
import { add, clamp, describe, formatSize, gt, sum, Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { Place } from "../options.ts";
import type { Heads, HeadSizes } from "./heads.ts";

/** Added to a score it leaves a weight of 0; finite, so that rows without any key stay numbers. */
const HIDDEN = -1e30;

/** Places of the tensors that are kept. */
const LATER = 0, GIVEN = 1, BOTH = 2, SEEN = 3, OPEN = 4;

/** What changes scores and weights of attention, batch by batch. */
export interface Hiding {
  /** Lowers the scores of hidden keys. */
  scores(x: Tensor, i: number): void;
  /** Clears the weights of queries that see no key. */
  weights(x: Tensor, i: number): void;
}

/** Terms of the scores. */
interface ScoreTerms {
  /** What is added: [1 or batch, 1 or queries, 1 or keys]. */
  readonly terms: Tensor;
  /** 1 for queries that see some key, else 0, [1 or batch, 1 or queries, 1]; `null` if all see some. */
  readonly open: Tensor | null;
}

function isBoolean(mask: Tensor): boolean {
  return mask.dtype === "uint8" || mask.dtype === "bool";
}

/** Throws unless `mask` could hide keys. */
export function checkMask(caller: string, mask: unknown): void {
  const fits = mask instanceof Tensor && (mask.dim() === 2 || mask.dim() === 3) &&
    (isBoolean(mask) || mask.dtype === "float32" || mask.dtype === "float64");
  if (fits) return;
  const found = mask instanceof Tensor ? `${mask.dtype} ${formatSize(mask.shape)}` : describe(mask);
  throw new TypeError(
    `Cannot run ${caller}: mask must be bool, uint8 or floating-point numbers, [T, S] or [batch, T, S], but is ${found}`,
  );
}

/** Returns a mask as [1 or batch, 1 or queries, 1 or keys], or throws. */
function stretched(mask: Tensor, code: number, { batch, queries, keys }: HeadSizes): Tensor {
  const wanted = [batch, queries, keys], x = mask.dim() === 3 ? mask : mask.unsqueeze(0);
  if (!x.shape.every((n, d) => n === 1 || n === wanted[d])) {
    throw new TypeError(
      `Cannot run MultiHeadAttention.forward: mask must be ${formatSize([queries, keys])} or ${
        formatSize(wanted)
      }, where ` +
        `each size may be 1, but is ${formatSize(mask.shape)}`,
    );
  }
  if (!isBoolean(mask) && mask.store.code !== code) {
    throw new TypeError(
      `Cannot run MultiHeadAttention.forward: mask must be bool, uint8 or of the module's dtype but is ${mask.dtype}`,
    );
  }
  return x;
}

/** Fills [1, queries, keys] with what hides the keys after each query; nothing is done where that has been filled before. */
function hideLater(x: Tensor, queries: number, keys: number): Tensor {
  const { shape } = x;
  if (shape[1] !== queries || shape[2] !== keys || x.store.length < x.offset + x.count) {
    fitLike(x, [1, queries, keys]).fill(HIDDEN);
    for (let t = 0; t < queries; t++) x.select(1, t).narrow(1, 0, Math.min(t + 1, keys)).zero();
  }
  return x;
}

/** Computes the terms of the scores; `undefined` if no key is hidden. */
function scoreTerms(
  kept: Tensor[],
  { code, device }: Place,
  mask: Tensor | null,
  causal: boolean,
  sizes: HeadSizes,
): ScoreTerms | undefined {
  if (mask === null && !causal) return undefined;
  while (kept.length <= OPEN) kept.push(fresh(code, [], device));
  const later = causal ? hideLater(kept[LATER]!, sizes.queries, sizes.keys) : null;
  if (mask === null) return { terms: later!, open: null };
  const given = stretched(mask, code, sizes);
  let terms = fitLike(kept[GIVEN]!, given.shape);
  if (isBoolean(given)) terms.copy(given).mul(HIDDEN);
  else clamp(given, HIDDEN, -HIDDEN, { out: terms });
  if (later !== null) {
    const shape = [terms.shape[0]!, sizes.queries, sizes.keys];
    terms = add(terms, later, { out: fitLike(kept[BOTH]!, shape) });
  }
  const seen = gt(terms, HIDDEN / 2, { out: fitLike(kept[SEEN]!, terms.shape) });
  const open = sum(seen, 2, { out: fitLike(kept[OPEN]!, [terms.shape[0]!, terms.shape[1]!, 1]) });
  return { terms, open: open.min() === 0 ? clamp(open, 0, 1, { out: open }) : null };
}

/**
 * Returns what hides keys; `undefined` if none is hidden.
 *
 * @param kept Tensors that the module keeps for this; made if there are none.
 * @param place The module's dtype and device.
 * @param mask What {@linkcode checkMask} lets pass; `null` hides nothing.
 * @param causal Whether keys that come after a query are hidden.
 */
export function hiding(
  kept: Tensor[],
  place: Place,
  mask: Tensor | null,
  causal: boolean,
  { byHead, sizes }: Heads,
): Hiding | undefined {
  const found = scoreTerms(kept, place, mask, causal, sizes);
  if (found === undefined) return undefined;
  const { terms, open } = found;
  // A batch of products covers all samples, as the terms do, or one of them.
  const ofBatch = (x: Tensor, i: number): Tensor => byHead || x.size(0) === 1 ? x : x.narrow(0, i, 1);
  return {
    scores: (x, i) => void x.add(ofBatch(terms, i)),
    weights: (x, i) => void (open && x.mul(ofBatch(open, i))),
  };
}
