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

export * from "./display/display.ts";
export * from "./display/display_plot.ts";
export { type DisplayServer, displayServer, type DisplayServerOptions } from "./display/display_server.ts";
export * from "./display/display_text.ts";
export type { PaneOptions } from "./display/pane.ts";
export type { PictureOptions } from "./display/picture.ts";
export type { PlotValue } from "./display/plot_svg.ts";
export type { Shown } from "./display/shown.ts";
export type { TerminalProtocol } from "./display/terminal.ts";
