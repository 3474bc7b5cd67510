/**
 * Images for Taimatsu. Not built yet: everything here says so when it is called.
 *
 * @module
 */
import type { Tensor } from "@taimatsu/tensor";

/**
 * Reads an image from a file.
 *
 * @param path The file.
 * @throws {Error} Always: image files are not read yet.
 *
 * @example Usage
 * ```ts
 * import { load } from "@taimatsu/image";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => load("cat.png"), Error, 'Cannot load "cat.png": reading images is not built yet');
 * ```
 */
export function load(path: string): Tensor {
  throw new Error(`Cannot load ${JSON.stringify(path)}: reading images is not built yet`);
}

/**
 * Writes an image to a file.
 *
 * @param path The file.
 * @param _image Samples from 0 to 1, [channels, height, width].
 * @throws {Error} Always: image files are not written yet.
 *
 * @example Usage
 * ```ts
 * import { save } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => save("cat.png", zeros([3, 2, 2])), Error, 'Cannot save "cat.png": writing images is not built yet');
 * ```
 */
export function save(path: string, _image: Tensor): void {
  throw new Error(`Cannot save ${JSON.stringify(path)}: writing images is not built yet`);
}
export * from "./color/rgb2y.ts";
export * from "./color/yuv.ts";
export * from "./color/hsl.ts";
export * from "./color/hsv.ts";
export * from "./color/lab.ts";
export * from "./color/rgb2nrgb.ts";
export * from "./color/y2jet.ts";
export * from "./color/colormap.ts";
export * from "./color/colorize.ts";
export * from "./filters/convolve.ts";
export * from "./filters/gaussian.ts";
export * from "./filters/laplacian.ts";
export type { KernelOptions } from "./filters/make_kernel.ts";
export * from "./filters/gaussian_blur.ts";
export * from "./filters/minmax.ts";
export * from "./filters/saturate.ts";
export * from "./filters/lcn.ts";
export * from "./filters/morphology.ts";
export type { Color, DrawOptions, FillOptions, ShapeOptions } from "./drawing/canvas.ts";
export * from "./drawing/draw_text.ts";
export * from "./drawing/draw_rect.ts";
export * from "./drawing/draw_line.ts";
export * from "./drawing/draw_circle.ts";
export * from "./drawing/draw_polygon.ts";
export * from "./drawing/to_display_tensor.ts";
