// Random numbers: Torch7's Mersenne Twister, with its exact streams.
import { checkFinite, checkFloat, checkInteger, checkSameSize, checkWritable } from "./check.ts";
import { cpu } from "./device.ts";
import { type Dtype, dtypeCode, INT64 } from "./dtype.ts";
import { frame, put, result } from "./frame.ts";
import { fresh } from "./make.ts";
import { numberOf, type Op, op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";

/** TM_GENERATOR_BYTES in taimatsu.h. */
const STATE_BYTES = 5120;

const OPS = {
  uniform: op("random", "uniform"),
  normal: op("random", "normal"),
  exponential: op("random", "exponential"),
  cauchy: op("random", "cauchy"),
  logNormal: op("random", "logNormal"),
  geometric: op("random", "geometric"),
  bernoulli: op("random", "bernoulli"),
  random: op("random", "random"),
  randomRange: op("random", "randomRange"),
} as const;

/**
 * A source of random numbers of its own: MT19937 as in Torch7.
 *
 * @example Usage
 * ```ts
 * import { Generator, uniform } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const generator = new Generator(42);
 * assertEquals(uniform(0, 1, { generator }), uniform(0, 1, { generator: new Generator(42) }));
 * ```
 */
export class Generator {
  #state: ArrayBuffer | undefined;
  #seed: number;

  /** Starts from a seed, by default one from the system's entropy. */
  constructor(seed: number = entropy()) {
    checkInteger("Generator", "seed", seed, 0, Number.MAX_SAFE_INTEGER);
    this.#seed = seed;
  }

  /** The state as the native library's argument; made at first use. */
  get state(): ArrayBuffer {
    if (this.#state === undefined) {
      this.#state = new ArrayBuffer(STATE_BYTES);
      cpu.check(cpu.symbols.tm_generator_seed(this.#state, this.#seed));
    }
    return this.#state;
  }

  /** Starts again from a seed; a normal number that was kept for the next call is dropped too. */
  manualSeed(seed: number): this {
    checkInteger("manualSeed", "seed", seed, 0, Number.MAX_SAFE_INTEGER);
    this.#seed = seed;
    this.#state = undefined;
    return this;
  }

  /** Starts again from the system's entropy and returns the seed. */
  seed(): number {
    return this.manualSeed(entropy()).#seed;
  }

  /** Returns the seed in use. */
  initialSeed(): number {
    return this.#seed;
  }

  /** Returns the whole state as a uint8 tensor. */
  getRNGState(): Tensor {
    const x = fresh(dtypeCode("uint8"), [STATE_BYTES]);
    (x.data as Uint8Array).set(new Uint8Array(this.state));
    return x;
  }

  /** Goes on from a state that {@linkcode getRNGState} returned. */
  setRNGState(state: Tensor): Tensor {
    if (state.dtype !== "uint8" || state.count !== STATE_BYTES || !state.dense) {
      throw new TypeError(
        `Cannot run setRNGState: the state must be a contiguous uint8 tensor of ${STATE_BYTES} elements but is ` +
          `${state.dtype} of ${state.count}`,
      );
    }
    const bytes = new Uint8Array(STATE_BYTES);
    bytes.set(state.data as Uint8Array);
    // A draw from a copy shows whether it is a state at all.
    if (cpu.symbols.tm_random_number(numberOf(OPS.random), bytes.slice().buffer, 0, 0, frame) !== 0) {
      throw new TypeError("Cannot run setRNGState: the state must be one that getRNGState returned");
    }
    this.#state = bytes.buffer;
    return state;
  }
}

function entropy(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/**
 * The generator that is used where none is given.
 *
 * @example Usage
 * ```ts
 * import { defaultGenerator, initialSeed } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * defaultGenerator.manualSeed(3);
 * assertEquals(initialSeed(), 3);
 * ```
 */
export const defaultGenerator: Generator = new Generator();

/** Options of functions that draw random numbers. */
export interface RandomOptions {
  /** The source; {@linkcode defaultGenerator} unless given. */
  generator?: Generator;
}

/**
 * Starts the default generator, or the one given, from a seed. The numbers that follow are those of Torch7 with the same seed.
 *
 * @param seed An integer from 0.
 * @param generator The generator; {@linkcode defaultGenerator} unless given.
 * @returns The generator.
 *
 * @example Usage
 * ```ts
 * import { manualSeed, rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * manualSeed(123);
 * const first = rand([3]).toArray();
 * manualSeed(123);
 * assertEquals(rand([3]).toArray(), first);
 * ```
 */
export function manualSeed(seed: number, generator: Generator = defaultGenerator): Generator {
  return generator.manualSeed(seed);
}

/**
 * Starts the default generator, or the one given, from the system's entropy and returns the seed.
 *
 * @param generator The generator; {@linkcode defaultGenerator} unless given.
 *
 * @example Usage
 * ```ts
 * import { initialSeed, seed } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(seed(), initialSeed());
 * ```
 */
export function seed(generator: Generator = defaultGenerator): number {
  return generator.seed();
}

/**
 * Returns the seed that the default generator, or the one given, started from.
 *
 * @param generator The generator; {@linkcode defaultGenerator} unless given.
 *
 * @example Usage
 * ```ts
 * import { initialSeed, manualSeed } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * manualSeed(5);
 * assertEquals(initialSeed(), 5);
 * ```
 */
export function initialSeed(generator: Generator = defaultGenerator): number {
  return generator.initialSeed();
}

/**
 * Returns the state of the default generator, or the one given, as a uint8 tensor.
 *
 * @param generator The generator; {@linkcode defaultGenerator} unless given.
 *
 * @example Usage
 * ```ts
 * import { getRNGState, setRNGState, uniform } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const state = getRNGState(), next = uniform();
 * setRNGState(state);
 * assertEquals(uniform(), next);
 * ```
 */
export function getRNGState(generator: Generator = defaultGenerator): Tensor {
  return generator.getRNGState();
}

/**
 * Makes the default generator, or the one given, go on from a state.
 *
 * @param state What {@linkcode getRNGState} returned.
 * @param generator The generator; {@linkcode defaultGenerator} unless given.
 * @returns The state.
 * @throws {TypeError} If it is no state.
 *
 * @example Usage
 * ```ts
 * import { getRNGState, setRNGState, uniform } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const state = getRNGState(), next = uniform();
 * setRNGState(state);
 * assertEquals(uniform(), next);
 * ```
 */
export function setRNGState(state: Tensor, generator: Generator = defaultGenerator): Tensor {
  return generator.setRNGState(state);
}

function fill(op: Op, r: Tensor, options: RandomOptions | undefined, a: number, b: number): Tensor {
  const { state } = options?.generator ?? defaultGenerator, { device } = r.store;
  checkFinite(op.name, "the first parameter", a);
  checkFinite(op.name, "the second parameter", b);
  if (!r.dense) checkWritable(op.name, "the tensor", r);
  put(0, r);
  device.check(device.symbols.tm_random(numberOf(op), r.store.block.arg, frame, state, a, b));
  return r;
}

/** Distributions that fill a tensor in place: what the methods of Tensor call. */
export const fillRandom = {
  uniform: (r: Tensor, a = 0, b = 1, options?: RandomOptions): Tensor => fill(OPS.uniform, r, options, a, b),
  normal: (r: Tensor, mean = 0, std = 1, options?: RandomOptions): Tensor => fill(OPS.normal, r, options, mean, std),
  exponential: (r: Tensor, rate: number, options?: RandomOptions): Tensor => fill(OPS.exponential, r, options, rate, 0),
  cauchy: (r: Tensor, median = 0, sigma = 1, options?: RandomOptions): Tensor =>
    fill(OPS.cauchy, r, options, median, sigma),
  logNormal: (r: Tensor, mean = 1, std = 2, options?: RandomOptions): Tensor =>
    fill(OPS.logNormal, r, options, mean, std),
  geometric: (r: Tensor, p: number, options?: RandomOptions): Tensor => fill(OPS.geometric, r, options, p, 0),
  bernoulli: (r: Tensor, p: number | Tensor = 0.5, options?: RandomOptions): Tensor => {
    if (typeof p === "number") return fill(OPS.bernoulli, r, options, p, 0);
    checkFloat("bernoulli", "p", p);
    checkSameSize("bernoulli", { tensor: r, p });
    if (!r.dense) checkWritable("bernoulli", "the tensor", r);
    put(0, r);
    put(1, p);
    const { device } = r.store, { state } = options?.generator ?? defaultGenerator;
    device.check(device.symbols.tm_bernoulli(r.store.block.arg, p.store.block.arg, frame, state));
    return r;
  },
  random: (r: Tensor, from?: number, to?: number, options?: RandomOptions): Tensor => {
    if (from === undefined) return fill(OPS.random, r, options, 0, 0);
    return to === undefined ? fill(OPS.randomRange, r, options, 0, from) : fill(OPS.randomRange, r, options, from, to);
  },
} as const;

function draw(op: Op, options: RandomOptions | undefined, a: number, b: number): number {
  checkFinite(op.name, "the first parameter", a);
  checkFinite(op.name, "the second parameter", b);
  const { state } = options?.generator ?? defaultGenerator;
  cpu.check(cpu.symbols.tm_random_number(numberOf(op), state, a, b, frame));
  return result();
}

/**
 * Returns a number from [a, b).
 *
 * @param a The least number.
 * @param b The end.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { uniform } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const x = uniform(2, 3);
 * assert(x >= 2 && x < 3);
 * ```
 */
export function uniform(a = 0, b = 1, options?: RandomOptions): number {
  return draw(OPS.uniform, options, a, b);
}

/**
 * Returns a normally distributed number.
 *
 * @param mean The mean.
 * @param std The standard deviation, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { normal } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(Number.isFinite(normal(0, 2)));
 * ```
 */
export function normal(mean = 0, std = 1, options?: RandomOptions): number {
  return draw(OPS.normal, options, mean, std);
}

/**
 * Returns an exponentially distributed number.
 *
 * @param rate The rate λ, above 0; the mean is 1 / λ.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { exponential } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(exponential(2) >= 0);
 * ```
 */
export function exponential(rate: number, options?: RandomOptions): number {
  return draw(OPS.exponential, options, rate, 0);
}

/**
 * Returns a Cauchy distributed number.
 *
 * @param median The median.
 * @param sigma The width, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { cauchy } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(Number.isFinite(cauchy()));
 * ```
 */
export function cauchy(median = 0, sigma = 1, options?: RandomOptions): number {
  return draw(OPS.cauchy, options, median, sigma);
}

/**
 * Returns e to the power of a normal number; mean and std are those of that number.
 *
 * @param mean The mean of the logarithm.
 * @param std The standard deviation of the logarithm, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { logNormal } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(logNormal() > 0);
 * ```
 */
export function logNormal(mean = 1, std = 2, options?: RandomOptions): number {
  return draw(OPS.logNormal, options, mean, std);
}

/**
 * Returns an integer i ≥ 1 with probability (1 − p) · p^(i − 1).
 *
 * @param p Between 0 and 1.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { geometric } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(geometric(0.5) >= 1);
 * ```
 */
export function geometric(p: number, options?: RandomOptions): number {
  return draw(OPS.geometric, options, p, 0);
}

/**
 * Returns 1 with probability p, else 0.
 *
 * @param p From 0 to 1.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { bernoulli } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bernoulli(1), 1);
 * ```
 */
export function bernoulli(p = 0.5, options?: RandomOptions): number {
  return draw(OPS.bernoulli, options, p, 0);
}

/**
 * Returns a 32-bit integer, an integer from 0 to `a`, or one from `a` to `b`, both included.
 *
 * @param a The least number, or the largest if it stands alone.
 * @param b The largest number.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { random } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const die = random(1, 6);
 * assert(die >= 1 && die <= 6);
 * ```
 */
export function random(a?: number, b?: number, options?: RandomOptions): number {
  if (a === undefined) return draw(OPS.random, options, 0, 0);
  return b === undefined ? draw(OPS.randomRange, options, 0, a) : draw(OPS.randomRange, options, a, b);
}

/** Options of {@linkcode randperm}. */
export interface RandpermOptions extends RandomOptions {
  /** Element type; `int64` by default. */
  dtype?: Dtype;
}

/**
 * Returns the numbers 0 … n − 1 in random order.
 *
 * @param n How many, from 1.
 * @param options The dtype, int64 by default, and the generator.
 * @returns [n].
 * @throws {RangeError} If `n` is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { randperm } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const order = randperm(4).toArray() as number[];
 * assertEquals(order.toSorted(), [0, 1, 2, 3]);
 * ```
 */
export function randperm(n: number, options?: RandpermOptions): Tensor {
  checkInteger("randperm", "n", n, 1, Number.MAX_SAFE_INTEGER);
  const r = fresh(options?.dtype === undefined ? INT64 : dtypeCode(options.dtype), [n]);
  const { state } = options?.generator ?? defaultGenerator;
  put(0, r);
  cpu.check(cpu.symbols.tm_randperm(r.store.block.arg, frame, state));
  return r;
}
