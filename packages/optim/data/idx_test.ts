import { assertEquals, assertRejects } from "@std/assert";
import { readIdx } from "../mod.ts";

/** An IDX file, with the elements from high to low bytes. */
function idx(type: number, sizes: number[], elements: number[]): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(4 + 4 * sizes.length), view = new DataView(head.buffer);
  head.set([0, 0, type, sizes.length]);
  sizes.forEach((size, d) => view.setUint32(4 + 4 * d, size));
  const bytes = new Uint8Array(head.length + elements.length);
  bytes.set(head);
  bytes.set(elements, head.length);
  return bytes;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
}

Deno.test("readIdx() reads every element type", async () => {
  const read = async (type: number, elements: number[], n: number) => {
    const x = await readIdx(idx(type, [n], elements));
    return [x.dtype, x.toArray()];
  };
  assertEquals(await read(0x08, [1, 255], 2), ["uint8", [1, 255]]);
  assertEquals(await read(0x09, [1, 255], 2), ["int8", [1, -1]]);
  assertEquals(await read(0x0b, [1, 2, 0xff, 0xfe], 2), ["int16", [258, -2]]);
  assertEquals(await read(0x0c, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], 2), ["int32", [65536, -1]]);
  // 1 and -2 in IEEE 754
  assertEquals(await read(0x0d, [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0], 2), ["float32", [1, -2]]);
  assertEquals(await read(0x0e, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0], 1), ["float64", [1]]);
});

Deno.test("readIdx() reads gzip, buffers, parts of buffers and files", async () => {
  const bytes = idx(0x08, [2, 1, 3], [1, 2, 3, 4, 5, 6]), expected = [[[1, 2, 3]], [[4, 5, 6]]];
  const packed = await gzip(bytes), part = Uint8Array.of(9, 9, ...bytes, 9).subarray(2, 2 + bytes.length);
  for (const source of [bytes, bytes.buffer, packed, part]) assertEquals((await readIdx(source)).toArray(), expected);
  const path = await Deno.makeTempFile();
  try {
    for (const content of [bytes, packed]) {
      await Deno.writeFile(path, content);
      for (const name of [path, new URL(`file://${path}`)]) assertEquals((await readIdx(name)).toArray(), expected);
    }
  } finally {
    await Deno.remove(path);
  }
  assertEquals((await readIdx(idx(0x08, [0, 28], []))).size(), [0, 28]);
  const large = idx(0x08, [400, 1000], Array.from({ length: 400000 }, (_, i) => (i * i) % 251));
  assertEquals((await readIdx(await gzip(large))).get(399, 999), (399999 * 399999) % 251);
});

Deno.test("readIdx() says what is wrong with a file", async () => {
  const bytes = idx(0x08, [2, 3], [1, 2, 3, 4, 5, 6]), packed = await gzip(bytes);
  const refused = (source: Uint8Array<ArrayBuffer>, text: string) =>
    assertRejects(() => readIdx(source), Error, `Cannot read the IDX data: ${text}`);
  for (const pack of [false, true]) {
    const check = async (source: Uint8Array<ArrayBuffer>, text: string) =>
      await refused(pack ? await gzip(source) : source, text);
    await check(
      Uint8Array.of(0, 1, 8, 1),
      "the magic number must be that of an IDX file, such as 0x00000803, but is 0x00010801",
    );
    await check(Uint8Array.of(0, 0, 10, 1), "the magic number must be that of an IDX file");
    await check(idx(0x08, [], [1]), "the magic number must be");
    await check(Uint8Array.of(0, 0), "the header must be there but the file ends after 2 bytes");
    await check(bytes.subarray(0, 9), "the header must be there but the file ends after 9 bytes");
    await check(bytes.subarray(0, 17), "there must be 18 bytes for uint8 [2, 3] but there are 17");
    await check(Uint8Array.of(...bytes, 7), "there must be 18 bytes for uint8 [2, 3] but there are");
  }
  await refused(new Uint8Array(0), "the header must be there but the file ends after 0 bytes");
  await refused(packed.subarray(0, packed.length - 6), "its gzip stream is damaged");
  const bomb = await gzip(idx(0x08, [0xffffffff, 0xffff], [1]));
  await refused(bomb, `${bomb.length} bytes cannot hold uint8 [4294967295, 65535]`);
  await assertRejects(() => readIdx(3 as never), TypeError, "source must be bytes, a path or a URL but is 3");
  await assertRejects(() => readIdx("/nowhere.idx"), Error, "Cannot read /nowhere.idx: ");
});
