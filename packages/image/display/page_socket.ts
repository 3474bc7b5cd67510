import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Bytes of a message beyond which a page is not listened to: pages only send short ones. */
const LIMIT = 65536;
const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What a page's connection tells. */
export interface PageEvents {
  /** The page sent a text. */
  text(text: string): void;
  /** The connection is no longer busy. */
  drain(): void;
  /** The connection ended. */
  close(): void;
}

/**
 * The server's end of a page's WebSocket (RFC 6455). Written here because the connection must not keep the program from ending,
 * which Deno's own cannot be told.
 */
export class PageSocket {
  #received = Buffer.alloc(0);

  /** Accepts a connection that asked to be upgraded with `key`. */
  constructor(readonly stream: Duplex, key: string, readonly events: PageEvents) {
    const accept = createHash("sha1").update(key + GUID).digest("base64");
    stream.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.on("data", (data: Uint8Array) => this.receive(data));
    stream.on("drain", () => events.drain());
    stream.on("error", () => stream.destroy());
    stream.on("close", () => events.close());
  }

  /** Whether what was sent before is still waiting. */
  get busy(): boolean {
    return this.stream.writableNeedDrain;
  }

  /** Sends bytes as one message. */
  send(bytes: Uint8Array): void {
    this.#frame(OPCODES.binary, bytes);
  }

  /** Ends the connection. */
  close(): void {
    this.#frame(OPCODES.close, Uint8Array.of(3, 232)); // 1000, done
    this.stream.end();
  }

  /** Takes bytes that arrived: frames, whole or in parts. */
  receive(data: Uint8Array): void {
    this.#received = Buffer.concat([this.#received, data]);
    while (this.#received.length >= 2) {
      const [first, second] = this.#received as Uint8Array as unknown as [number, number];
      const short = second & 127, head = short === 126 ? 4 : 2;
      // Pages mask what they send and have nothing to send in fragments.
      if ((first & 0x80) === 0 || (second & 0x80) === 0 || short === 127) return this.#fail();
      if (this.#received.length < head + 4) return;
      const length = short === 126 ? this.#received.readUInt16BE(2) : short, end = head + 4 + length;
      if (length > LIMIT) return this.#fail();
      if (this.#received.length < end) return;
      const mask = this.#received.subarray(head, head + 4);
      const payload = this.#received.subarray(head + 4, end).map((byte, i) => byte ^ mask[i & 3]!);
      this.#received = this.#received.subarray(end);
      this.#take(first & 15, payload);
    }
  }

  #take(opcode: number, payload: Uint8Array): void {
    if (opcode === OPCODES.text) this.events.text(new TextDecoder().decode(payload));
    else if (opcode === OPCODES.ping) this.#frame(OPCODES.pong, payload);
    else if (opcode === OPCODES.close) this.close();
  }

  #fail(): void {
    this.#received = Buffer.alloc(0);
    this.stream.destroy();
  }

  #frame(opcode: number, bytes: Uint8Array): void {
    if (this.stream.writableEnded || this.stream.destroyed) return;
    const { length } = bytes, head = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
    head[0] = 0x80 | opcode;
    head[1] = length < 126 ? length : length < 65536 ? 126 : 127;
    if (head.length === 4) head.writeUInt16BE(length, 2);
    else if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    this.stream.write(head);
    this.stream.write(bytes);
  }
}
