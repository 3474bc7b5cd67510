// Every file of PngSuite: all colour types, depths, interlacing, transparency; and those that are corrupt on purpose.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { getSize, ImageFormatError, load } from "../mod.ts";
import { dataFiles, dataPath, interleaved } from "../testing_files.ts";

interface Decoded {
  bits: 8 | 16;
  rgba: string;
}

const packed = Deno.readFileSync(dataPath("pngsuite/decoded.json.gz"));
const DECODED: Record<string, Decoded> = await new Response(
  new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")),
).json();

function samplesOf({ bits, rgba }: Decoded): number[] {
  const digits = bits / 4;
  return Array.from({ length: rgba.length / digits }, (_, i) => parseInt(rgba.slice(i * digits, (i + 1) * digits), 16));
}

const files = dataFiles("pngsuite", ".png");

for (const file of files.filter((file) => !file.startsWith("x"))) {
  Deno.test(`PngSuite ${file}`, () => {
    const path = dataPath(`pngsuite/${file}`), known = DECODED[file.replace(".png", "")]!, samples = samplesOf(known);
    const max = known.bits === 16 ? 65535 : 255;
    assertEquals(interleaved(load(path, { channels: 4, dtype: "float64" })), samples.map((v) => v / max));
    assertEquals(
      interleaved(load(path, { channels: 4, dtype: "float32" })),
      samples.map((v) => Math.fround(v / max)),
    );
    const bytes = known.bits === 16 ? samples.map((v) => v >> 8) : samples;
    assertEquals(interleaved(load(path, { channels: 4, dtype: "uint8" })), bytes);
    // As the file has it: the channels that it lacks would be equal, or opaque.
    const own = load(path, { dtype: "uint8" }), [channels] = own.shape as [number];
    assertEquals(getSize(path), own.shape as [number, number, number]);
    const wanted = { 1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3] }[channels]!;
    assertEquals(interleaved(own), bytes.filter((_, i) => wanted.includes(i % 4)));
    if (channels === 1 || channels === 3) assert(bytes.every((v, i) => i % 4 < 3 || v === 255), "alpha got lost");
    if (channels <= 2) assert(bytes.every((v, i) => i % 4 >= 3 || v === bytes[i - i % 4]), "colour got lost");
  });
}

for (const file of files.filter((file) => file.startsWith("x"))) {
  Deno.test(`PngSuite ${file} is refused`, () => {
    const path = dataPath(`pngsuite/${file}`);
    const error = assertThrows(() => load(path), ImageFormatError, JSON.stringify(path));
    assertEquals(error.file, path);
    assert(error.reason.length > 5);
  });
}

Deno.test("PngSuite is complete", () => assertEquals(files.length, 175));
