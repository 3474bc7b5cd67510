import { formatSize, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { checkKernel, convolve } from "./convolve.ts";
import { gaussian } from "./gaussian.ts";

/** Options of {@linkcode lcn}. */
export interface LcnOptions extends OutOption {
  /** Weights of a neighbourhood, [kh, kw]: a Gaussian of 9 × 9 pixels whose standard deviation is 1.591 unless given. */
  kernel?: Tensor;
}

/**
 * Returns an image of even contrast. The image gets mean 0 and standard deviation 1; then each pixel loses the mean of its
 * neighbourhood and is divided by the standard deviation there, unless that is below 1.
 *
 * Each channel of each image is on its own. A channel of one value becomes 0.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param options The neighbourhood, and where the result goes.
 * @returns h − kh + 1 by w − kw + 1 pixels, where the kernel lies inside; float32 for bytes, else of the dtype of `src`.
 * @throws {TypeError} If a size or dtype does not fit.
 *
 * @example Usage
 * ```ts
 * import { lcn } from "@taimatsu/image";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lcn(rand([1, 20, 30])).size(), [1, 12, 22]);
 * ```
 */
export function lcn(src: Tensor, options: LcnOptions = {}): Tensor {
  const caller = "lcn";
  checkImage(caller, "src", src);
  const kernel = options.kernel ?? gaussian({ size: 9, sigma: 1.591 / 9, normalize: true, dtype: "float64" });
  checkKernel(caller, kernel);
  const { shape } = src, [h, w] = shape.slice(-2) as [number, number], [kh, kw] = kernel.shape as [number, number];
  if (kh > h || kw > w) {
    throw new TypeError(
      `Cannot run ${caller}: the kernel ${formatSize([kh, kw])} must fit into the image ${formatSize([h, w])}`,
    );
  }
  const image = (src.dtype === "uint8" ? src.float() : src.clone()).contiguous(), planes = image.view(-1, h * w);
  for (let p = 0; p < planes.shape[0]!; p++) {
    const plane = planes.select(0, p), deviation = h * w > 1 ? plane.add(-plane.mean()).std() : 0;
    plane.div(deviation === 0 ? 1 : deviation);
  }
  const mean = convolve(image, kernel), square = convolve(image.clone().cmul(image), kernel);
  const deviation = square.sub(mean.clone().cmul(mean)).cmax(1).sqrt();
  const middle = image.narrow(-2, kh >> 1, h - kh + 1).narrow(-1, kw >> 1, w - kw + 1);
  return deliver(caller, middle.clone().sub(mean).cdiv(deviation), options.out);
}
