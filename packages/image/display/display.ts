import { checkFinite, describe, type Tensor } from "@taimatsu/tensor";
import { checkOptions, checkText, checkTexts } from "../check_options.ts";
import { type PaneOptions, placeOf } from "./pane.ts";
import { joinTitle, type Picture, pictureOf, type PictureOptions } from "./picture.ts";
import { pngBytes } from "./png_bytes.ts";
import { resample } from "./resample.ts";
import { inNotebook, show, type Shown, shown } from "./shown.ts";
import { print, type TerminalProtocol, terminalText, thisTerminal } from "./terminal.ts";

/** What can be shown: an image, a batch, maps [maps, height, width], a list of them, or a drawing. */
export type Displayable =
  | Tensor
  | readonly Tensor[]
  | { readonly svg: string }
  | { toSvg(): string | Promise<string> };

/** Options of {@linkcode display}. */
export interface DisplayOptions extends PictureOptions, PaneOptions {
  /**
   * Screen pixels for a pixel; 1 by default, in the page less if the window has no room, and a larger whole number for images below
   * 128 pixels.
   */
  zoom?: number;
  /** A text below the picture. */
  legend?: string;
  /** Texts on the images of a batch or list; in the page alone. */
  labels?: readonly string[];
  /**
   * Shows in the terminal: in the way named, or as its environment variables tell (true), which know few of those that take sixel;
   * false by default.
   */
  terminal?: boolean | TerminalProtocol;
  /** Shows in the page even in a notebook; false by default. */
  browser?: boolean;
}

/**
 * Shows an image, several, or a drawing: in a notebook inline, with `terminal` in the terminal, else in a page of the browser, whose
 * address is printed once (see {@linkcode displayServer}). Panes of the page can be moved, zoomed, linked for comparison, maximised
 * and detached; it tells the values under the pointer. Without `win` each call opens a new one.
 *
 * Values are shown as they are: 0 is black; 255, for floats 1, is white. `normalize`, `scaleEach`, `symmetric`, `min` and `max` change
 * that, and the title says so.
 *
 * In a notebook a cell shows the value that it ends with: end it with `await display(x)`, or write
 * `await Deno.jupyter.display(await display(x))`.
 *
 * @param x [height, width], [1 or 3, height, width], a batch of these, maps [maps, height, width], a list; `{ svg }`, or what has a
 * method `toSvg`, as figures of @taimatsu/optim do.
 * @param options Pane, colours, arrangement and place.
 * @returns The pane; `win` of it lets another call draw in the same pane.
 * @throws {TypeError} If `x` is no image.
 * @throws {RangeError} If an option is out of range.
 * @throws {Deno.errors.NotCapable} If the page may not be served.
 *
 * @example Usage
 * ```ts
 * import { display, displayServer } from "@taimatsu/image";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pane = await display(rand([3, 8, 8]), { title: "first", zoom: 8 });
 * const again = await display(rand([3, 8, 8]), { win: pane.win, title: "second", zoom: 8 });
 * assertEquals(again.win, pane.win);
 * await (await displayServer()).close();
 * ```
 */
export async function display(x: Displayable, options: DisplayOptions = {}): Promise<Shown> {
  checkOptions("display", options, ["normalize", "scaleEach", "symmetric", "browser"]);
  const { zoom = 1, legend, labels, terminal = false, browser = false } = options, place = placeOf("display", options);
  checkFinite("display", "zoom", zoom);
  if (zoom <= 0) throw new RangeError(`Cannot run display: zoom must be above 0 but is ${zoom}`);
  checkText("display", "legend", legend);
  checkTexts("display", "labels", labels);
  const inPage = terminal === false && (browser || !inNotebook());
  const drawing = await drawingOf(x);
  if (drawing !== null) {
    if (terminal !== false) {
      throw new TypeError("Cannot run display: x must be an image in a terminal but is a drawing");
    }
    if (inPage) await show("display", { ...place, kind: "svg", svg: drawing, legend });
    return shown(place.win, inPage, () => ({ "image/svg+xml": drawing, "text/plain": "drawing" }));
  }
  const picture = pictureOf("display", x, options), title = joinTitle(options.title, picture.note);
  if (terminal !== false) {
    print(lines(title) + await terminalText(picture, terminal, zoom, thisTerminal()) + lines(legend));
  }
  if (inPage) {
    const { rgb, values, ...size } = picture, { buffer, byteOffset, byteLength } = values;
    const parts = [rgb, new Uint8Array(buffer, byteOffset, byteLength)];
    await show("display", { ...place, kind: "image", title, zoom: options.zoom, legend, labels, ...size }, parts);
  }
  return shown(place.win, inPage, () => mediaOf(picture, zoom));
}

/** Returns the text of a drawing, null if `x` is none. */
async function drawingOf(x: unknown): Promise<string | null> {
  if (typeof x !== "object" || x === null) return null;
  const svg = "svg" in x ? x.svg : "toSvg" in x && typeof x.toSvg === "function" ? await x.toSvg() : null;
  if (svg === null || typeof svg === "string") return svg;
  throw new TypeError(`Cannot run display: svg must be a string but is ${describe(svg)}`);
}

const lines = (text = ""): string => text === "" ? "" : text + "\n";

async function mediaOf(picture: Picture, zoom: number): Promise<Record<string, string>> {
  const size = (n: number) => Math.max(1, Math.round(n * zoom));
  const { width, height, rgb } = resample(picture, size(picture.width), size(picture.height));
  return {
    "image/png": (await pngBytes(rgb, width, height)).toBase64(),
    "text/plain": `image, ${picture.channels} × ${picture.height} × ${picture.width}`,
  };
}
