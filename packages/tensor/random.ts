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

/** A source of random numbers of its own: MT19937 as in Torch7. */
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

/** The generator that is used where none is given. */
export const defaultGenerator: Generator = new Generator();

/** Options of functions that draw random numbers. */
export interface RandomOptions {
  /** The source; {@linkcode defaultGenerator} unless given. */
  generator?: Generator;
}

/** Starts the default generator, or the one given, from a seed. */
export function manualSeed(seed: number, generator: Generator = defaultGenerator): Generator {
  return generator.manualSeed(seed);
}

/** Starts the default generator, or the one given, from the system's entropy and returns the seed. */
export function seed(generator: Generator = defaultGenerator): number {
  return generator.seed();
}

/** Returns the seed that the default generator, or the one given, started from. */
export function initialSeed(generator: Generator = defaultGenerator): number {
  return generator.initialSeed();
}

/** Returns the state of the default generator, or the one given, as a uint8 tensor. */
export function getRNGState(generator: Generator = defaultGenerator): Tensor {
  return generator.getRNGState();
}

/** Makes the default generator, or the one given, go on from a state. */
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

/** Returns a number from [a, b). */
export function uniform(a = 0, b = 1, options?: RandomOptions): number {
  return draw(OPS.uniform, options, a, b);
}

/** Returns a normally distributed number. */
export function normal(mean = 0, std = 1, options?: RandomOptions): number {
  return draw(OPS.normal, options, mean, std);
}

/** Returns an exponentially distributed number. */
export function exponential(rate: number, options?: RandomOptions): number {
  return draw(OPS.exponential, options, rate, 0);
}

/** Returns a Cauchy distributed number. */
export function cauchy(median = 0, sigma = 1, options?: RandomOptions): number {
  return draw(OPS.cauchy, options, median, sigma);
}

/** Returns e to the power of a normal number; mean and std are those of that number. */
export function logNormal(mean = 1, std = 2, options?: RandomOptions): number {
  return draw(OPS.logNormal, options, mean, std);
}

/** Returns an integer i ≥ 1 with probability (1 − p) · p^(i − 1). */
export function geometric(p: number, options?: RandomOptions): number {
  return draw(OPS.geometric, options, p, 0);
}

/** Returns 1 with probability p, else 0. */
export function bernoulli(p = 0.5, options?: RandomOptions): number {
  return draw(OPS.bernoulli, options, p, 0);
}

/** Returns a 32-bit integer, an integer from 0 to `a`, or one from `a` to `b`, both included. */
export function random(a?: number, b?: number, options?: RandomOptions): number {
  if (a === undefined) return draw(OPS.random, options, 0, 0);
  return b === undefined ? draw(OPS.randomRange, options, 0, a) : draw(OPS.randomRange, options, a, b);
}

/** Options of {@linkcode randperm}. */
export interface RandpermOptions extends RandomOptions {
  /** Element type; `int64` by default. */
  dtype?: Dtype;
}

/** Returns the numbers 0 … n − 1 in random order. */
export function randperm(n: number, options?: RandpermOptions): Tensor {
  checkInteger("randperm", "n", n, 1, Number.MAX_SAFE_INTEGER);
  const r = fresh(options?.dtype === undefined ? INT64 : dtypeCode(options.dtype), [n]);
  const { state } = options?.generator ?? defaultGenerator;
  put(0, r);
  cpu.check(cpu.symbols.tm_randperm(r.store.block.arg, frame, state));
  return r;
}
