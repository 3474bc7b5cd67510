import { paneServer, removePane } from "./display_server.ts";
import { type Pane, paneMessage } from "./pane.ts";

/** What {@linkcode display} returns: the pane. Notebooks show the picture. */
export interface Shown {
  /** The pane's name; given as `win` to another call, that call draws in the same pane. */
  readonly win: string;
  /** Closes the pane. */
  close(): Promise<void>;
}

/** Returns whether the program runs in a notebook. */
export function inNotebook(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // it may only be touched there
  }
}

/** Sends a pane to the pages; returns when the server had time to do so. */
export async function show(caller: string, pane: Pane, parts: readonly Uint8Array[] = []): Promise<void> {
  const message = paneMessage(pane, parts);
  await (await paneServer(caller, {})).show(pane.win, message, caller);
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Representations by MIME type. */
export type Media = Record<string, string>;

/** Returns the handle of a pane. `media` is what notebooks show. */
export function shown(win: string, inPage: boolean, media: () => Media | Promise<Media>): Shown {
  const handle: Shown = {
    win,
    close: async () => {
      if (inPage) await removePane(win);
    },
  };
  // Not enumerable, so that printing the handle shows the pane's name alone.
  Object.defineProperty(handle, Symbol.for("Jupyter.display"), { value: media });
  return handle;
}
