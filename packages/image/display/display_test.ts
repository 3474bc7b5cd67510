import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { rand, tensor, zeros } from "@taimatsu/tensor";
import { display, type Displayable, type DisplayOptions } from "./display.ts";
import { displayPlot } from "./display_plot.ts";
import { displayServer } from "./display_server.ts";
import { displayText } from "./display_text.ts";
import { kitty } from "./kitty.ts";
import { pngBytes } from "./png_bytes.ts";
import { mediaOf } from "../testing_display.ts";

console.error = () => {}; // the page's address, which is of no use here

/** Runs a program that imports display; returns what it writes, and whether it ended by itself. */
async function run(code: string, args: string[]): Promise<{ out: string; err: string; success: boolean }> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  const load = (mod: string) => `await import(${JSON.stringify(new URL(mod, import.meta.url).href)})`;
  await Deno.writeTextFile(
    file,
    `const { display, displayServer, displayText } = ${load("../mod.ts")}, { tensor } = ${load("../../tensor/mod.ts")};
    ${code}`,
  );
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const library = new URL("../../../native/build", import.meta.url).pathname;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      "--config",
      config,
      `--allow-ffi=${library}`,
      "--allow-read",
      ...args,
      file,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    signal: AbortSignal.timeout(60_000),
  }).output();
  await Deno.remove(file);
  return { out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr), success };
}

/** Closes the server that the test used. */
const stop = async () => await (await displayServer()).close();

Deno.test("display() gives new panes new names and keeps those given", async () => {
  const first = await display(rand([2, 2])),
    second = await displayText("x"),
    third = await displayPlot([[0, 1], [1, 2]]);
  assertEquals(new Set([first.win, second.win, third.win]).size, 3);
  assertEquals((await display(rand([2, 2]), { win: first.win })).win, first.win);
  assertEquals((await displayText("y", { win: "mine" })).win, "mine");
  await stop();
  await first.close(); // after the server: nothing to be done
});

Deno.test("display() gives notebooks a PNG file, larger with zoom", async () => {
  const image = tensor([[[0, 1]], [[0, 0]], [[1, 0]]]), pixels = [0, 0, 255, 255, 0, 0];
  const png = (rgb: number[], width: number, height: number) =>
    pngBytes(Uint8Array.from(rgb), width, height).then((bytes) => bytes.toBase64());
  const shown = await display(image), larger = await display(image, { zoom: 2 });
  assertEquals(await mediaOf(shown), { "image/png": await png(pixels, 2, 1), "text/plain": "image, 3 × 1 × 2" });
  const row = [0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0];
  assertEquals((await mediaOf(larger))["image/png"], await png([...row, ...row], 4, 2));
  assertEquals(Object.keys(shown), ["win", "close"]);
  await stop();
});

Deno.test("display(), displayPlot() and displayText() give notebooks drawings and texts", async () => {
  const svg = "<svg/>", figure = { toSvg: () => Promise.resolve(svg) };
  assertEquals(await mediaOf(await display({ svg })), { "image/svg+xml": svg, "text/plain": "drawing" });
  assertEquals((await mediaOf(await display(figure)))["image/svg+xml"], svg);
  assertMatch(
    (await mediaOf(await displayPlot(zeros([3, 2]), { width: 300 })))["image/svg+xml"]!,
    /^<svg [^>]* width="300"/,
  );
  assertEquals(await mediaOf(await displayText("<b>")), { "text/plain": "<b>" });
  assertEquals(await mediaOf(await displayText("<b>", { html: true })), { "text/html": "<b>" });
  await stop();
});

Deno.test("display() refuses what it cannot show", async () => {
  const image = zeros([2, 2]),
    wrong: [unknown, DisplayOptions, string][] = [
      [3, {}, "Cannot run display: x must be a tensor but is 3"],
      [{ svg: 3 }, {}, "Cannot run display: svg must be a string but is 3"],
      [{ svg: "" }, { terminal: true }, "Cannot run display: x must be an image in a terminal but is a drawing"],
      [image, { zoom: 0 }, "Cannot run display: zoom must be above 0 but is 0"],
      [image, { zoom: NaN }, "zoom"],
      [image, { win: 3 as never }, "Cannot run display: win must be a string but is 3"],
      [image, { title: [] as never }, "Cannot run display: title must be a string but is []"],
      [image, null as never, "Cannot run display: options must be an object but is null"],
      [image, { normalize: "yes" as never }, 'Cannot run display: normalize must be true or false but is "yes"'],
      [image, { browser: 1 as never }, "Cannot run display: browser must be true or false but is 1"],
      [image, { zoom: "2" as never }, 'Cannot run display: zoom must be a number but is "2"'],
      [image, { min: "2" as never }, 'Cannot run display: min must be a number but is "2"'],
      [image, { nrow: 1.5 }, "Cannot run display: nrow must be an integer but is 1.5"],
      [image, { labels: 3 as never }, "Cannot run display: labels must be a list of strings but is 3"],
      [image, { terminal: null as never }, "terminal must be one of kitty, iterm2, sixel, blocks but is null"],
      [image.long(), {}, "Cannot run display: x must be uint8, float32 or float64 but is int64"],
      [null, {}, "Cannot run display: x must be a tensor but is null"],
      [image, { labels: [3 as never] }, "Cannot run display: labels[0] must be a string but is 3"],
      [image, { legend: 3 as never }, "Cannot run display: legend must be a string but is 3"],
      [image, { width: 0 }, "width"],
      [image, { x: -1 }, "x"],
      [image, { terminal: "vt100" as never }, "terminal must be one of kitty, iterm2, sixel, blocks"],
    ];
  for (const [x, options, text] of wrong) await assertRejects(() => display(x as Displayable, options), Error, text);
});

