// Sums of elements without the native library, exact for integers.
import { BFLOAT16, INT64 } from "../../codes.ts";
import type { Storage } from "../../storage.ts";
import type { Tensor } from "../../tensor.ts";

/** What the elements of a tensor come to. */
export interface Statistics {
  /** Their sum: in float64, that of int64 exactly. */
  readonly sum: number | bigint;
  /** The least one; missing if there is none that is a number. */
  readonly min?: number | bigint;
  /** The largest one. */
  readonly max?: number | bigint;
  /** How many are NaN; the other ones have the least and the largest. */
  readonly nans: number;
}

/** Elements that are added up though a storage has fewer. */
const ENOUGH = 2 ** 24;
/** Numbers of 32 bits whose sum float64 holds exactly. */
const EXACT = 2 ** 20;

/** Elements that lie equally far apart in a storage's block. */
type Visit = (start: number, count: number, stride: number) => void;

/** Visits all elements of dimensions other than those of stride 0, in rows. */
function visitRows(x: Tensor, dims: readonly number[], visit: Visit): void {
  const { shape, strides, offset, store } = x, inner = dims.at(-1), outer = dims.slice(0, -1);
  const count = inner === undefined ? 1 : shape[inner]!, stride = inner === undefined ? 1 : strides[inner]!;
  const index = outer.map(() => 0);
  let at = store.base + offset;
  while (true) {
    visit(at, count, stride);
    let d = outer.length - 1;
    for (; d >= 0; d--) {
      at += strides[outer[d]!]!;
      if (++index[d]! < shape[outer[d]!]!) break;
      at -= index[d]! * strides[outer[d]!]!;
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

/** Adds up numbers in float64. */
class Floats {
  sum = 0;
  min = Infinity;
  max = -Infinity;
  nans = 0;

  constructor(readonly store: Storage) {}

  visit(start: number, count: number, stride: number): void {
    const { code, block } = this.store, data = block.view(code) as Float32Array, bfloat = code === BFLOAT16;
    let { sum, min, max, nans } = this;
    for (let i = 0, at = start; i < count; i++, at += stride) {
      const x = bfloat ? widened(data[at]!) : data[at]!;
      sum += x;
      if (x < min) min = x;
      if (x > max) max = x;
      if (x !== x) nans++;
    }
    Object.assign(this, { sum, min, max, nans });
  }

  result(times: number): Statistics {
    const { sum, min, max, nans } = this, some = min <= max;
    return { sum: sum * times, ...(some ? { min, max } : {}), nans: nans * times };
  }
}

const word = new Uint32Array(1), float = new Float32Array(word.buffer);

function widened(bits: number): number {
  word[0] = bits << 16;
  return float[0]!;
}

/** Adds up int64: their halves apart, which is faster than big integers and as exact. */
class Longs {
  #sum = 0n;
  #least = [Infinity, Infinity];
  #most = [-Infinity, -Infinity];

  constructor(readonly store: Storage) {}

  visit(start: number, count: number, stride: number): void {
    const { buffer } = this.store.block, low = new Uint32Array(buffer), high = new Int32Array(buffer);
    let [minHigh, minLow] = this.#least as [number, number], [maxHigh, maxLow] = this.#most as [number, number];
    for (let done = 0; done < count; done += EXACT) {
      let lows = 0, highs = 0;
      for (let i = done; i < count && i < done + EXACT; i++) {
        const at = 2 * (start + i * stride), h = high[at + 1]!, l = low[at]!;
        lows += l;
        highs += h;
        if (h < minHigh || (h === minHigh && l < minLow)) [minHigh, minLow] = [h, l];
        if (h > maxHigh || (h === maxHigh && l > maxLow)) [maxHigh, maxLow] = [h, l];
      }
      this.#sum += (BigInt(highs) << 32n) + BigInt(lows);
    }
    this.#least = [minHigh, minLow];
    this.#most = [maxHigh, maxLow];
  }

  result(times: number): Statistics {
    const join = ([high, low]: number[]): bigint => (BigInt(high!) << 32n) | BigInt(low!);
    return { sum: this.#sum * BigInt(times), min: join(this.#least), max: join(this.#most), nans: 0 };
  }
}

/**
 * Adds up the elements of a tensor on the CPU; those that stand for many are read once.
 *
 * @returns `undefined` if its elements overlap so that there are far more than its storage has.
 */
export function statisticsOf(x: Tensor): Statistics | undefined {
  const { shape, strides, count, store } = x;
  if (count === 0) return { sum: store.code === INT64 ? 0n : 0, nans: 0 };
  const dims = x.dense ? [] : shape.map((_, d) => d).filter((d) => shape[d]! > 1 && strides[d] !== 0);
  const kinds = dims.reduce((product, d) => product * shape[d]!, 1);
  if (kinds > Math.max(ENOUGH, store.length)) return undefined;
  const adder = store.code === INT64 ? new Longs(store) : new Floats(store);
  if (x.dense) adder.visit(store.base + x.offset, count, 1);
  else visitRows(x, dims, (start, n, stride) => adder.visit(start, n, stride));
  return adder.result(x.dense ? 1 : count / kinds);
}
