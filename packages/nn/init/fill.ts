import {
  checkFinite,
  checkRange,
  checkTensor,
  type Generator,
  normal as draw,
  type Tensor,
  uniform as drawUniform,
} from "@taimatsu/tensor";

/** Options of initializers that draw from a distribution of their own. */
export interface SourceOptions {
  /** The source; the default generator unless given. */
  generator?: Generator;
}

/** Options of {@linkcode uniform}. */
export interface UniformOptions extends SourceOptions {
  /** The lower end; 0 by default. */
  from?: number;
  /** The upper end; 1 by default. */
  to?: number;
}

/** Options of {@linkcode normal}. */
export interface NormalOptions extends SourceOptions {
  /** The mean; 0 by default. */
  mean?: number;
  /** The standard deviation; 1 by default. */
  std?: number;
}

/** Options of {@linkcode truncatedNormal}. */
export interface TruncatedNormalOptions extends NormalOptions {
  /** The smallest number; −2 by default. */
  from?: number;
  /** The largest number; 2 by default. */
  to?: number;
}

/**
 * Sets all elements to a number.
 *
 * @param x Changed in place.
 * @returns `x`.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(init.constant(new Linear(2, 2).weight, 0.5).sum(), 2);
 * ```
 */
export function constant(x: Tensor, value: number): Tensor {
  checkTensor("constant", "the tensor", x);
  return x.fill(value);
}

/**
 * Draws all elements from U(from, to).
 *
 * @param x Changed in place.
 * @returns `x`.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * assert(init.uniform(new Linear(9, 9).weight, { from: 3, to: 4 }).min() >= 3);
 * ```
 */
export function uniform(x: Tensor, { from = 0, to = 1, ...options }: UniformOptions = {}): Tensor {
  checkTensor("uniform", "the tensor", x);
  return x.uniform(from, to, options);
}

/**
 * Draws all elements from a normal distribution.
 *
 * @param x Changed in place.
 * @returns `x`.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * assert(Math.abs(init.normal(new Linear(50, 50).weight, { mean: 3 }).mean() - 3) < 0.2);
 * ```
 */
export function normal(x: Tensor, { mean = 0, std = 1, ...options }: NormalOptions = {}): Tensor {
  checkTensor("normal", "the tensor", x);
  return x.normal(mean, std, options);
}

/**
 * Draws all elements from a normal distribution, of which only what lies from `from` to `to` is kept.
 *
 * @param x Changed in place.
 * @returns `x`.
 * @throws {RangeError} If `from` is not below `to`, or `std` is not positive.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * const { weight } = new Linear(9, 9);
 * init.truncatedNormal(weight, { std: 0.02, from: -0.04, to: 0.04 });
 * assert(weight.max() <= 0.041 && weight.min() >= -0.041);
 * ```
 */
export function truncatedNormal(
  x: Tensor,
  { mean = 0, std = 1, from = -2, to = 2, ...options }: TruncatedNormalOptions = {},
): Tensor {
  const caller = "truncatedNormal";
  checkTensor(caller, "the tensor", x);
  checkFinite(caller, "mean", mean);
  checkRange(caller, "std", std, Number.MIN_VALUE, Infinity);
  checkFinite(caller, "from", from);
  checkRange(caller, "to", to, from, Infinity);
  checkFinite(caller, "to", to);
  if (from === to) throw new RangeError(`Cannot run ${caller}: from must be below to but both are ${to}`);
  const next = truncated((from - mean) / std, (to - mean) / std, options);
  return x.apply(() => mean + std * next());
}

/** Returns a source of standard normal numbers from `low` to `high`, by rejection of what another distribution proposes. */
function truncated(low: number, high: number, options: SourceOptions): () => number {
  if (high < 0) {
    const mirrored = truncated(-high, -low, options);
    return () => -mirrored();
  }
  const random = (): number => drawUniform(0, 1, options);
  let propose: () => number, accepts: (z: number) => number;
  if (low <= 0 && high - low > 2.5) { // most normal numbers fit
    propose = () => draw(0, 1, options);
    accepts = (z) => z >= low && z <= high ? 1 : 0;
  } else {
    // The density falls from `nearest` on: slowly over a short interval, else as an exponential of this rate does.
    const nearest = Math.max(low, 0), rate = (nearest + Math.sqrt(nearest ** 2 + 4)) / 2;
    if ((high - nearest) * rate < 2 || low <= 0) {
      propose = () => low + (high - low) * random();
      accepts = (z) => Math.exp((nearest ** 2 - z ** 2) / 2);
    } else {
      propose = () => low - Math.log(1 - random()) / rate;
      accepts = (z) => z <= high ? Math.exp(-((z - rate) ** 2) / 2) : 0;
    }
  }
  return () => {
    for (;;) {
      const z = propose();
      if (random() <= accepts(z)) return z;
    }
  };
}
