import { assert, assertEquals } from "@std/assert";
import { Generator, randperm } from "@taimatsu/tensor";
import { open } from "../testing_display.ts";
import { paneMessage, readMessage } from "./pane.ts";
import { PaneServer } from "./pane_server.ts";

async function serve(act: (server: PaneServer) => Promise<void>): Promise<void> {
  const server = await PaneServer.start("127.0.0.1", 0);
  try {
    await act(server);
    // It serves as before.
    const page = await open(server.url);
    server.show("last", paneMessage({ win: "last", kind: "text", text: "still here" }));
    let pane = await page.next();
    while (pane.win !== "last") pane = await page.next();
    assertEquals(pane.text, "still here");
    await page.close();
  } finally {
    await server.close();
  }
}

/** Sends bytes as no browser would, waits until they are answered or refused, and breaks off. */
async function send(url: string, bytes: Uint8Array): Promise<void> {
  const { hostname, port } = new URL(url), connection = await Deno.connect({ hostname, port: Number(port) });
  try {
    await connection.write(bytes);
    await Promise.race([connection.read(new Uint8Array(500)), new Promise((resolve) => setTimeout(resolve, 20))]);
  } catch {
    // the server broke off
  }
  connection.close();
}

const encode = (text: string) => new TextEncoder().encode(text);
/** What a page asks first. */
const greeting = (pathname: string, host: string) =>
  encode(
    `GET ${pathname}socket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
const noise = (seed: number, n: number) =>
  Uint8Array.from(randperm(n, { generator: new Generator(seed) }).toArray() as number[], (value) => value * 31 % 256);

Deno.test("PaneServer outlives what is no HTTP", () =>
  serve(async ({ url }) => {
    const { pathname } = new URL(url), head = `GET ${pathname}socket HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    const texts = [
      "",
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      `GET ${"/".repeat(100_000)} HTTP/1.1\r\n\r\n`,
      `${head}${"x: y\r\n".repeat(5000)}\r\n`,
      `${head}${upgrade}\r\n`, // no key
      `${head}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
      `GET /socket HTTP/1.1\r\nHost: a\r\n${upgrade}Sec-WebSocket-Key: x\r\n\r\n`,
      `POST ${pathname}show HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\nabc`, // and breaks off
      `POST ${pathname}show HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ];
    for (const text of texts) await send(url, encode(text));
    for (let seed = 0; seed < 10; seed++) await send(url, noise(seed, 500));
  }));

Deno.test("PaneServer outlives pages that send what no page sends", () =>
  serve(async ({ url }) => {
    const { pathname, host } = new URL(url);
    const head = greeting(pathname, host);
    for (let seed = 0; seed < 30; seed++) {
      const frame = noise(seed, 200);
      frame[0] = [0x81, 0x82, 0x88, 0x89, 0x8a, 0x8f, 0x01, 0xff][seed % 8]!;
      frame[1] = [0x85, 0xfe, 0xff, 0x05, 0x80, 0xfd][seed % 6]!;
      await send(url, new Uint8Array([...head, ...frame]));
    }
    for (const text of ["", "close", "close ", "close nothing", "x".repeat(60_000), "\0", '{"win":"a"}']) {
      const { socket, close } = await open(url);
      socket.send(text);
      await close();
    }
  }));

Deno.test("PaneServer takes no pane that is none", () =>
  serve(async ({ url }) => {
    const message = (head: unknown) => paneMessage(head as never);
    const wrong = [
      new Uint8Array(),
      Uint8Array.of(1, 2, 3),
      Uint8Array.of(255, 255, 255, 255, 0),
      Uint8Array.of(2, 0, 0, 0, 0xff, 0xfe),
      message(null),
      message([]),
      message({ win: 3, kind: "text" }),
      message({ win: "a" }),
      message({ win: "a", kind: "script" }),
    ];
    for (const body of wrong) {
      assertEquals(readMessage(body), null);
      const response = await fetch(url + "show", { method: "POST", body: body as Uint8Array<ArrayBuffer> });
      assertEquals([response.status, await response.text()], [400, "400\n"]);
    }
    const foreign = {
      method: "POST",
      body: message({ win: "a", kind: "text" }),
      headers: { origin: "http://evil.example" },
    };
    const response = await fetch(url + "show", foreign);
    assertEquals([response.status, await response.text()], [403, "403\n"]);
  }));

Deno.test("PaneServer needs no more memory for a page that does not read, however often a pane is drawn", () =>
  serve(async (server) => {
    const { hostname, port, pathname, host } = new URL(server.url);
    const stopped = await Deno.connect({ hostname, port: Number(port) });
    await stopped.write(greeting(pathname, host));
    await stopped.read(new Uint8Array(200));
    const picture = new Uint8Array(2 ** 20), used = () => Deno.memoryUsage().rss / 2 ** 20, before = used();
    try {
      for (let i = 0; i < 1000; i++) {
        server.show("a", paneMessage({ win: "a", kind: "image", step: i }, [picture]));
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      assert(used() - before < 500, `${used() - before} MiB more after 1000 MiB were shown`);
    } finally {
      stopped.close();
    }
  }));

Deno.test("PaneServer.close() waits for no page that does not read", async () => {
  const server = await PaneServer.start("127.0.0.1", 0), { hostname, port, pathname, host } = new URL(server.url);
  const stopped = await Deno.connect({ hostname, port: Number(port) });
  await stopped.write(greeting(pathname, host));
  await stopped.read(new Uint8Array(200));
  server.show("a", paneMessage({ win: "a", kind: "image" }, [new Uint8Array(2 ** 25)]));
  await server.close();
  stopped.close();
});
