// JPEG files against what Pillow decodes.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { decompress, getSize, ImageFormatError, load } from "../mod.ts";
import { dataPath, interleaved } from "../testing_files.ts";

interface Recorded {
  name: string;
  file?: string;
  orient: boolean;
  size: [number, number, number];
  every: number;
  samples: string;
}

const RECORDS: Recorded[] = JSON.parse(Deno.readTextFileSync(dataPath("jpeg.json")));

for (const { name, file, orient, size, every, samples } of RECORDS) {
  Deno.test(`${name}${orient ? ", turned" : ""}, is decoded as Pillow does`, () => {
    const bytes = file === undefined ? Deno.readFileSync(dataPath(`jpeg/${name}`)) : Uint8Array.fromBase64(file);
    const image = decompress(bytes, { dtype: "uint8", orient }), wanted = Uint8Array.fromBase64(samples);
    assertEquals(image.shape, size);
    assertEquals(getSize(bytes, { orient }), size);
    const found = interleaved(image).filter((_, i) => i % every === 0);
    assertEquals(found.length, wanted.length);
    assert(found.every((v, i) => Math.abs(v - wanted[i]!) <= 1));
    const floats = interleaved(decompress(bytes, { dtype: "float64", orient }));
    assertEquals(floats, interleaved(image).map((v) => v / 255));
  });
}

Deno.test("arithmetic coding loses nothing that Huffman coding keeps", () => {
  const [a, b] = ["ari", "int"].map((kind) => load(dataPath(`jpeg/testimg${kind}.jpg`), { dtype: "uint8" }));
  assert(a!.equal(b!));
});

Deno.test("samples of 12 bits are refused", () => {
  const error = assertThrows(() => load(dataPath("jpeg/monkey12.jpg")), ImageFormatError, "of a kind that is not read");
  assertEquals([error.format, error.reason], ["JPEG", "Unsupported JPEG data precision 12"]);
});
