import { assert, assertEquals, assertMatch } from "@std/assert";
import { paneMessage } from "./pane.ts";
import { PaneServer } from "./pane_server.ts";
import { open } from "../testing_display.ts";

const text = (win: string, text: string) => paneMessage({ win, kind: "text", text });
const got = (win: string, text: string) => ({ win, kind: "text", text, bytes: [] });

async function serve(act: (server: PaneServer) => Promise<void>): Promise<void> {
  const server = await PaneServer.start("127.0.0.1", 0);
  try {
    await act(server);
  } finally {
    await server.close();
  }
}

/** Asks as no browser would, with any headers, and returns the answer's status. */
async function ask(url: string, head: string): Promise<number> {
  const { hostname, port } = new URL(url), connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(head + "\r\n\r\n"));
  const answer = new Uint8Array(1000), count = await connection.read(answer);
  connection.close();
  return Number(new TextDecoder().decode(answer.subarray(0, count ?? 0)).split(" ")[1]);
}

Deno.test("PaneServer serves the page to who knows the token", () =>
  serve(async ({ url }) => {
    for (
      const [path, type] of [["", "text/html"], ["page.css", "text/css"], ["page.js", "text/javascript"], [
        "plot_svg.js",
        "text/javascript",
      ]]
    ) {
      const response = await fetch(url + path);
      assertEquals([response.status, response.headers.get("content-type")], [200, `${type}; charset=utf-8`]);
      assertMatch(response.headers.get("content-security-policy")!, /default-src 'none'; script-src 'self'/);
      assert((await response.text()).length > 100);
    }
    const status = async (url: string, init?: RequestInit) => {
      const response = await fetch(url, init);
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await status(url + "other"), 404);
    assertEquals(await status(url, { method: "POST" }), 405);
    assertEquals(await status(new URL("/", url).href), 403);
    assertEquals(await status(url.slice(0, -2) + "x/"), 403);
  }));

Deno.test("PaneServer refuses other sites' pages and names", () =>
  serve(async ({ url }) => {
    const { host, pathname } = new URL(url),
      upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const page = (host: string) => ask(url, `GET ${pathname} HTTP/1.1\r\nHost: ${host}`);
    const socket = (path: string, host: string, origin: string) =>
      ask(url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\n${upgrade}`);
    assertEquals(await page(host), 200);
    assertEquals(await page("evil.example"), 403);
    assertEquals(await socket(pathname + "socket", host, `http://${host}`), 101);
    assertEquals(await socket(pathname + "socket", host, "http://evil.example"), 403);
    assertEquals(await socket(pathname + "socket", "evil.example", "http://evil.example"), 403);
    assertEquals(await socket("/socket", host, `http://${host}`), 403);
    assertEquals(await socket(pathname + "other", host, `http://${host}`), 404);
  }));

Deno.test("PaneServer sends panes to all pages, to later ones as they are then", () =>
  serve(async (server) => {
    server.show("a", text("a", "early"));
    const first = await open(server.url);
    assertEquals(await first.next(), got("a", "early"));
    server.show("b", text("b", "new"));
    assertEquals(await first.next(), got("b", "new"));
    server.show("a", text("a", "updated"));
    assertEquals(await first.next(), got("a", "updated"));
    const second = await open(server.url);
    assertEquals([await second.next(), await second.next()], [got("a", "updated"), got("b", "new")]);
    server.remove("a");
    for (const { next } of [first, second]) assertEquals(await next(), { win: "a", kind: "closed", bytes: [] });
    first.socket.send("nonsense");
    first.socket.send("close b");
    for (const { next } of [first, second]) assertEquals(await next(), { win: "b", kind: "closed", bytes: [] });
    const closed = [first, second].map(({ socket }) => new Promise((resolve) => socket.onclose = resolve));
    await server.close();
    await Promise.all(closed);
  }));

Deno.test("PaneServer sends a busy page the last of many pictures", () =>
  serve(async (server) => {
    const { next, close } = await open(server.url), count = 200;
    const picture = (i: number) => ({ win: "a", kind: "text" as const, text: `${i} ${"x".repeat(1e5)}` });
    for (let i = 1; i <= count; i++) server.show("a", paneMessage(picture(i)));
    let got = 0, last = 0;
    while (last < count) {
      const number = parseInt((await next()).text as string);
      assert(number > last);
      [got, last] = [got + 1, number];
    }
    assert(got < count, `${got} messages`);
    await close();
  }));
