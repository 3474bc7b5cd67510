import { fromBuffer, type Tensor } from "@taimatsu/tensor";
import { rgb2y } from "../color/rgb2y.ts";
import { scale } from "../geometry/scale.ts";
import { renderScene } from "./scene.ts";

/** Elements of the pictures that were asked for, by width: not as tensors, which `tidy` may dispose. */
const rendered = new Map<number, Float32Array<ArrayBuffer>>();

/** Returns the scene, rendered at twice the size: the mean of each four pixels. */
function sample(width: number, height: number): Tensor {
  let values = rendered.get(width);
  if (values === undefined) {
    const large = fromBuffer(renderScene(2 * width, 2 * height).buffer, "float32", [3, 2 * height, 2 * width]);
    values = Float32Array.from(scale(large, width, height).data as Float32Array);
    rendered.set(width, values);
  }
  return fromBuffer(values.slice().buffer, "float32", [3, height, width]);
}

/**
 * Returns a picture to try things on. Torch7: `image.lena`, which is a cutting from a magazine; here it is a computed scene of the same
 * size: balls, a mirror, shadows, a floor of squares, fine grain.
 *
 * @returns A new copy, float32 [3, 512, 512] from 0 to 1.
 *
 * @example Usage
 * ```ts
 * import { lena } from "@taimatsu/image";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lena().size(), [3, 512, 512]);
 * ```
 */
export function lena(): Tensor {
  return sample(512, 512);
}

/**
 * Returns a gray picture to try things on, with odd sides. Torch7: `image.fabio`; here it is the scene of {@linkcode lena}.
 *
 * @returns A new copy, float32 [257, 271] from 0 to 1.
 *
 * @example Usage
 * ```ts
 * import { fabio } from "@taimatsu/image";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fabio().size(), [257, 271]);
 * ```
 */
export function fabio(): Tensor {
  return rgb2y(sample(271, 257)).select(0, 0);
}
