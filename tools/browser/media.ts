// Sound and film in the page, as the browser decodes them.
import { assert, assertEquals } from "@std/assert";
import { displayAudio, displayVideo } from "@taimatsu/image";
import { arange, stack, tensor } from "@taimatsu/tensor";
import type { Page } from "playwright-core";
import { browserTest, pane, titled, until, view } from "./page.ts";

/** Keeps the files that the page gives to its players, which it may not read again itself. */
const keepFiles = (page: Page): Promise<void> =>
  page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- a list of the test's own
    const make = URL.createObjectURL, files = (globalThis as any).files = [] as Blob[];
    URL.createObjectURL = (file) => {
      files.push(file as Blob);
      return make(file);
    };
  });

/** What the browser finds in the file that was played last: the samples of each channel. */
const decoded = (page: Page, rate: number): Promise<number[][]> =>
  page.evaluate(async (rate) => {
    // deno-lint-ignore no-explicit-any -- the browser's own, which Deno does not know
    const { files, OfflineAudioContext } = globalThis as any, file = files.at(-1) as Blob;
    const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await file.arrayBuffer());
    return Array.from({ length: sound.numberOfChannels }, (_, c) => [...sound.getChannelData(c)] as number[]);
  }, rate);

/** Waits until a player has the head of its file; returns the seconds. */
async function seconds(page: Page, win: string): Promise<number> {
  const player = view(page, win).locator("audio");
  await until(page, async () => await player.evaluate((player) => player.readyState > 0));
  return await player.evaluate((player) => player.duration);
}

browserTest("sound is heard as the samples are", async (page) => {
  await keepFiles(page);
  const left = arange(0, 4000).div(4000), right = tensor([0.5, -1, 1, 0]).repeatTensor(1000), rate = 8000;
  const { win } = await displayAudio(stack([left, right], 0), { rate, title: "two channels" });
  await titled(page, win, "two channels");
  assertEquals(await seconds(page, win), 0.5);
  const samples = await decoded(page, rate);
  assertEquals(samples.map((channel) => channel.length), [4000, 4000]);
  [left, right].forEach((channel, c) => {
    for (let i = 0; i < 4000; i++) {
      const error = Math.abs(samples[c]![i]! - channel.get(i));
      assert(
        error <= 2 / 32768, // a step for rounding, one for the browser, to which 32767 is 1
        `channel ${c} at ${i}: ${samples[c]![i]} instead of ${channel.get(i)}`,
      );
    }
  });
  await displayAudio(tensor([128, 255, 0], { dtype: "uint8" }).repeatTensor(500), { rate, win, title: "bytes" });
  await titled(page, win, "bytes");
  assertEquals(await seconds(page, win), 1500 / rate);
  const [first] = await decoded(page, rate);
  [0, 127 / 128, -1].forEach((wanted, i) => assert(Math.abs(first![i]! - wanted) < 0.01, `${first!.slice(0, 3)}`));
});

browserTest("a sound that is clipped says so, has a drawing, and plays from where it is clicked", async (page) => {
  const { win } = await displayAudio(arange(0, 8000).div(4000), { rate: 8000, title: "ramp" });
  await titled(page, win, "ramp (clipped: values reach ±1.99975)");
  const player = view(page, win).locator("audio"), drawing = view(page, win).locator(".peaks");
  assertEquals(await seconds(page, win), 1);
  const { width } = (await drawing.boundingBox())!;
  await drawing.click({ position: { x: width / 4, y: 10 } });
  const time = await player.evaluate((player) => player.currentTime);
  assert(Math.abs(time - 0.25) < 0.01, `${time}`);
  await displayAudio(arange(0, 800).div(800), { rate: 8000, win, title: "short" });
  await titled(page, win, "short");
  await until(page, async () => await player.evaluate((player) => player.duration === 0.1));
});

browserTest("a film is played at its size", async (page) => {
  const film = await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- the browser's own, which Deno does not know
    const { document, MediaRecorder } = globalThis as any, canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 240;
    const context = canvas.getContext("2d"), recorder = new MediaRecorder(canvas.captureStream(20));
    const parts: Blob[] = [], done = new Promise((resolve) => recorder.onstop = resolve);
    recorder.ondataavailable = ({ data }: { data: Blob }) => parts.push(data);
    recorder.start();
    for (let i = 0; i < 10; i++) {
      context.fillStyle = "#00c000";
      context.fillRect(0, 0, 320, 240);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await done;
    return new Uint8Array(await new Blob(parts).arrayBuffer()).toBase64();
  });
  const path = await Deno.makeTempFile({ suffix: ".webm" });
  try {
    await Deno.writeFile(path, Uint8Array.fromBase64(film));
    const { win } = await displayVideo(path, { title: "film" });
    await titled(page, win, "film");
    const player = view(page, win).locator("video");
    await until(page, async () => await player.evaluate((player) => player.readyState >= 2));
    assertEquals(await player.evaluate((player) => [player.videoWidth, player.videoHeight]), [320, 240]);
    const box = (await view(page, win).boundingBox())!;
    assertEquals([box.width, box.height], [320, 240]);
    assertEquals(await pane(page, win).getByRole("button", { name: "link" }).count(), 0);
  } finally {
    await Deno.remove(path);
  }
});
