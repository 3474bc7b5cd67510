import { assertEquals } from "@std/assert";
import { inflateSync } from "node:zlib";
import { pngBytes } from "./png_bytes.ts";

const RGB = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90]);

Deno.test("pngBytes() writes a file that others read", async () => {
  const bitmap = await createImageBitmap(new Blob([await pngBytes(RGB, 3, 2) as Uint8Array<ArrayBuffer>]));
  assertEquals([bitmap.width, bitmap.height], [3, 2]);
  bitmap.close();
});

Deno.test("pngBytes() writes the chunks of a PNG file", async () => {
  const png = await pngBytes(RGB, 3, 2),
    view = new DataView(png.buffer, png.byteOffset),
    chunks: [string, Uint8Array][] = [];
  assertEquals([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at), name = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    chunks.push([name, png.slice(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  assertEquals(chunks.map(([name]) => name), ["IHDR", "IDAT", "IEND"]);
  assertEquals([...chunks[0]![1]], [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  assertEquals([...inflateSync(chunks[1]![1])], [0, ...RGB.subarray(0, 9), 0, ...RGB.subarray(9)]);
  // the checksum of an empty IEND is the same in every PNG file
  assertEquals([...png.slice(-4)], [0xae, 0x42, 0x60, 0x82]);
});
