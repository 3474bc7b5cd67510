// The sources of random numbers: Torch7's Mersenne Twister.
import { checkInteger } from "./check.ts";
import { cpu } from "./device.ts";
import { dtypeCode } from "./codes.ts";
import { frame } from "./frame.ts";
import { fresh } from "./make.ts";
import { numberOf, op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";

/** TM_GENERATOR_BYTES in taimatsu.h. */
const STATE_BYTES = 5120;

const RANDOM = op("random", "random");

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
    const x = fresh(dtypeCode("uint8"), [STATE_BYTES], cpu);
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
    bytes.set(state.cpu().data as Uint8Array);
    // A draw from a copy shows whether it is a state at all.
    if (cpu.symbols.tm_random_number(numberOf(RANDOM), bytes.slice().buffer, 0, 0, frame) !== 0) {
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
