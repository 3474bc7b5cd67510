/**
 * Tables of connections for `SpatialConvolutionMap` and `SpatialFullConvolutionMap`: int64 tensors [n, 2] of pairs of an input plane
 * and an output plane, both from 0. Torch7's `nn.tables`.
 *
 * @module
 */
import { checkInteger, type Generator, randperm, type Tensor, tensor } from "@taimatsu/tensor";

function table(pairs: number[][]): Tensor {
  return tensor(pairs, { dtype: "int64" });
}

/**
 * Connects every input plane with every output plane.
 *
 * @param nInput Number of input planes.
 * @param nOutput Number of output planes.
 * @throws {RangeError} If a number is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { tables } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tables.full(2, 2).toArray(), [[0, 0], [1, 0], [0, 1], [1, 1]]);
 * ```
 */
export function full(nInput: number, nOutput: number): Tensor {
  checkInteger("tables.full", "nInput", nInput, 1);
  checkInteger("tables.full", "nOutput", nOutput, 1);
  return table(Array.from({ length: nInput * nOutput }, (_, k) => [k % nInput, Math.floor(k / nInput)]));
}

/**
 * Connects each input plane with the output plane of the same number.
 *
 * @param n Number of planes.
 * @throws {RangeError} If it is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { tables } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tables.oneToOne(3).toArray(), [[0, 0], [1, 1], [2, 2]]);
 * ```
 */
export function oneToOne(n: number): Tensor {
  checkInteger("tables.oneToOne", "n", n, 1);
  return table(Array.from({ length: n }, (_, k) => [k, k]));
}

/** Options of {@linkcode random}. */
export interface RandomTableOptions {
  /** The source; the default generator unless given. */
  generator?: Generator;
}

/**
 * Connects each output plane with `nTo` input planes, drawn so that all input planes are used about equally often.
 *
 * @param nInput Number of input planes.
 * @param nOutput Number of output planes.
 * @param nTo Input planes of an output plane.
 * @throws {RangeError} If a number is no integer from 1, or `nTo` exceeds `nInput`.
 *
 * @example Usage
 * ```ts
 * import { tables } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tables.random(6, 4, 3).size(), [12, 2]);
 * ```
 */
export function random(nInput: number, nOutput: number, nTo: number, options: RandomTableOptions = {}): Tensor {
  checkInteger("tables.random", "nInput", nInput, 1);
  checkInteger("tables.random", "nOutput", nOutput, 1);
  checkInteger("tables.random", "nTo", nTo, 1, nInput);
  const shares = Math.floor(nInput / nTo),
    pairs: number[][] = [],
    shuffle = () => randperm(nInput, options).toArray() as number[];
  let order = shuffle();
  for (let to = 0, share = 0; to < nOutput; to++) {
    for (let k = 0; k < nTo; k++) pairs.push([order[share * nTo + k]!, to]);
    if (++share === shares) [order, share] = [shuffle(), 0];
  }
  return table(pairs);
}
