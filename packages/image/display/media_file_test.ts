import { assertEquals, assertRejects } from "@std/assert";
import { MEDIA_LIMIT, mediaFile } from "./media_file.ts";

const address = (text: string) => new URL(`data:;base64,${btoa(text)}`);

Deno.test("mediaFile() tells files by their first bytes", async () => {
  const known: [string, string | null, string | null][] = [
    ["RIFF\x01\x02\x03\x04WAVEfmt ", "audio/wav", null],
    ["ID3\x04", "audio/mpeg", null],
    ["\xff\xfb\x90", "audio/mpeg", null],
    ["fLaC\0", "audio/flac", null],
    ["OggS\0", "audio/ogg", "video/ogg"],
    ["\0\0\0\x20ftypisom", "audio/mp4", "video/mp4"],
    ["\x1a\x45\xdf\xa3", "audio/webm", "video/webm"],
    ["RIFF\x01\x02\x03\x04AVI LIST", null, null],
    ["", null, null],
  ];
  for (const [text, audio, video] of known) {
    for (const [kind, type] of [["audio", audio], ["video", video]] as const) {
      const file = mediaFile("f", kind, address(text));
      if (type === null) await assertRejects(() => file, TypeError, "Cannot run f: path must be");
      else assertEquals(await file, { type, bytes: Uint8Array.from(text, (c) => c.charCodeAt(0)) });
    }
  }
});

Deno.test("mediaFile() reads no file that is too large", async () => {
  const path = await Deno.makeTempFile();
  await Deno.truncate(path, MEDIA_LIMIT + 1); // takes no room
  const text = "Cannot run f: the file must have at most 268435456 bytes but has 268435457";
  await assertRejects(() => mediaFile("f", "audio", path), RangeError, text);
  await Deno.remove(path);
});
