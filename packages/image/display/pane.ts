import { checkInteger, describe } from "@taimatsu/tensor";
import type { Picture } from "./picture.ts";

/** Where and how large a pane is in the page. */
export interface PaneOptions {
  /** The pane to draw in, as an earlier call returned it; a new one by default. */
  win?: string;
  /** What stands above the pane. */
  title?: string;
  /** Width in pixels; by default that of the picture, if the window has room for it. */
  width?: number;
  /** Distance from the page's left side, in pixels; by default where there is room. */
  x?: number;
  /** Distance from the page's top, in pixels; by default where there is room. */
  y?: number;
}

/** What a pane shows, as the page gets it. */
export interface Pane {
  readonly win: string;
  readonly kind: "image" | "svg" | "plot" | "text" | "closed";
  readonly [detail: string]: unknown;
}

/** A pane's name, title and place. */
export interface Place {
  readonly win: string;
  readonly title: string | undefined;
  readonly place: { readonly [name in "width" | "x" | "y"]: number | undefined };
}

let count = 0;

/** Checks the options that all panes have, and fills in a new pane's name. */
export function placeOf(caller: string, options: PaneOptions): Place {
  const { win, title, width, x, y } = options;
  for (const [name, value] of Object.entries({ win, title })) {
    if (value !== undefined && typeof value !== "string") {
      throw new TypeError(`Cannot run ${caller}: ${name} must be a string but is ${describe(value)}`);
    }
  }
  if (width !== undefined) checkInteger(caller, "width", width, 1);
  if (x !== undefined) checkInteger(caller, "x", x, 0);
  if (y !== undefined) checkInteger(caller, "y", y, 0);
  return { win: win ?? String(++count), title, place: { width, x, y } };
}

/** Returns a pane's message: the length of the description, the description, then a picture's colours and values. */
export function paneMessage(pane: Pane, picture?: Picture): Uint8Array {
  const { rgb, values, ...size } = picture ?? { rgb: new Uint8Array(), values: new Uint8Array() };
  const description = new TextEncoder().encode(JSON.stringify({ ...pane, ...size }));
  const bytes = new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  const message = new Uint8Array(4 + description.length + rgb.length + bytes.length);
  new DataView(message.buffer).setUint32(0, description.length, true);
  message.set(description, 4);
  message.set(rgb, 4 + description.length);
  message.set(bytes, 4 + description.length + rgb.length);
  return message;
}
