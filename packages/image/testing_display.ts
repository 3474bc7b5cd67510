// Helpers for tests of what is displayed.
import type { Shown } from "./display/shown.ts";

const MEDIA = Symbol.for("Jupyter.display");

/** What a notebook gets of a pane. */
export const mediaOf = (shown: Shown): Promise<Record<string, string>> =>
  (shown as unknown as Record<symbol, () => Promise<Record<string, string>>>)[MEDIA]!();

/** A page as a server sees it, without a browser. */
export interface OpenPage {
  readonly socket: WebSocket;
  /** Returns the next pane's description, with the bytes behind it. */
  next(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Opens what a page opens. */
export async function open(url: string): Promise<OpenPage> {
  const socket = new WebSocket(url.replace("http:", "ws:") + "socket"), waiting: Record<string, unknown>[] = [];
  socket.binaryType = "arraybuffer";
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    const length = new DataView(data).getUint32(0, true);
    const bytes = [...new Uint8Array(data, 4 + length)];
    waiting.push({ ...JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))), bytes });
    wake();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    socket,
    next: async () => {
      while (waiting.length === 0) await new Promise<void>((resolve) => wake = resolve);
      return waiting.shift()!;
    },
    close: async () => {
      const closed = new Promise((resolve) => socket.onclose = resolve);
      socket.close();
      await closed;
    },
  };
}
