import { assertEquals, assertRejects } from "@std/assert";
import { displayServer } from "./display_server.ts";
import { displayVideo } from "./display_video.ts";
import { mediaOf } from "../testing_display.ts";

console.error = () => {}; // the page's address, which is of no use here

/** A file with these first bytes, which is removed afterwards. */
async function withFile(bytes: readonly number[], act: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, Uint8Array.from(bytes));
    await act(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("displayVideo() gives notebooks the file", () =>
  withFile([0x1a, 0x45, 0xdf, 0xa3], async (path) => {
    assertEquals(await mediaOf(await displayVideo(path)), {
      "text/html": `<video controls src="data:video/webm;base64,GkXfow=="></video>`,
      "text/plain": "film",
    });
    await (await displayServer()).close();
  }));

Deno.test("displayVideo() refuses what is no film", async () => {
  await assertRejects(() => displayVideo("/nowhere/a.mp4"), Deno.errors.NotFound);
  await assertRejects(() => displayVideo(3 as never), TypeError, "Cannot run displayVideo: path must be a file's name");
  await assertRejects(() => displayVideo("a.mp4", 3 as never), TypeError, "options must be an object but is 3");
  await assertRejects(
    () => displayVideo("/tmp"),
    TypeError,
    'Cannot run displayVideo: path must be a file but is "/tmp"',
  );
  await assertRejects(() => displayVideo("/dev/zero"), TypeError, 'path must be a file but is "/dev/zero"');
  for (const bytes of [[], [1], [..."RIFF....WAVEfmt "].map((c) => c.charCodeAt(0))]) {
    await withFile(bytes, async (path) => {
      const text = `Cannot run displayVideo: path must be an MP4, WebM or Ogg file but is "${path}"`;
      await assertRejects(() => displayVideo(path), TypeError, text);
    });
  }
});
