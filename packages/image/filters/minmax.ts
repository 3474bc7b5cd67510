import { checkFinite, checkTensor, max, min, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";

/** Options of {@linkcode minmax}. */
export interface MinmaxOptions extends OutOption {
  /** What becomes 0: the smallest element unless given. */
  min?: number;
  /** What becomes 1: the largest element unless given. */
  max?: number;
  /** Whether bounds that are not given are ∓ the largest magnitude, so that 0 becomes 0.5; false by default. */
  symm?: boolean;
  /** Whether results are brought into 0 … 1; false by default. */
  saturate?: boolean;
}

/** The largest float32. */
const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/**
 * Returns (x − min) / (max − min): values between two bounds stretched to the range of images. All of a batch has the same
 * bounds. Where they are equal, only the lower one is subtracted.
 *
 * @param src Any size, uint8, float32 or float64.
 * @param options The bounds, and where the result goes: `out: src` works in place.
 * @returns Sized like `src`, from 0 to 1, or from 0 to 255 for bytes, which are rounded and clamped.
 * @throws {TypeError} If `src` is empty or has another dtype.
 * @throws {RangeError} If a bound is not finite.
 *
 * @example Usage
 * ```ts
 * import { minmax } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([-1, 0, 3]);
 * assertEquals(minmax(x).toArray(), [0, 0.25, 1]);
 * assertEquals(minmax(x, { max: 1, saturate: true }).toArray(), [0, 0.5, 1]);
 * assertEquals(minmax(x, { symm: true }).get(1), 0.5);
 * ```
 */
export function minmax(src: Tensor, options: MinmaxOptions = {}): Tensor {
  const caller = "minmax";
  checkTensor(caller, "src", src);
  if (!["uint8", "float32", "float64"].includes(src.dtype) || src.count === 0) {
    const found = src.count === 0 ? "empty" : src.dtype;
    throw new TypeError(`Cannot run ${caller}: src must have elements of uint8, float32 or float64 but is ${found}`);
  }
  const largest = options.symm ? Math.max(Math.abs(min(src)), Math.abs(max(src))) : 0;
  const low = options.min ?? (options.symm ? -largest : min(src)),
    high = options.max ?? (options.symm ? largest : max(src));
  if (options.min !== undefined) checkFinite(caller, "min", low);
  if (options.max !== undefined) checkFinite(caller, "max", high);
  const bytes = src.dtype === "uint8", r = bytes ? src.float() : src.clone();
  // Bounds further apart than the largest number of the dtype: all is made smaller first.
  const largestSpan = src.dtype === "float64" ? Number.MAX_VALUE : LARGEST_FLOAT;
  const shrink = Math.abs(high / 4 - low / 4) > largestSpan / 4 ? 0.25 : 1;
  if (shrink !== 1) r.mul(shrink);
  r.add(-low * shrink);
  if (bytes) r.mul(255);
  if (high !== low) r.div(high * shrink - low * shrink);
  if (options.saturate) r.clamp(0, bytes ? 255 : 1);
  return deliver(caller, bytes ? r.add(0.5).byte() : r, options.out);
}
