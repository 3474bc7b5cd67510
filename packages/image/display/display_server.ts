import { checkInteger, describe } from "@taimatsu/tensor";
import { checkOptions } from "../check_options.ts";
import { openBrowser } from "./open_browser.ts";
import { namePanes } from "./pane.ts";

/** Where the page is served. */
export interface DisplayServerOptions {
  /** The address to listen on, by which browsers call the server; `127.0.0.1`, this machine alone, by default. */
  hostname?: string;
  /** The port; any that is free by default. */
  port?: number;
  /** What the address holds, 16 or more letters, digits, `-` or `_`; random by default. With a token and a port of its own a program
   * that starts again finds its pages again. */
  token?: string;
  /** Opens the page in the browser; false by default, which prints the address. */
  browser?: boolean;
  /** Shows in the page of another program's server: its address, with the token. Goes with no other option. */
  url?: string;
}

/** What serves the page. It lets the program end, unless told otherwise. */
export interface DisplayServer {
  /** The page's address. It holds a random token, without which nobody is let in. */
  readonly url: string;
  /** Keeps the program running until `unref` or `close` is called. */
  ref(): void;
  /** Lets the program end. */
  unref(): void;
  /** Stops serving. Pages keep what they show. Another program's server stays. */
  close(): Promise<void>;
}

/** Where panes go: this program's server or another's. */
export interface PaneHost extends DisplayServer {
  /** Shows a pane, in place of what it showed before. */
  show(win: string, message: Uint8Array<ArrayBuffer>, caller: string): void | Promise<void>;
  /** Closes a pane. */
  remove(win: string): void | Promise<void>;
}

let running: Promise<PaneHost> | undefined;

/**
 * Returns what serves the page of {@linkcode display}, and starts it if it is not running. Needs no call unless something shall be
 * set. The page's address is printed once, to standard error, unless `browser` opens it.
 *
 * The server answers while the program awaits something. It does not keep the program from ending; `ref()` does.
 *
 * With `url` panes go to a server that another program started, such as `deno run --allow-net=127.0.0.1 jsr:@taimatsu/image/serve`,
 * whose page stays when this program ends. New panes' names then differ from those of other programs.
 *
 * @param options Address, port and token, and whether a browser is opened; or another server's address.
 * @returns The server.
 * @throws {Error} If it runs already and options are given, the address is taken, or the other server not there.
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
      namePanes("");
      await server.close();
    },
  };
}

/** Closes a pane if the server still runs. */
export async function removePane(win: string): Promise<void> {
  await (await running)?.remove(win);
}

/** Returns the server, started if need be. */
export async function paneServer(caller: string, options: DisplayServerOptions): Promise<PaneHost> {
  checkOptions(caller, options, ["browser"]);
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

async function start(caller: string, options: DisplayServerOptions): Promise<PaneHost> {
  const { url, hostname = "127.0.0.1", port = 0, token, browser = false } = options;
  if (url !== undefined) return await connect(caller, options);
  checkInteger(caller, "port", port, 0, 65535);
  if (typeof hostname !== "string" || hostname === "") {
    throw new TypeError(`Cannot run ${caller}: hostname must be an address but is ${describe(hostname)}`);
  }
  if (token !== undefined && !(typeof token === "string" && /^[\w-]{16,}$/.test(token))) {
    const wanted = "token must be 16 or more letters, digits, - or _";
    throw new TypeError(`Cannot run ${caller}: ${wanted} but is ${describe(token)}`);
  }
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  await ask(caller, `${host}:${port}`, host, "listened on");
  // Loaded here, so that nobody waits for it who shows nothing.
  const { PaneServer } = await import("./pane_server.ts");
  const server = await PaneServer.start(hostname, port, token).catch((cause) => {
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

async function connect(caller: string, { url, ...others }: DisplayServerOptions): Promise<PaneHost> {
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    throw new TypeError(`Cannot run ${caller}: ${name} must be left out beside url but is ${describe(value)}`);
  }
  const address = typeof url === "string" ? URL.parse(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw new TypeError(`Cannot run ${caller}: url must be a display server's address but is ${describe(url)}`);
  }
  await ask(caller, address.host, address.host, "called");
  const { PaneClient } = await import("./pane_client.ts");
  const client = await PaneClient.connect(caller, address.href.replace(/\/*$/, "/"));
  namePanes(`${crypto.randomUUID().slice(0, 8)}-`);
  return client;
}

/** Asks for the permission to use an address, before it is used: what listening throws cannot be caught. */
async function ask(caller: string, host: string, flag: string, done: string): Promise<void> {
  if ((await Deno.permissions.request({ name: "net", host })).state === "granted") return;
  throw new Deno.errors.NotCapable(
    `Cannot run ${caller}: ${flag} may not be ${done}, which --allow-net=${flag} permits`,
  );
}
