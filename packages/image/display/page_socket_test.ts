import { assertEquals } from "@std/assert";
import { Duplex } from "node:stream";
import { PageSocket } from "./page_socket.ts";

/** A socket whose other end is this test. */
function connect() {
  const sent: number[] = [], heard: string[] = [];
  const stream = new Duplex({
    read() {},
    write(data, _, done) {
      sent.push(...data);
      done();
    },
  });
  const events = { text: (text: string) => heard.push(text), drain() {}, close: () => heard.push("(closed)") };
  const socket = new PageSocket(stream, "dGhlIHNhbXBsZSBub25jZQ==", events as never);
  const greeting = new TextDecoder().decode(Uint8Array.from(sent.splice(0)));
  return { socket, stream, sent, heard, greeting };
}

// The frames and the key are RFC 6455's examples.
const HELLO = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
const PING = [0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
const PONG = [0x8a, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];

Deno.test("PageSocket accepts a connection", () => {
  assertEquals(
    connect().greeting,
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
  );
});

Deno.test("PageSocket hears texts, whole, in parts and together", () => {
  const { socket, heard } = connect();
  socket.receive(Uint8Array.from(HELLO));
  for (const byte of HELLO) socket.receive(Uint8Array.of(byte));
  socket.receive(Uint8Array.from([...HELLO, ...HELLO]));
  socket.receive(Uint8Array.from([0x81, 0xfe, 0, 126, 0, 0, 0, 0, ...new Array(126).fill(65)]));
  assertEquals(heard, ["Hello", "Hello", "Hello", "Hello", "A".repeat(126)]);
});

Deno.test("PageSocket answers pings and the end", () => {
  const { socket, sent } = connect();
  socket.receive(Uint8Array.from(PING));
  assertEquals(sent.splice(0), PONG);
  socket.receive(Uint8Array.from([0x88, 0x80, 1, 2, 3, 4]));
  assertEquals(sent, [0x88, 2, 3, 232]);
});

Deno.test("PageSocket sends lengths in as many bytes as they need", () => {
  const heads: [number, number[]][] = [
    [0, [0x82, 0]],
    [125, [0x82, 125]],
    [126, [0x82, 126, 0, 126]],
    [256, [0x82, 126, 1, 0]], // RFC 6455's example
    [65536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]], // RFC 6455's example
  ];
  for (const [length, head] of heads) {
    const { socket, sent } = connect();
    socket.send(new Uint8Array(length).fill(7));
    assertEquals(sent.splice(0, head.length), head);
    assertEquals(sent, new Array(length).fill(7));
  }
});

Deno.test("PageSocket ends what does not keep the rules", async () => {
  const wrong = [
    [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], // not masked
    [0x01, 0x83, 0, 0, 0, 0, 0x48, 0x65, 0x6c], // a fragment
    [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1], // too long
  ];
  for (const bytes of wrong) {
    const { socket, stream, heard } = connect();
    const closed = new Promise((resolve) => stream.on("close", resolve));
    socket.receive(Uint8Array.from(bytes));
    await closed;
    assertEquals(heard, ["(closed)"]);
  }
});
