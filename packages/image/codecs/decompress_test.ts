import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromBuffer, tidy, zeros } from "@taimatsu/tensor";
import {
  compressJPG,
  decompress,
  decompressAsync,
  decompressJPG,
  decompressPNG,
  ImageFormatError,
  load,
} from "../mod.ts";
import { dataPath } from "../testing_files.ts";

const path = dataPath("jpeg/testorig.jpg"), bytes = Deno.readFileSync(path);

Deno.test("decompress() takes bytes, a part of a buffer, shared memory, or a uint8 tensor", () => {
  const wanted = load(path), shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const padded = new Uint8Array(bytes.length + 10);
  padded.set(bytes, 7);
  const x = fromBuffer(bytes.slice().buffer, "uint8");
  for (const source of [bytes, shared, padded.subarray(7, 7 + bytes.length), x, x.clone()]) {
    assert(decompress(source).equal(wanted));
  }
  assert(decompress(bytes, 1, "byte").equal(load(path, 1, "byte")));
  assert(decompressJPG(bytes, { channels: 1 }).equal(load(path, 1)));
});

Deno.test("decompressJPG() and decompressPNG() take their own format alone", () => {
  assertThrows(() => decompressPNG(bytes), ImageFormatError, "the image must be a PNG file but is a JPEG file");
  const png = Deno.readFileSync(dataPath("pngsuite/basn2c08.png"));
  assertThrows(() => decompressJPG(png), ImageFormatError, "the image must be a JPEG file but is a PNG file");
  assertEquals(decompressPNG(png, 1).shape, [1, 32, 32]);
});

Deno.test("decompress() says what bytes must be", () => {
  // deno-lint-ignore no-explicit-any
  const call = (x: any) => () => decompress(x);
  assertThrows(call("abc"), TypeError, 'bytes must be a Uint8Array or a uint8 tensor but is "abc"');
  assertThrows(call(zeros([3])), TypeError, "bytes must be a uint8 tensor with one dimension but is float32 of [3]");
  assertThrows(call(zeros([3, 2], { dtype: "uint8" })), TypeError, "one dimension but is uint8 of [3, 2]");
});

Deno.test("decompressAsync() works on a copy, and survives a tidy() that it began in", async () => {
  const wanted = load(path, { dtype: "uint8" }), given = bytes.slice();
  const promise = tidy(() => {
    const started = decompressAsync(given, { dtype: "uint8" });
    return { started };
  }).started;
  given.fill(0);
  assert((await promise).equal(wanted));
  const small = compressJPG(zeros([1, 2, 2]));
  assertEquals((await decompressAsync(small)).toArray(), decompress(small).toArray());
});
