import { checkInteger } from "@taimatsu/tensor";
import { checkText } from "../check_options.ts";

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

const KINDS = ["image", "svg", "plot", "text", "audio", "video", "closed"] as const;

/** What a pane shows, as the page gets it. */
export interface Pane {
  readonly win: string;
  readonly kind: typeof KINDS[number];
  readonly [detail: string]: unknown;
}

/** A pane's name, title and place. */
export interface Place {
  readonly win: string;
  readonly title: string | undefined;
  readonly place: { readonly [name in "width" | "x" | "y"]: number | undefined };
}

let count = 0, beginning = "";

/** Sets what the names of new panes begin with. */
export function namePanes(text: string): void {
  beginning = text;
}

/** Checks the options that all panes have, and fills in a new pane's name. */
export function placeOf(caller: string, options: PaneOptions): Place {
  const { win, title, width, x, y } = options;
  checkText(caller, "win", win);
  checkText(caller, "title", title);
  if (width !== undefined) checkInteger(caller, "width", width, 1);
  if (x !== undefined) checkInteger(caller, "x", x, 0);
  if (y !== undefined) checkInteger(caller, "y", y, 0);
  return { win: win ?? `${beginning}${++count}`, title, place: { width, x, y } };
}

/** Returns a pane's message: the length of the description, the description, then bytes: colours and values, sound or film. */
export function paneMessage(pane: Pane, parts: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const description = new TextEncoder().encode(JSON.stringify(pane));
  const message = new Uint8Array([description, ...parts].reduce((sum, { length }) => sum + length, 4));
  new DataView(message.buffer).setUint32(0, description.length, true);
  let at = 4;
  for (const part of [description, ...parts]) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}

/** Returns the pane of a message, or null if it is none. */
export function readMessage(message: Uint8Array): Pane | null {
  if (message.length < 4) return null;
  const length = new DataView(message.buffer, message.byteOffset).getUint32(0, true);
  if (length > message.length - 4) return null;
  try {
    const pane = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(message.subarray(4, 4 + length)));
    return typeof pane?.win === "string" && KINDS.includes(pane.kind) ? pane : null;
  } catch {
    return null;
  }
}
