/**
 * A server of its own for the page of `display`, which stays while programs come and go:
 *
 * ```sh
 * deno run --allow-net=127.0.0.1 jsr:@taimatsu/image/serve [port [hostname [token]]]
 * ```
 *
 * Programs show there after `await displayServer({ url })`, with the address that is printed.
 *
 * @module
 */
import { type DisplayServer, displayServer } from "./display_server.ts";

/** Starts the server and keeps it running. */
async function serve([port = "8000", hostname = "127.0.0.1", token]: readonly string[]): Promise<DisplayServer> {
  if (!/^\d+$/.test(port)) throw new TypeError(`Cannot run serve: port must be a number but is "${port}"`);
  const server = await displayServer({ port: Number(port), hostname, ...(token === undefined ? {} : { token }) });
  server.ref();
  return server;
}

if (import.meta.main) {
  try {
    const { url } = await serve(Deno.args);
    console.log(`Programs show there after: await displayServer({ url: "${url}" })`);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exitCode = 1;
  }
}
