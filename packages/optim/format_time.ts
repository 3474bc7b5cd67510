import { checkRange } from "@taimatsu/tensor";

const UNITS: readonly (readonly [string, number])[] = [
  ["D", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  [
    "ms",
    1,
  ],
];

/**
 * Writes a duration in its two largest units, rounded down (xlua's `formatTime`). Units that are zero are left out.
 *
 * @param seconds The duration, from 0.
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is negative or NaN.
 *
 * @example Usage
 * ```ts
 * import { formatTime } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([93600, 185, 0.012].map(formatTime), ["1D2h", "3m5s", "12ms"]);
 * ```
 */
export function formatTime(seconds: number): string {
  checkRange("formatTime", "seconds", seconds, 0, Infinity);
  if (seconds === Infinity) return "Infinity";
  // A billionth of a second more, so that what is a little less in binary than it is written has its last millisecond.
  let rest = Math.min(Math.floor(seconds * 1000 + 1e-6), Number.MAX_VALUE);
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const left = rest % length, count = (rest - left) / length;
    rest = left;
    if (count > 0 && parts.length < 2) parts.push(`${count}${unit}`);
  }
  return parts.join("") || "0ms";
}
