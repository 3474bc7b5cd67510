// The page of @taimatsu/image's display in a real Chromium: the one that CHROMIUM names, or Debian's.
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { display, displayPlot, type DisplayServer, displayServer, displayText } from "@taimatsu/image";
import { manualSeed, rand, randn, type Tensor, tensor } from "@taimatsu/tensor";
import type { Browser, Locator, Page } from "playwright-core";

console.error = () => {}; // the page's address, which nobody but the test needs

const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, alpha of each pixel. */
  data: number[];
}

type Act = (page: Page, server: DisplayServer) => Promise<void>;

const tests: [name: string, act: Act][] = [];
const browserTest = (name: string, act: Act): void => void tests.push([name, act]);

/** Opens the page of a server that nobody used before. */
async function withPage(browser: Browser, act: Act): Promise<void> {
  const server = await displayServer(), page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  const errors: string[] = [];
  try {
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.getByText("connected", { exact: true }).waitFor();
    await act(page, server);
    assertEquals(errors, []);
  } finally {
    await page.close();
    await server.close();
  }
}

const pane = (page: Page, win: string): Locator => page.locator(`[data-win="${win}"]`);
const view = (page: Page, win: string): Locator => pane(page, win).locator(".view");
const status = (page: Page, win: string): Promise<string> => pane(page, win).locator(".status").innerText();

/** Waits until a pane has a title, as it has once it is drawn. */
const titled = (page: Page, win: string, title: string): Promise<void> =>
  pane(page, win).locator("h2").getByText(title, { exact: true }).waitFor();

/** Waits for what the browser does on its own time. */
async function until(page: Page, done: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 250 && !(await done()); i++) await page.waitForTimeout(20);
  assert(await done(), `${done} did not come true`);
}

/** What the screen shows of an element, decoded by the browser. */
async function screen(page: Page, element: Locator): Promise<Pixels> {
  await page.mouse.move(999, 799);
  const png = await page.screenshot({ clip: (await element.boundingBox())! });
  return await page.evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.fromBase64(base64)], { type: "image/png" }));
    // deno-lint-ignore no-explicit-any -- a canvas of the browser, which has more contexts than Deno knows
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d") as any;
    context.drawImage(image, 0, 0);
    const { width, height, data } = context.getImageData(0, 0, image.width, image.height);
    return { width, height, data: [...data] as number[] };
  }, new Uint8Array(png).toBase64());
}

/** Checks that the screen shows each pixel of an image as a square, the corner apart by which the view is resized. */
function checkPixels(
  { width, height, data }: Pixels,
  zoom: number,
  byteAt: (c: number, y: number, x: number) => number,
) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x >= width - 16 && y >= height - 16) continue;
      const found = data.slice(4 * (y * width + x), 4 * (y * width + x) + 3);
      const wanted = [0, 1, 2].map((c) => byteAt(c, Math.floor(y / zoom), Math.floor(x / zoom)));
      assertEquals(found, wanted, `at ${x}, ${y}: ${found} instead of ${wanted}`);
    }
  }
}

function bytes(shape: number[], seed: number): Tensor {
  manualSeed(seed);
  return rand(shape).mul(256).to("uint8");
}

browserTest("the page shows an image's pixels as they are", async (page) => {
  const image = bytes([3, 20, 30], 1), { win } = await display(image, { title: "bytes", zoom: 8 });
  await titled(page, win, "bytes");
  const shown = await screen(page, view(page, win));
  assertEquals([shown.width, shown.height], [240, 160]);
  checkPixels(shown, 8, (c, y, x) => image.get(c, y, x));
});

browserTest("the page stretches floats when asked, and says so", async (page) => {
  manualSeed(2);
  const maps = randn([4, 10, 12], { dtype: "float64" }), low = maps.min(), high = maps.max();
  const { win } = await display(maps, { title: "maps", zoom: 10, normalize: true });
  await titled(page, win, `maps (normalized from ${Number(low.toPrecision(6))} to ${Number(high.toPrecision(6))})`);
  checkPixels(await screen(page, view(page, win)), 10, (_, y, x) => {
    const value = maps.get(2 * Math.floor(y / 10) + Math.floor(x / 12), y % 10, x % 12);
    return Math.round((value - low) / (high - low) * 255);
  });
});

browserTest("an image larger than the window is made smaller", async (page) => {
  const { win } = await display(rand([1000, 3000]), { title: "large" });
  await titled(page, win, "large");
  const box = (await pane(page, win).boundingBox())!;
  assert(box.x + box.width <= 1000 && box.y + box.height <= 800, JSON.stringify(box));
  assertMatch(await view(page, win).locator("canvas").evaluate((canvas) => canvas.style.transform), /scale\(0\.32\)/);
});