Deno.test("displayPlot() and displayText() refuse what they cannot show", async () => {
  const wrong: [unknown, Record<string, unknown>, string][] = [
    [3, {}, "Cannot run displayPlot: rows must be a list of points but is 3"],
    [[], {}, "Cannot run displayPlot: rows must be a list of points but is []"],
    [[[1]], {}, "Cannot run displayPlot: rows[0] must be a list of x and at least one value but is [1]"],
    [[[1, 2], [1]], {}, "Cannot run displayPlot: rows[1] must have 2 values but is [1]"],
    [[[1, "2"]], {}, 'rows[0][1] must be a number, null or [low, middle, high] but is "2"'],
    [[[1, [1, 2]]], {}, "rows[0][1] must be a number, null or [low, middle, high] but is [1, 2]"],
    [[[null, 1]], {}, "rows[0][0] must be a number but is null"],
    [[[1, 2]], { labels: "xy" }, 'Cannot run displayPlot: labels must be a list of strings but is "xy"'],
    [[[1, 2]], { labels: ["x", 3] }, "Cannot run displayPlot: labels[1] must be a string but is 3"],
    [[[1, 2]], { ylabel: 3 }, "Cannot run displayPlot: ylabel must be a string but is 3"],
    [[[1, 2]], { labels: ["x"] }, "Cannot run displayPlot: labels must have 2 names but is [x]"],
  ];
  for (const [rows, options, text] of wrong) {
    await assertRejects(() => displayPlot(rows as never, options), Error, text);
  }
  await assertRejects(
    () => displayPlot([[1, 2]], 3 as never),
    TypeError,
    "displayPlot: options must be an object but is 3",
  );
  await assertRejects(() => displayText("x", { html: 1 as never }), TypeError, "html must be true or false but is 1");
  await assertRejects(
    () => displayText(3 as never),
    TypeError,
    "Cannot run displayText: text must be a string but is 3",
  );
});

Deno.test("displayServer() is one, whose options come first", async () => {
  const server = await displayServer({ port: 0 });
  assertEquals((await displayServer()).url, server.url);
  await assertRejects(
    () => displayServer({ port: 8000 }),
    Error,
    `Cannot run displayServer: the server must not run yet but is at ${server.url}`,
  );
  await server.close();
  await assertRejects(() => displayServer({ port: 70000 }), RangeError, "Cannot run displayServer: port");
  await assertRejects(() => displayServer({ hostname: "" }), TypeError, "hostname must be an address");
  await assertRejects(() => displayServer(3 as never), TypeError, "displayServer: options must be an object but is 3");
  for (const token of ["short", "sixteen letters!", 3]) {
    await assertRejects(() => displayServer({ token: token as never }), TypeError, "token must be 16 or more letters");
  }
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = taken.addr;
  await assertRejects(
    () => displayServer({ port }),
    Error,
    `Cannot run displayServer: 127.0.0.1:${port} must be free but cannot be listened on`,
  );
  taken.close();
  const again = await displayServer();
  assert(again.url !== server.url);
  await again.close();
});

Deno.test("display() writes to the terminal what it shows and nothing else", async () => {
  const code = `await display(tensor([[0, 1]]), { terminal: "kitty" });
    await display(tensor([[0, 2]]), { terminal: "blocks", normalize: true, legend: "below" });`;
  const pixels = { width: 2, height: 1, rgb: Uint8Array.of(0, 0, 0, 255, 255, 255) };
  assertEquals(await run(code, []), {
    out: await kitty(pixels) + "(normalized from 0 to 2)\n\x1b[38;5;16;49m▀\x1b[38;5;231;49m▀\x1b[0m\nbelow\n",
    err: "",
    success: true,
  });
});

Deno.test("display() lets the program end while a page is open", async () => {
  const code = `await displayText("a");
    await displayText("b");
    const { url } = await displayServer(), worker = new Worker("data:text/javascript," + encodeURIComponent(
      "const s = new WebSocket('" + url.replace("http", "ws") + "socket'); s.onmessage = () => postMessage(1);"),
      { type: "module" });
    await new Promise((resolve) => worker.onmessage = resolve);
    worker.terminate();
    console.log("end");`;
  const { out, err, success } = await run(code, ["--allow-net=127.0.0.1"]);
  assertEquals([out, success], ["end\n", true]);
  assertMatch(err, /^Showing at http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n$/);
});

Deno.test("displayServer() keeps the program running when told to", async () => {
  const code = `const server = await displayServer();
    server.ref();
    Deno.unrefTimer(setTimeout(() => { console.log("still here"); server.close(); }, 300));`;
  assertEquals((await run(code, ["--allow-net=127.0.0.1"])).out, "still here\n");
});

Deno.test("display() names the permission that it needs", async () => {
  const code = (call: string) => `try { await ${call}; } catch (error) { console.log(error.name, error.message); }`;
  assertEquals(await run(code("display(tensor([[1]]))"), []), {
    out: "NotCapable Cannot run display: 127.0.0.1 may not be listened on, which --allow-net=127.0.0.1 permits\n",
    err: "",
    success: true,
  });
  const { out, err } = await run(code("displayServer({ browser: true })"), ["--allow-net=127.0.0.1"]);
  assertMatch(
    out,
    /^NotCapable Cannot run displayServer: (xdg-open|open) may not be run, which --allow-run=\1 permits\n$/,
  );
  assertEquals(err, "");
});
