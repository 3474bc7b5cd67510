import { checkInteger, checkOneOf, checkTensor, formatSize, type OutOption, type Tensor } from "@taimatsu/tensor";
import { frame, put, putSize } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { kernelsOf } from "../kernels.ts";
import { planesOf, produce, sized } from "./planes.ts";
import { readSize } from "./scale_size.ts";
import { cubic, FILTERS, linear, listTaps, nearest } from "./taps.ts";

/** How pixels of a resized image are computed. */
export type ScaleMode = "simple" | "bilinear" | "bicubic" | "lanczos";

/** Options of {@linkcode scale}. */
export interface ScaleOptions extends OutOption {
  /** How pixels are computed; `"bilinear"` by default. */
  mode?: ScaleMode;
  /** Whether the mode is a filter that widens as the image shrinks, as in Pillow and PyTorch; false by default. */
  antialias?: boolean;
}

const TORCH7 = { simple: nearest, bilinear: linear, bicubic: cubic };

function ruleOf({ mode = "bilinear", antialias = mode === "lanczos" }: ScaleOptions) {
  checkOneOf("scale", "mode", mode, ["simple", "bilinear", "bicubic", "lanczos"]);
  if (
    antialias !== (mode === "lanczos") && (mode === "simple" || mode === "lanczos" || typeof antialias !== "boolean")
  ) {
    throw new TypeError(
      `Cannot run scale: antialias must be ${
        mode === "simple" ? "false" : mode === "lanczos" ? "true" : "a boolean"
      } in the ` +
        `mode "${mode}" but is ${antialias}`,
    );
  }
  return antialias ? FILTERS[mode]! : TORCH7[mode as keyof typeof TORCH7];
}

/**
 * Returns an image in another size. Torch7: `image.scale`.
 *
 * The modes are those of Torch7:
 * - `"simple"` takes the pixel ⌊i n / m⌋, for pixel i of m out of n;
 * - `"bilinear"` puts the corners on the corners and interpolates where the image grows, and takes the mean of the area that a pixel
 *   covers where it shrinks;
 * - `"bicubic"` draws Catmull–Rom splines between the corners and leaves out pixels where the image shrinks.
 *
 * With `antialias`, `"bilinear"`, `"bicubic"` and the further mode `"lanczos"` (always so) are filters as wide as the pixels of the
 * smaller image, and half a pixel lies between its corners and the first middles: what Pillow's `resize` does, and PyTorch's
 * `interpolate` with `antialias=True`. Unlike in Torch7, a source of one pixel gives all pixels of a result.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param w Columns of the result.
 * @param h Rows of the result.
 * @param options `mode`, `antialias`; `out` receives the result.
 * @returns [..., h, w], of the dtype of `src`; uint8 is rounded and clamped.
 * @throws {RangeError} If a size is no integer from 1, or the result too large.
 * @throws {TypeError} If mode and antialias do not fit.
 *
 * @example Usage
 * ```ts
 * import { scale } from "@taimatsu/image";
 * import { tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(scale(tensor([[0, 1]]), 3, 1).toArray(), [[0, 0.5, 1]]);
 * assertEquals(scale(zeros([3, 200, 100]), "^50").size(), [3, 100, 50]);
 * ```
 */
export function scale(src: Tensor, w: number, h: number, options?: ScaleOptions): Tensor;
/**
 * Returns an image in a size that keeps its shape.
 *
 * @param size The longer side, as a number or as `"128"`; the shorter side, as `"^128"`; a factor, as `"*2"` or `"*1/2"`; or both
 * sides, as `"160x120"`. Fractions of pixels are cut off.
 */
export function scale(src: Tensor, size: number | string, options?: ScaleOptions): Tensor;
/** Returns an image in the size of `out`. */
export function scale(src: Tensor, options: ScaleOptions & Required<OutOption>): Tensor;
export function scale(
  src: Tensor,
  first: number | string | ScaleOptions,
  second?: number | ScaleOptions,
  third?: ScaleOptions,
): Tensor {
  checkImage("scale", "src", src);
  const [batch, channels, height, width] = planesOf(src);
  let options: ScaleOptions, w: number, h: number;
  if (typeof first === "object") {
    options = first ?? {};
    const { out } = options;
    checkTensor("scale", "out", out);
    if (out.shape.length < 2) {
      throw new TypeError(
        `Cannot run scale: out must have at least 2 dimensions to give the size but is ${formatSize(out.shape)}`,
      );
    }
    [w, h] = [out.shape.at(-1)!, out.shape.at(-2)!];
  } else if (typeof first === "string" || typeof second !== "number") {
    options = second as ScaleOptions ?? {};
    [w, h] = readSize(width, height, first);
  } else {
    options = third ?? {};
    [w, h] = [first, second];
  }
  checkInteger("scale", "w", w, 1);
  checkInteger("scale", "h", h, 1);
  const rule = ruleOf(options), shape = sized("scale", src, w, h), x = src.contiguous();
  const rows = listTaps(rule, height, h), columns = listTaps(rule, width, w);
  return produce("scale", [src], shape, options.out, (r) => {
    putSize(0, r, [batch, channels, h, w]);
    putSize(1, x, [batch, channels, height, width]);
    [rows.first, rows.weight, columns.first, columns.weight].forEach((t, k) => put(2 + k, t));
    // deno-fmt-ignore
    return kernelsOf(x.device).tm_image_scale(r.store.block.arg, x.store.block.arg, rows.first.store.block.arg,
      rows.weight.store.block.arg, columns.first.store.block.arg, columns.weight.store.block.arg, frame);
  });
}
