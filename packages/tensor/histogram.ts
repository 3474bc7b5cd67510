// How many elements lie where.
import { checkFloat, checkInteger, checkSize } from "./check.ts";
import { deliver } from "./copy.ts";
import { frame, put, putView } from "./frame.ts";
import { fresh, stridesOf } from "./make.ts";
import { max, min } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** The range of a histogram: the elements' own where the borders are equal, and one to each side of it where that is empty. */
function rangeOf(caller: string, x: Tensor, low: number, high: number): [number, number] {
  if (low > high || !Number.isFinite(low) || !Number.isFinite(high)) {
    throw new RangeError(`Cannot run ${caller}: min and max must be a range but are ${low} and ${high}`);
  }
  if (low === high && x.count > 0) [low, high] = [min(x), max(x)];
  if (low === high) [low, high] = [low - 1, high + 1];
  if (!(low < high) || high - low === Infinity) {
    throw new RangeError(`Cannot run ${caller}: the elements must be finite but reach from ${low} to ${high}`);
  }
  return [low, high];
}

function count(caller: string, x: Tensor, rows: number, bins: number, low: number, high: number): Tensor {
  checkFloat(caller, "x", x);
  checkInteger(caller, "bins", bins, 1, 2 ** 31);
  const [from, to] = rangeOf(caller, x, low, high), source = x.contiguous(), { code, device } = x.store;
  const r = fresh(code, [rows, bins], device), size = [rows, rows === 0 ? 0 : x.count / rows];
  put(0, r);
  putView(1, source, size, stridesOf(size));
  const status = device.symbols.tm_histogram(r.store.block.arg, source.store.block.arg, frame, from, to);
  if (status !== 0) throw device.error(status);
  return r;
}

/**
 * Returns how many elements lie in each of equal parts of a range. The last part includes the upper border; elements outside the
 * range do not count.
 *
 * @param x Any size. float32 or float64.
 * @param bins How many parts; 100 by default.
 * @param min The lower border.
 * @param max The upper border. If both are equal, as by default, the range is that of the elements.
 * @param options `out` receives the result.
 * @returns [bins], of the dtype of `x`.
 * @throws {RangeError} If the range is not finite.
 *
 * @example Usage
 * ```ts
 * import { histc, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(histc(tensor([1, 2, 1]), 4, 0, 3).toArray(), [0, 2, 1, 0]);
 * ```
 */
export function histc(x: Tensor, bins = 100, min = 0, max = 0, options?: OutOption): Tensor {
  const r = count("histc", x, 1, bins, min, max).view(bins);
  return deliver("histc", r, options?.out);
}

/**
 * Returns a histogram of each row of a matrix, all over one range.
 *
 * @param x [rows, n]. float32 or float64.
 * @param bins How many parts; 100 by default.
 * @param min The lower border.
 * @param max The upper border. If both are equal, as by default, the range is that of all elements.
 * @param options `out` receives the result.
 * @returns [rows, bins], of the dtype of `x`.
 * @throws {RangeError} If the range is not finite.
 *
 * @example Usage
 * ```ts
 * import { bhistc, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bhistc(tensor([[0, 1], [1, 1]]), 2).toArray(), [[1, 1], [0, 2]]);
 * ```
 */
export function bhistc(x: Tensor, bins = 100, min = 0, max = 0, options?: OutOption): Tensor {
  if (x.shape.length !== 2) checkSize("bhistc", "x", x, ["rows", "n"]);
  const r = count("bhistc", x, x.shape[0]!, bins, min, max);
  return deliver("bhistc", r, options?.out);
}
