const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** Returns a PNG file of opaque pixels, so that showing needs no image library. */
export async function pngBytes(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const { crc32, deflateSync } = await import("node:zlib"); // with the first picture, as it takes its time
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint16(8, 0x0802); // 8 bits a sample; red, green, blue
  const row = 3 * width, lines = new Uint8Array(height * (row + 1));
  // a row begins with its filter: 0, none
  for (let y = 0; y < height; y++) lines.set(rgb.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const chunks = { IHDR: new Uint8Array(header.buffer), IDAT: deflateSync(lines), IEND: new Uint8Array() };
  const parts = Object.entries(chunks).map(([name, data]) => {
    const bytes = new Uint8Array(data.length + 12), view = new DataView(bytes.buffer);
    view.setUint32(0, data.length);
    new TextEncoder().encodeInto(name, bytes.subarray(4));
    bytes.set(data, 8);
    view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
    return bytes;
  });
  return new Uint8Array(await new Blob([Uint8Array.from(SIGNATURE), ...parts]).arrayBuffer());
}
