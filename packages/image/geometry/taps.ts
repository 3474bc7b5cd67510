// Which neighbours each row or column of a resized image is the sum of, and with which weights.
import { fromBuffer, type Tensor } from "@taimatsu/tensor";

/** Neighbours of one result. */
interface Sum {
  /** The first neighbour. */
  first: number;
  /** Weights of it and of those that follow. */
  weights: number[];
}

/** Says for result `i` of `m` which of `n` elements it is made from. */
type Rule = (i: number, n: number, m: number) => Sum;

/** Neighbours of all results, as the native library takes them. */
export interface Taps {
  /** The first neighbour of each result; int32 [m]. */
  readonly first: Tensor;
  /** Weights of the neighbours; float64 [taps, m]. */
  readonly weight: Tensor;
}

/** A list as it is kept: not as tensors, which `tidy` may dispose. */
interface List {
  readonly first: Int32Array<ArrayBuffer>;
  readonly weight: Float64Array<ArrayBuffer>;
}

/** The last lists, by rule and sizes: pictures of one size come one after another, and a list takes as long as a small picture. */
const lists = new Map<Rule, Map<string, List>>();

/** Most lists that are kept of a rule, and most weights of one. */
const MOST_LISTS = 8, MOST_WEIGHTS = 2 ** 15;

/** Returns the neighbours of m results; all get as many, the ones too many with the weight 0. */
export function listTaps(rule: Rule, n: number, m: number): Taps {
  const { first, weight } = listOf(rule, n, m);
  return {
    first: fromBuffer(first.slice().buffer, "int32", [m]),
    weight: fromBuffer(weight.slice().buffer, "float64", [weight.length / m, m]),
  };
}

function listOf(rule: Rule, n: number, m: number): List {
  const key = `${n} ${m}`, known = lists.get(rule) ?? new Map<string, List>(), found = known.get(key);
  if (found !== undefined) return found;
  const list = makeList(rule, n, m);
  if (list.weight.length > MOST_WEIGHTS) return list;
  if (known.size === MOST_LISTS) known.delete(known.keys().next().value!);
  lists.set(rule, known.set(key, list));
  return list;
}

function makeList(rule: Rule, n: number, m: number): List {
  const sums = Array.from({ length: m }, (_, i) => rule(i, n, m));
  const taps = sums.reduce((most, { weights }) => Math.max(most, weights.length), 1);
  const first = new Int32Array(m), weight = new Float64Array(taps * m);
  sums.forEach((sum, i) => {
    first[i] = Math.min(sum.first, n - taps);
    sum.weights.forEach((w, t) => weight[(sum.first - first[i]! + t) * m + i] = w);
  });
  return { first, weight };
}

const one = (first: number): Sum => ({ first, weights: [1] });

/** The element at ⌊i n / m⌋. */
export const nearest: Rule = (i, n, m) => one(Math.floor(i * n / m));

/** Where result i lies if the first and the last elements stay in the corners: the element before it, and how far behind. */
function between(i: number, n: number, m: number): [number, number] {
  const k = Math.floor(i * (n - 1) / (m - 1));
  return [k, (i * (n - 1) - k * (m - 1)) / (m - 1)];
}

/** Torch7's bilinear rule: enlarged between corners, made smaller as the mean over n / m elements. */
export const linear: Rule = (i, n, m) => {
  if (n === m || n === 1) return one(n === 1 ? 0 : i);
  if (m > n) {
    const [first, f] = between(i, n, m);
    return f === 0 ? one(first) : { first, weights: [1 - f, f] };
  }
  // Result i covers [i n, (i + 1) n), and element k covers [k m, (k + 1) m), in units of 1 / m.
  const first = Math.floor(i * n / m), last = Math.ceil((i + 1) * n / m);
  const covered = (k: number): number => Math.min((k + 1) * m, (i + 1) * n) - Math.max(k * m, i * n);
  return { first, weights: Array.from({ length: last - first }, (_, t) => covered(first + t) / n) };
};

/** Torch7's bicubic rule: Catmull–Rom splines between corners, continued in a straight line at the ends; m = 1 gives the last. */
export const cubic: Rule = (i, n, m) => {
  if (n === m || n === 1) return one(n === 1 ? 0 : i);
  if (i === m - 1) return one(n - 1);
  const [k, f] = between(i, n, m);
  if (f === 0) return one(k);
  const weights = [
    f * (-0.5 + f * (1 - 0.5 * f)),
    1 + f * f * (-2.5 + 1.5 * f),
    f * (0.5 + f * (2 - 1.5 * f)),
    f * f * (-0.5 + 0.5 * f),
  ] as [number, number, number, number];
  const [before, , , after] = weights;
  if (k + 2 >= n) {
    weights[1] -= after;
    weights[2] += 2 * after;
    weights.pop();
  }
  if (k > 0) return { first: k - 1, weights };
  weights[1] += 2 * before;
  weights[2] -= before;
  return { first: 0, weights: weights.slice(1) };
};

/** Sums over a filter that becomes wider as the image becomes smaller; the middles of first and last pixels lie half a pixel inside. */
function filtered(support: number, filter: (x: number) => number): Rule {
  return (i, n, m) => {
    if (n === m) return one(i);
    const scale = n / m, wide = Math.max(scale, 1), middle = (i + 0.5) * scale, reach = support * wide;
    const first = Math.max(0, Math.trunc(middle - reach + 0.5)), end = Math.min(n, Math.trunc(middle + reach + 0.5));
    const weights = Array.from({ length: end - first }, (_, t) => filter((first + t + 0.5 - middle) / wide));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((w) => w / sum) };
  };
}

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

/** Catmull and Rom's: a = −0.5. */
function spline(x: number): number {
  x = Math.abs(x);
  return x < 1 ? 1 + x * x * (1.5 * x - 2.5) : x < 2 ? 2 + x * (-4 + x * (2.5 - 0.5 * x)) : 0;
}

const sinc = (x: number): number => x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);

/** The rules of filters, by mode. */
export const FILTERS: { readonly [mode: string]: Rule } = {
  bilinear: filtered(1, triangle),
  bicubic: filtered(2, spline),
  lanczos: filtered(3, (x) => Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0),
};
