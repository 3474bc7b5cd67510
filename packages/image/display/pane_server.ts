import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { enter, newToken } from "./access.ts";
import page from "./page/page.html" with { type: "text" };
import style from "./page/page.css" with { type: "text" };
import content from "./page/content.js" with { type: "text" };
import pane from "./page/pane.js" with { type: "text" };
import script from "./page/page.js" with { type: "text" };
import { PageSocket } from "./page_socket.ts";
import { paneMessage, readMessage } from "./pane.ts";
import { plotSvg } from "./plot_svg.ts";

const FILES: Record<string, readonly [type: string, text: string]> = {
  "": ["html", page],
  "page.css": ["css", style],
  "page.js": ["javascript", script],
  "pane.js": ["javascript", pane],
  "content.js": ["javascript", content],
  // Notebooks get plots from this program, the page draws them by the same function.
  "plot_svg.js": ["javascript", `globalThis.plotSvg = ${plotSvg};`],
};

const HEADERS = {
  "cache-control": "no-store",
  "connection": "close",
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
    "img-src blob: data:; media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Bytes of a pane beyond which none is taken from another program. */
const LIMIT = 2 ** 29;

function respond(
  response: ServerResponse,
  status: number,
  [type, text]: readonly [type: string, text: string] = ["plain", `${status}\n`],
): void {
  response.writeHead(status, { ...HEADERS, "content-type": `text/${type}; charset=utf-8` }).end(text);
}

/** Serves the page and sends its panes to every browser that has it open. */
export class PaneServer {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #pages = new Map<PageSocket, Set<string>>(); // with the panes that a busy page has not got yet
  readonly #panes = new Map<string, Uint8Array>();
  #kept = false;
  #url = "";

  private constructor(readonly host: string, readonly token: string) {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on("connection", (socket: Socket) => {
      this.#connections.add(socket);
      socket.on("error", () => socket.destroy()); // the other side broke off
      socket.on("close", () => this.#connections.delete(socket));
      if (!this.#kept) socket.unref();
    });
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket as Socket, head));
  }

  /** Starts a server; port 0 is any that is free. */
  static async start(hostname: string, port: number, token = newToken()): Promise<PaneServer> {
    const host = hostname.includes(":") ? `[${hostname}]` : hostname,
      result = new PaneServer(host, token),
      server = result.#server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, hostname, resolve);
    });
    server.unref();
    const address = server.address() as { port: number };
    result.#url = `http://${host}:${address.port}/${token}/`;
    return result;
  }

  /** The page's address, with its token. */
  get url(): string {
    return this.#url;
  }

  /** Shows a pane, in place of what it showed before. */
  show(win: string, message: Uint8Array): void {
    this.#panes.set(win, message);
    for (const page of this.#pages.keys()) this.#send(page, win);
  }

  /** Closes a pane. */
  remove(win: string): void {
    this.#panes.delete(win);
    for (const page of this.#pages.keys()) this.#send(page, win);
  }

  /** Keeps the program running until `unref` or `close` is called. */
  ref(): void {
    this.#keep(true);
  }

  /** Lets the program end, as it does from the start. */
  unref(): void {
    this.#keep(false);
  }

  /** Stops serving. Pages keep what they show. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const page of this.#pages.keys()) page.close();
    for (const socket of this.#connections) socket.destroySoon();
    // What was shown last may still be on its way; but a page that does not read is not waited for.
    const late = setTimeout(() => this.#connections.forEach((socket) => socket.destroy()), 1000);
    await closed;
    clearTimeout(late);
  }

  #keep(kept: boolean): void {
    this.#kept = kept;
    for (const handle of [this.#server, ...this.#connections]) kept ? handle.ref() : handle.unref();
  }

  #enter({ url = "", headers: { host, origin } }: IncomingMessage): string | null {
    return enter(url, { host, origin }, { token: this.token, hostname: this.host });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = this.#enter(request);
    if (path === "show" && request.method === "POST") return void this.#receive(request, response);
    const file = path === null ? undefined : FILES[path];
    const status = path === null ? 403 : request.method !== "GET" ? 405 : file === undefined ? 404 : 200;
    respond(response, status, status === 200 ? file : undefined);
  }

  /** Takes a pane that another program shows here. */
  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const part of request) {
        size += part.length;
        if (size > LIMIT) return respond(response, 413);
        parts.push(part);
      }
    } catch {
      return; // the other side broke off
    }
    const message = new Uint8Array(Buffer.concat(parts)), pane = readMessage(message);
    if (pane === null) return respond(response, 400);
    if (pane.kind === "closed") this.remove(pane.win);
    else this.show(pane.win, message);
    respond(response, 200);
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Uint8Array): void {
    const path = this.#enter(request), key = request.headers["sec-websocket-key"];
    if (path !== "socket" || request.headers.upgrade?.toLowerCase() !== "websocket" || key === undefined) {
      socket.end(`HTTP/1.1 ${path === null ? "403 Forbidden" : "404 Not Found"}\r\nConnection: close\r\n\r\n`);
      return;
    }
    const page = new PageSocket(socket, key, {
      text: (text) => this.#hear(text),
      drain: () => this.#catchUp(page),
      close: () => this.#pages.delete(page),
    });
    this.#pages.set(page, new Set());
    for (const win of this.#panes.keys()) this.#send(page, win);
    if (head.length > 0) page.receive(head);
  }

  /** Sends a pane as it is now. A busy page gets it later, and then only as it is then. */
  #send(page: PageSocket, win: string): void {
    if (page.busy) this.#pages.get(page)?.add(win);
    else page.send(this.#panes.get(win) ?? paneMessage({ win, kind: "closed" }));
  }

  #catchUp(page: PageSocket): void {
    const late = this.#pages.get(page) ?? new Set();
    for (const win of late) {
      if (page.busy) return;
      late.delete(win);
      this.#send(page, win);
    }
  }

  /** A page says which pane its user closed; anything else means nothing. */
  #hear(text: string): void {
    if (text.startsWith("close ")) this.remove(text.slice(6));
  }
}
