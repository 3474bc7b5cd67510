// Random choices that a seed and a case's number determine.
import { mulberry } from "../../mulberry.ts";

/** Numbers at which readers go wrong, if anywhere. */
const BOUNDARIES: readonly bigint[] = [7n, 8n, 15n, 16n, 31n, 32n, 33n, 48n, 52n, 53n, 62n, 63n, 64n].flatMap((
  bits,
) => [
  (1n << bits) - 1n,
  1n << bits,
  (1n << bits) + 1n,
  -(1n << bits),
  -(1n << bits) - 1n,
]);

/** Draws for one case. */
export class Draw {
  readonly #next: () => number;

  /** Cases that follow each other have nothing in common. */
  constructor(seed: number, number: number) {
    this.#next = mulberry(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  }

  /** Returns an integer from `low` to `high`, both included; `low` if there is none. */
  int(low: number, high: number): number {
    return low + Math.floor(this.#next() * Math.max(1, high - low + 1));
  }

  /** Returns true in so many of 100 cases. */
  chance(percent: number): boolean {
    return this.#next() * 100 < percent;
  }

  /** Returns one of a list. */
  of<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  /** Returns a number of bytes, more often a small one. */
  length(most: number): number {
    return Math.min(most, this.chance(60) ? this.int(1, 8) : this.chance(70) ? this.int(1, 64) : this.int(1, most));
  }

  /** Returns an integer that may be huge, negative, at a boundary, or near a file's size. */
  integer(size: number): bigint {
    switch (this.int(0, 4)) {
      case 0:
        return BigInt(this.int(-3, 40));
      case 1:
        return BigInt(size + this.int(-9, 9));
      case 2:
        return BigInt(Math.floor(size / this.of([2, 4, 8, 12, 16])) + this.int(-2, 2));
      default:
        return this.of(BOUNDARIES);
    }
  }
}
