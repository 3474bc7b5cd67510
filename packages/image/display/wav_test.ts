import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { peaksOf, samplesOf, wavBytes } from "./wav.ts";

Deno.test("samplesOf() lays channels beside each other, rounds and clamps reals, and keeps whole numbers", () => {
  const stereo = tensor([[0, 0.5, -1], [1, -0.25, 2]], { dtype: "float64" });
  assertEquals([...samplesOf(stereo)], [0, 32767, 16384, -8192, -32768, 32767]);
  assertEquals([...samplesOf(stereo.t().contiguous().t())], [0, 32767, 16384, -8192, -32768, 32767]);
  assertEquals([...samplesOf(stereo, 0.5)], [0, 16384, 8192, -4096, -16384, 32767]);
  assertEquals([...samplesOf(tensor([[1.4 / 32768, 1.6 / 32768, -1.6 / 32768, -9]]))], [1, 2, -2, -32768]);
  assertEquals(samplesOf(tensor([[0, 128], [255, 1]], { dtype: "uint8" })), Uint8Array.of(0, 255, 128, 1));
  assertEquals(samplesOf(tensor([[-32768, 7]], { dtype: "int16" })), Int16Array.of(-32768, 7));
});

// The first is what Python's module wave writes; of the second RIFF wants one byte more, as chunks have an even length.
Deno.test("wavBytes() writes what other programs write", () => {
  const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));
  assertEquals(
    wavBytes(Int16Array.of(0, 32767, -32768, 258), 2, 8000),
    hex("52494646 2c000000 57415645 666d7420 10000000 0100 0200 401f0000 007d0000 0400 1000 64617461 08000000 @"
      .replace("@", "0000 ff7f 0080 0201")),
  );
  assertEquals(
    wavBytes(Uint8Array.of(128, 255, 0), 1, 44100),
    hex(
      "52494646 28000000 57415645 666d7420 10000000 0100 0100 44ac0000 44ac0000 0100 0800 64617461 03000000 80ff00 00",
    ),
  );
});

Deno.test("peaksOf() gives the smallest and the largest sample of each stretch", () => {
  assertEquals(peaksOf(Int16Array.of(0, 16384, -32768, 8192, 3, 3), 3), [
    [0, 0.5],
    [-1, 0.25],
    [3 / 32768, 3 / 32768],
  ]);
  assertEquals(peaksOf(Uint8Array.of(128, 0, 192), 600), [[0, 0], [-1, -1], [0.5, 0.5]]);
});
