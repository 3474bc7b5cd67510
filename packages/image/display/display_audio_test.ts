import { assert, assertEquals, assertRejects } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { displayAudio } from "./display_audio.ts";
import { displayServer } from "./display_server.ts";
import { wavBytes } from "./wav.ts";
import { mediaOf, open } from "../testing_display.ts";

console.error = () => {}; // the page's address, which is of no use here

Deno.test("displayAudio() shows tensors as WAV files, and says in the title what it changed", async () => {
  const server = await displayServer(), { next, close } = await open(server.url);
  const show = async (...args: Parameters<typeof displayAudio>) => {
    const { win } = await displayAudio(...args), { title, type, bytes, ...pane } = await next();
    assertEquals([pane.win, pane.kind, type], [win, "audio", "audio/wav"]);
    return { title, bytes };
  };
  const wav = (
    samples: number[],
    channels = 1,
    rate = 44100,
  ) => [...wavBytes(Int16Array.from(samples), channels, rate)];
  const loud = tensor([0, 2, -4], { dtype: "float64" });
  assertEquals(await show(tensor([0, 0.5])), { title: "", bytes: wav([0, 16384]) });
  assertEquals(await show(tensor([[0, 0.5], [-1, 0]]), { rate: 8000, title: "two" }), {
    title: "two",
    bytes: wav([0, -32768, 16384, 0], 2, 8000),
  });
  assertEquals(await show(loud, { title: "loud" }), {
    title: "loud (clipped: values reach ±4)",
    bytes: wav([0, 32767, -32768]),
  });
  assertEquals(await show(loud, { normalize: true }), {
    title: "(normalized from ±4)",
    bytes: wav([0, 16384, -32768]),
  });
  assertEquals((await show(zeros([3]), { normalize: true })).bytes, wav([0, 0, 0]));
  assertEquals((await show(tensor([1, -2], { dtype: "int16" }))).bytes, wav([1, -2]));
  await close();
  await server.close();
});

Deno.test("displayAudio() shows files as they are, in notebooks too", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/a.wav`, bytes = wavBytes(Int16Array.of(1, 2), 1, 8000);
  await Deno.writeFile(path, bytes);
  const wanted = {
    "text/html": `<audio controls src="data:audio/wav;base64,${bytes.toBase64()}"></audio>`,
    "text/plain": "sound",
  };
  assertEquals(await mediaOf(await displayAudio(path)), wanted);
  assertEquals(await mediaOf(await displayAudio(new URL(`file://${path}`))), wanted);
  assertEquals(await mediaOf(await displayAudio(tensor([1, 2], { dtype: "int16" }), { rate: 8000 })), wanted);
  await (await displayServer()).close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("displayAudio() refuses what it cannot play", async () => {
  const x = zeros([4]), real = "x must be uint8, int16, float32 or float64 but is";
  const huge = zeros([1], { dtype: "int16" }).expand(2 ** 28);
  const wrong: [unknown, unknown, string][] = [
    [3, {}, "Cannot run displayAudio: x must be a tensor or a file's name or address but is 3"],
    [null, {}, "x must be a tensor or a file's name or address but is null"],
    [x, null, "Cannot run displayAudio: options must be an object but is null"],
    [x.long(), {}, `${real} int64`],
    [x.to("bool"), {}, `${real} bool`],
    [zeros([]), {}, "x must be [samples] or [1 to 8, samples] but is []"],
    [zeros([0]), {}, "but is [0]"],
    [zeros([2, 0]), {}, "but is [2, 0]"],
    [zeros([9, 4]), {}, "but is [9, 4]"],
    [zeros([1, 2, 4]), {}, "but is [1, 2, 4]"],
    [tensor([[0, 0], [0, NaN]]), {}, "samples must be finite but NaN is at [1, 1]"],
    [tensor([0, -Infinity]), {}, "samples must be finite but -Infinity is at [0, 1]"],
    [x, { rate: 0 }, "rate must be from 1000 to 384000 but is 0"],
    [x, { rate: 44100.5 }, "rate must be an integer but is 44100.5"],
    [x, { rate: NaN }, "rate must be from 1000 to 384000 but is NaN"],
    [x, { rate: "8000" }, 'rate must be a number but is "8000"'],
    [x, { normalize: 1 }, "normalize must be true or false but is 1"],
    [x.to("int16"), { normalize: true }, "x must be float32 or float64 to be normalized but is int16"],
    [x, { title: 3 }, "title must be a string but is 3"],
    [huge, {}, "x must have at most 268435456 bytes but has 536870912"],
    ["a.wav", { rate: 8000 }, "rate must be left out for a file but is 8000"],
    ["a.wav", { normalize: true }, "normalize must be left out for a file but is true"],
  ];
  for (const [x, options, text] of wrong) {
    await assertRejects(() => displayAudio(x as never, options as never), Error, text);
  }
  assert(huge.count === 2 ** 28); // still whole
});