browserTest("the page tells position and values under the pointer", async (page) => {
  const image = tensor([[[0.1, 0.2]], [[-3, 1e-9]], [[5, 0.7]]], { dtype: "float64" });
  const { win } = await display(image, { title: "values", zoom: 100 });
  await titled(page, win, "values");
  await view(page, win).hover({ position: { x: 150, y: 50 } });
  assertEquals(await status(page, win), "x 1, y 0: 0.2, 1e-9, 0.7");
  await view(page, win).hover({ position: { x: 50, y: 99 } });
  assertEquals(await status(page, win), "x 0, y 0: 0.1, -3, 5");
  await page.mouse.move(900, 700);
  assertEquals(await status(page, win), "");
});

browserTest("a pane is updated where the user put it", async (page) => {
  const { win } = await display(bytes([3, 20, 30], 3), { title: "one", zoom: 8 });
  await titled(page, win, "one");
  const before = (await pane(page, win).boundingBox())!;
  await page.mouse.move(before.x + 40, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(before.x + 140, before.y + 60, { steps: 3 });
  await page.mouse.up();
  const after = (await pane(page, win).boundingBox())!;
  assertEquals([after.x - before.x, after.y - before.y], [100, 50]);
  const image = bytes([3, 20, 30], 4);
  assertEquals((await display(image, { win, title: "two", zoom: 8 })).win, win);
  await titled(page, win, "two");
  assertEquals(await pane(page, win).boundingBox(), after);
  checkPixels(await screen(page, view(page, win)), 8, (c, y, x) => image.get(c, y, x));
});

browserTest("the wheel zooms at the pointer, dragging moves, a double click resets", async (page) => {
  const image = bytes([3, 20, 30], 5), { win } = await display(image, { title: "zoom", zoom: 8 });
  await titled(page, win, "zoom");
  const { x, y } = (await view(page, win).boundingBox())!,
    shape = () => view(page, win).locator("canvas").evaluate((canvas) => canvas.style.transform);
  const start = await shape();
  await page.mouse.move(x + 96, y + 40);
  const under = await status(page, win);
  assertMatch(under, /^x 12, y 5: /);
  for (let i = 0; i < 2; i++) await page.mouse.wheel(0, -100);
  await until(page, async () => (await shape()).endsWith("scale(16)"));
  assertEquals(await status(page, win), under);
  await page.mouse.down();
  await page.mouse.move(x + 64, y + 16, { steps: 2 });
  await page.mouse.up();
  checkPixels(await screen(page, view(page, win)), 16, (c, y, x) => image.get(c, y + 4, x + 8));
  await page.mouse.dblclick(x + 50, y + 50);
  assertEquals(await shape(), start);
  await page.keyboard.press("+");
  assertNotEquals(await shape(), start);
  await page.keyboard.press("0");
  assertEquals(await shape(), start);
});

browserTest("linked panes zoom together and tell their values at one place", async (page) => {
  const [a, b] = [tensor([[0, 0.25], [0.5, 0.75]]), tensor([[1, 0.125], [0, 0.5]])];
  const wins: string[] = [];
  for (const image of [a, b, a]) wins.push((await display(image, { title: "x", zoom: 90 })).win);
  for (const win of wins) await titled(page, win, "x");
  const [first, second, alone] = wins as [string, string, string];
  for (const win of [first, second]) await pane(page, win).getByRole("button", { name: "link" }).click();
  await view(page, first).hover({ position: { x: 135, y: 45 } });
  assertEquals(await status(page, first), "x 1, y 0: 0.25");
  assertEquals(await status(page, second), "x 1, y 0: 0.125");
  assertEquals(await status(page, alone), "");
  await page.mouse.wheel(0, -100);
  const shapes = () => page.locator("canvas").evaluateAll((all) => all.map((canvas) => canvas.style.transform));
  await until(page, async () => /scale\(127/.test((await shapes())[0]!));
  const [one, two, three] = await shapes();
  assertEquals(one, two);
  assertEquals(three, "translate(19px, 0px) scale(90)"); // in the middle of a view of 218
});

browserTest("a pane that is kept stays as it is; what comes next gets a new one", async (page) => {
  const { win } = await displayText("early", { title: "text" });
  await titled(page, win, "text");
  await pane(page, win).getByRole("button", { name: "detach" }).click();
  await displayText("late", { win, title: "text" });
  await view(page, win).getByText("late").waitFor();
  assertEquals(await page.locator(".view").allInnerTexts(), ["early", "late"]);
});

browserTest(
  "panes are closed by keys, by buttons and by the program, and come back only if shown again",
  async (page) => {
    const panes = [];
    for (const name of ["a", "b", "c", "d"]) panes.push(await displayText(name, { title: name }));
    const [a, b, c, d] = panes.map(({ win }) => win) as [string, string, string, string];
    await titled(page, d, "d");
    await view(page, a).focus();
    await page.keyboard.press("Delete");
    await pane(page, b).getByRole("button", { name: "close" }).focus();
    await page.keyboard.press("Enter");
    await panes[2]!.close();
    await pane(page, c).waitFor({ state: "detached" });
    assertEquals(await page.locator(".view").allInnerTexts(), ["d"]);
    await page.reload();
    await titled(page, d, "d");
    assertEquals(await page.locator(".view").allInnerTexts(), ["d"]);
    await displayText("again", { win: a, title: "a" });
    await titled(page, a, "a");
    assertEquals(await page.locator(".view").allInnerTexts(), ["d", "again"]);
  },
);

browserTest("texts are shown letter by letter; scripts in HTML do not run", async (page) => {
  const { win: plain } = await displayText("<b>1 < 2</b>", { title: "plain" });
  const html = `<b id="bold">2</b><img src="x" onerror="document.title = 'ran'"><script>document.title = "ran"</` +
    "script>";
  const { win: rich } = await displayText(html, { title: "rich", html: true });
  await titled(page, rich, "rich");
  assertEquals(await view(page, plain).innerText(), "<b>1 < 2</b>");
  assertEquals(await page.locator("#bold").innerText(), "2");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="70" height="50" onload="document.title = 'ran'">` +
    `<rect width="70" height="50" fill="#0a0"/></svg>`;
  const { win } = await display({ svg }, { title: "drawing" });
  await view(page, win).locator("img").waitFor();
  const { data, width } = await screen(page, view(page, win));
  const at = (x: number) => data.slice(4 * (20 * width + x), 4 * (20 * width + x) + 3);
  assertEquals([at(20), at(width / 2)], [[255, 255, 255], [0, 170, 0]]); // in the middle, on white
  assertEquals(await page.title(), "Taimatsu");
});

browserTest("plots are zoomed along x and tell the values under the pointer", async (page) => {
  const rows = Array.from({ length: 11 }, (_, i) => [i, i * i, [i - 1, i, i + 1]] as const);
  const { win } = await displayPlot(rows, { title: "plot", labels: ["step", "loss", "error"] });
  await titled(page, win, "plot");
  const frame = () =>
    view(page, win).locator("svg").evaluate(({ dataset }) => [Number(dataset.from), Number(dataset.to)]);
  assertEquals(await frame(), [0, 10]);
  const { x, width, y } = (await view(page, win).boundingBox())!, middle = x + (64 + width - 12) / 2;
  await page.mouse.move(middle, y + 100);
  assertEquals(await status(page, win), "step 5  loss 25  error 5 [4, 6]");
  for (let i = 0; i < 2; i++) await page.mouse.wheel(0, -100);
  await until(page, async () => (await frame())[0]! > 2);
  const [from, to] = await frame() as [number, number];
  assert(Math.abs(from - 2.5) < 0.02 && Math.abs(to - 7.5) < 0.02, `${from}, ${to}`);
  await page.mouse.dblclick(middle, y + 100);
  assertEquals(await frame(), [0, 10]);
});

browserTest("a pane has the place and width that it is given", async (page) => {
  const image = bytes([3, 10, 20], 7), { win } = await display(image, { title: "wide", width: 240, x: 300, y: 200 });
  await titled(page, win, "wide");
  const { x, y } = (await pane(page, win).boundingBox())!, main = (await page.locator("main").boundingBox())!;
  assertEquals([x - main.x, y - main.y], [300, 200]);
  const shown = await screen(page, view(page, win));
  assertEquals([shown.width, shown.height], [240, 120]);
  checkPixels(shown, 12, (c, y, x) => image.get(c, y, x));
  await displayText("now a text", { win, title: "text" });
  await titled(page, win, "text");
  assertEquals(await view(page, win).innerText(), "now a text");
});

browserTest("a pane fills the window and goes back; panes stay when the program ends", async (page, server) => {
  const { win } = await display(bytes([3, 20, 30], 6), { title: "large", labels: ["cat"], legend: "below" });
  await titled(page, win, "large");
  const before = await pane(page, win).boundingBox(),
    button = pane(page, win).getByRole("button", { name: "maximise" });
  assertEquals(await pane(page, win).locator(".label").innerText(), "cat");
  assertEquals(await pane(page, win).locator(".legend").innerText(), "below");
  await button.click();
  assertEquals(await pane(page, win).boundingBox(), { x: 0, y: 0, width: 1000, height: 800 });
  await button.click();
  assertEquals(await pane(page, win).boundingBox(), before);
  await server.close();
  await page.getByText("the program has ended").waitFor();
  assertEquals(await pane(page, win).boundingBox(), before);
});

/** Whether the browser is there. */
function found(): boolean {
  try {
    return Deno.statSync(CHROMIUM).isFile;
  } catch {
    return false;
  }
}

if (found()) {
  Deno.test("the page of display in Chromium", async (t) => {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    for (const [name, act] of tests) await t.step(name, () => withPage(browser, act));
    await browser.close();
  });
} else console.log(`The page was not tested: there is no ${CHROMIUM}; CHROMIUM may name one that is elsewhere`);
