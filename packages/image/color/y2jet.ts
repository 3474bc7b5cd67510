import { checkFinite, checkTensor, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver, fresh } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";

/** Options of {@linkcode y2jet}. */
export interface JetOptions extends OutOption {
  /** The level that gets the hottest colour: each image's largest element unless given. */
  levels?: number;
}

/**
 * Returns a heat map of levels: low ones blue, then cyan, yellow and red, as {@linkcode jetColormap} has them.
 *
 * @param src Levels from 1 to `levels`, [h, w], [1, h, w] or [batch, 1, h, w]; uint8, float32 or float64.
 * @param options The number of levels, and where the result goes.
 * @returns [3, h, w] or [batch, 3, h, w], of the dtype of `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 * @throws {RangeError} If the number of levels is not finite and above 0.
 *
 * @example Usage
 * ```ts
 * import { y2jet } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(y2jet(tensor([[1, 2, 3, 4]])), [[[0, 0.5, 1, 0.5]], [[0.5, 1, 0.5, 0]], [[1, 0.5, 0, 0]]]);
 * ```
 */
export function y2jet(src: Tensor, options: JetOptions = {}): Tensor {
  const caller = "y2jet";
  checkTensor(caller, "src", src);
  checkImage(caller, "src", src, src.shape.length === 2 ? undefined : [1]);
  const { shape } = src, batch = shape.length === 4 ? shape[0]! : 1, [h, w] = shape.slice(-2) as [number, number];
  const bytes = src.dtype === "uint8", images = (bytes ? src.float() : src).contiguous().view(batch, h, w);
  const r = fresh(src.store.code, [batch, 3, h, w], src.store.device);
  for (let b = 0; b < batch; b++) {
    const image = images.select(0, b), levels = options.levels ?? image.max();
    checkFinite(caller, "levels", levels);
    if (levels <= 0) throw new RangeError(`Cannot run ${caller}: levels must be above 0 but is ${levels}`);
    const heat = image.clone().mul(4 / levels);
    [1.5, 0.5, -0.5].forEach((low, c) => {
      const color = heat.clone().add(-low).cmin(heat.clone().mul(-1).add(3 + low)).clamp(0, 1);
      r.select(0, b).select(0, c).copy(bytes ? color.mul(255).add(0.5).byte() : color);
    });
  }
  return deliver(caller, shape.length === 4 ? r : r.select(0, 0), options.out);
}
