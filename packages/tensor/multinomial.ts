// Sampling from weights.
import { checkFloat, checkInteger, checkSize } from "./check.ts";
import { INT64 } from "./codes.ts";
import { empty } from "./create.ts";
import { cpu } from "./device.ts";
import type { RandomOptions } from "./generator.ts";
import { fresh } from "./make.ts";
import { uniform } from "./random.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";

/** Weights as numbers, checked. */
function weightsOf(caller: string, p: Tensor): Float64Array {
  const weights = p.double().contiguous().data as Float64Array;
  let total = 0;
  for (const w of weights) {
    if (!(w >= 0 && w < Infinity)) {
      throw new RangeError(`Cannot run ${caller}: the weights must be finite and from 0 but one is ${w}`);
    }
    total += w;
  }
  if (!(total > 0)) throw new RangeError(`Cannot run ${caller}: the weights must not all be 0`);
  return weights;
}

/** The first entry of a running sum that is not below u. */
function search(sums: Float64Array, u: number): number {
  let left = 0, right = sums.length;
  while (left < right) {
    const middle = (left + right) >> 1;
    if (sums[middle]! < u) left = middle + 1;
    else right = middle;
  }
  return Math.min(left, sums.length - 1);
}

/** Draws n positions in the order in which Torch7 draws them. */
function sample(
  weights: Float64Array,
  n: number,
  replacement: boolean,
  options: RandomOptions | undefined,
  out: BigInt64Array,
): void {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = total += weights[i]!;
  for (let i = 0; i < weights.length; i++) sums[i]! /= total;
  for (let k = 0; k < n; k++) {
    const i = search(sums, uniform(0, 1, options)), share = sums[i]! - (i > 0 ? sums[i - 1]! : 0), rest = 1 - share;
    out[k] = BigInt(i);
    if (replacement) continue;
    for (let j = 0; j < sums.length; j++) sums[j] = (sums[j]! - (j >= i ? share : 0)) / rest;
  }
}

/**
 * Returns positions drawn with given weights.
 *
 * @param p Weights from 0, not all of them 0: [categories] or [rows, categories]. float32 or float64.
 * @param n How many positions for each row.
 * @param replacement Whether a position may be drawn again; false by default.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @returns int64, [n] or [rows, n]: positions from 0. The stream is Torch7's.
 * @throws {RangeError} If a weight is negative or not finite, or there are fewer weights above 0 than positions without replacement.
 *
 * @example Usage
 * ```ts
 * import { multinomial, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(multinomial(tensor([0, 1, 0]), 2, true).toArray(), [1, 1]);
 * ```
 */
export function multinomial(p: Tensor, n: number, replacement = false, options?: RandomOptions): Tensor {
  if (isRemote(p)) return onHost(multinomial, [p, n, replacement, options]);
  checkFloat("multinomial", "p", p);
  const dims = p.shape.length;
  if (dims !== 1 && dims !== 2) checkSize("multinomial", "p", p, ["rows", "categories"]);
  checkInteger("multinomial", "n", n, 1);
  const rows = dims === 1 ? 1 : p.shape[0]!,
    categories = p.shape[dims - 1]!,
    r = fresh(INT64, dims === 1 ? [n] : [rows, n], p.store.device);
  const all = Array.from({ length: rows }, (_, i) => weightsOf("multinomial", dims === 1 ? p : p.select(0, i)));
  if (!replacement) {
    const least = Math.min(categories, ...all.map((weights) => weights.reduce((count, w) => count + +(w > 0), 0)));
    checkInteger("multinomial", "n without replacement", n, 1, least);
  }
  const data = r.data as BigInt64Array;
  all.forEach((weights, i) => sample(weights, n, replacement, options, data.subarray(i * n, (i + 1) * n)));
  return r;
}

/** A table that {@linkcode multinomialAlias} draws from in constant time. */
export interface AliasTable {
  /** int64, [categories]: what is drawn instead of a category. */
  readonly alias: Tensor;
  /** [categories]: how probable it is that the category itself is drawn, once it was met. */
  readonly probability: Tensor;
}

/**
 * Prepares drawing with given probabilities in constant time (A. J. Walker, 1977).
 *
 * @param p [categories], probabilities with the sum 1. float32 or float64.
 * @returns What {@linkcode multinomialAlias} draws from.
 * @throws {RangeError} If a probability is negative or not finite, or all are 0.
 *
 * @example Usage
 * ```ts
 * import { empty, multinomialAlias, multinomialAliasSetup, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const table = multinomialAliasSetup(tensor([0, 1]));
 * assertEquals(multinomialAlias(empty([3], { dtype: "int64" }), table).toArray(), [1, 1, 1]);
 * ```
 */
export function multinomialAliasSetup(p: Tensor): AliasTable {
  if (isRemote(p)) return onHost(multinomialAliasSetup, [p]);
  checkFloat("multinomialAliasSetup", "p", p);
  if (p.shape.length !== 1) checkSize("multinomialAliasSetup", "p", p, ["categories"]);
  const weights = weightsOf("multinomialAliasSetup", p), n = weights.length, total = weights.reduce((a, b) => a + b, 0);
  const alias = fresh(INT64, [n], p.store.device), probability = fresh(p.store.code, [n], p.store.device);
  const share = weights.map((w) => n * w / total), other = alias.data as BigInt64Array;
  const small: number[] = [], large: number[] = [];
  share.forEach((s, i) => {
    other[i] = BigInt(i);
    (s < 1 ? small : large).push(i);
  });
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!, rich = large[large.length - 1]!;
    other[poor] = BigInt(rich);
    share[rich]! -= 1 - share[poor]!;
    if (share[rich]! < 1) small.push(large.pop()!);
  }
  for (const i of [...small, ...large]) share[i] = 1; // what rounding left over
  share.forEach((s, i) => probability.set(i, s));
  return { alias, probability };
}

/**
 * Fills a tensor with positions drawn from a table, with replacement.
 *
 * @param r int64, any size; it is filled.
 * @param table What {@linkcode multinomialAliasSetup} returned.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @returns `r`.
 *
 * @example Usage
 * ```ts
 * import { empty, multinomialAlias, multinomialAliasSetup, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const table = multinomialAliasSetup(tensor([1, 0]));
 * assertEquals(multinomialAlias(empty([2], { dtype: "int64" }), table).toArray(), [0, 0]);
 * ```
 */
export function multinomialAlias(r: Tensor, table: AliasTable, options?: RandomOptions): Tensor {
  if (r.store.code !== INT64) {
    throw new TypeError(`Cannot run multinomialAlias: the result must be int64 but is ${r.dtype}`);
  }
  const alias = table.alias.cpu(),
    probability = table.probability.cpu(),
    n = alias.count,
    other = alias.contiguous().data as BigInt64Array;
  const draws = empty([r.count, 2], { dtype: "float64", device: cpu }).uniform(0, 1, options);
  const us = draws.data as Float64Array, own = probability.double().contiguous().data as Float64Array;
  const drawn = fresh(INT64, [r.count], cpu), data = drawn.data as BigInt64Array;
  for (let k = 0; k < r.count; k++) {
    const i = Math.floor(us[2 * k]! * n);
    data[k] = us[2 * k + 1]! <= own[i]! ? BigInt(i) : other[i]!;
  }
  return r.count === 0 ? r : r.copy(drawn);
}
