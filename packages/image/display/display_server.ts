import { checkInteger, describe } from "@taimatsu/tensor";
import { openBrowser } from "./open_browser.ts";
import type { PaneServer } from "./pane_server.ts";

/** Where the page is served. */
export interface DisplayServerOptions {
  /** The address to listen on, by which browsers call the server; `127.0.0.1`, this machine alone, by default. */
  hostname?: string;
  /** The port; any that is free by default. */
  port?: number;
  /** Opens the page in the browser; false by default, which prints the address. */
  browser?: boolean;
}

/** What serves the page. It lets the program end, unless told otherwise. */
export interface DisplayServer {
  /** The page's address. It holds a random token, without which nobody is let in. */
  readonly url: string;
  /** Keeps the program running until `unref` or `close` is called. */
  ref(): void;
  /** Lets the program end. */
  unref(): void;
  /** Stops serving. Pages keep what they show. */
  close(): Promise<void>;
}

let running: Promise<PaneServer> | undefined;

/**
 * Returns what serves the page of {@linkcode display}, and starts it if it is not running. Needs no call unless something shall be
 * set. The page's address is printed once, to standard error, unless `browser` opens it.
 *
 * The server answers while the program awaits something. It does not keep the program from ending; `ref()` does.
 *
 * @param options Address and port, and whether a browser is opened.
 * @returns The server.
 * @throws {Error} If it runs already and options are given.
 * @throws {Deno.errors.NotCapable} If the address may not be listened on, or a browser not be opened.
 *
 * @example Usage
 * ```ts
 * import { displayServer } from "@taimatsu/image";
 * import { assertMatch } from "@std/assert";
 *
 * const server = await displayServer({ port: 0 });
 * assertMatch(server.url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
 * await server.close();
 * ```
 */
export async function displayServer(options: DisplayServerOptions = {}): Promise<DisplayServer> {
  const server = await paneServer("displayServer", options);
  return {
    url: server.url,
    ref: () => server.ref(),
    unref: () => server.unref(),
    close: async () => {
      running = undefined;
      await server.close();
    },
  };
}

/** Closes a pane if the server still runs. */
export async function removePane(win: string): Promise<void> {
  (await running)?.remove(win);
}

/** Returns the server, started if need be. */
export async function paneServer(caller: string, options: DisplayServerOptions): Promise<PaneServer> {
  const given = Object.values(options).some((value) => value !== undefined);
  if (running !== undefined) {
    const server = await running;
    if (given) throw new Error(`Cannot run ${caller}: the server must not run yet but is at ${server.url}`);
    return server;
  }
  running = start(caller, options);
  running.catch(() => running = undefined);
  return await running;
}

async function start(caller: string, options: DisplayServerOptions): Promise<PaneServer> {
  const { hostname = "127.0.0.1", port = 0, browser = false } = options;
  checkInteger(caller, "port", port, 0, 65535);
  if (typeof hostname !== "string" || hostname === "") {
    throw new TypeError(`Cannot run ${caller}: hostname must be an address but is ${describe(hostname)}`);
  }
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  // Asked before, since what listening throws cannot be caught.
  if ((await Deno.permissions.request({ name: "net", host: `${host}:${port}` })).state !== "granted") {
    throw new Deno.errors.NotCapable(
      `Cannot run ${caller}: ${host} may not be listened on, which --allow-net=${host} permits`,
    );
  }
  // Loaded here, so that nobody waits for it who shows nothing.
  const { PaneServer } = await import("./pane_server.ts");
  const server = await PaneServer.start(hostname, port).catch((cause) => {
    throw new Error(`Cannot run ${caller}: ${host}:${port} must be free but cannot be listened on`, { cause });
  });
  if (browser) {
    try {
      await openBrowser(caller, server.url);
    } catch (error) {
      await server.close();
      throw error;
    }
  } else console.error(`Showing at ${server.url}`);
  return server;
}
