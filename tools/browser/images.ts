// Images in the page: their pixels on the screen, their values, zoom.
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { display } from "@taimatsu/image";
import { manualSeed, rand, randn, tensor } from "@taimatsu/tensor";
import { browserTest, bytes, checkPixels, pane, screen, status, titled, until, view } from "./page.ts";

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
  const { win: row } = await display(rand([1, 3000]), { title: "a row" });
  await titled(page, row, "a row"); // which would be too thin to be seen
  assertMatch(await view(page, row).locator("canvas").evaluate((canvas) => canvas.style.transform), /scale\(1\)/);
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

browserTest("a batch has nothing between its images, and tells which one is under the pointer", async (page) => {
  const images = bytes([3, 1, 10, 12], 8), { win } = await display(images, { title: "batch", zoom: 10, padding: 2 });
  await titled(page, win, "batch");
  const empty = await view(page, win).evaluate((view) =>
    // deno-lint-ignore no-explicit-any -- the browser's own, which Deno does not know
    ((globalThis as any).getComputedStyle(view).backgroundColor as string).match(/\d+/g)!.slice(0, 3).map(Number)
  );
  const wanted = (_: number, y: number, x: number) => {
    const [row, column] = [Math.floor(y / 12), Math.floor(x / 14)], i = 2 * row + column;
    return i < 3 && y % 12 < 10 && x % 14 < 12 ? images.get(i, 0, y % 12, x % 14) : undefined;
  };
  const shown = await screen(page, view(page, win));
  assertEquals([shown.width, shown.height], [260, 220]);
  checkPixels(shown, 10, (c, y, x) => wanted(c, y, x) ?? empty[c]!);
  await view(page, win).hover({ position: { x: 165, y: 45 } });
  assertEquals(await status(page, win), `image 1, x 2, y 4: ${images.get(1, 0, 4, 2)}`);
  await view(page, win).hover({ position: { x: 130, y: 45 } });
  assertEquals(await status(page, win), "");
});

browserTest(
  "small images are enlarged by whole numbers, in the middle, and again when they fill the window",
  async (page) => {
    const image = bytes([1, 28, 28], 9), { win } = await display(image, { title: "digit" });
    await titled(page, win, "digit");
    const shape = () => view(page, win).locator("canvas").evaluate((canvas) => canvas.style.transform);
    const small = await shape();
    assertEquals(small, "translate(25px, 0px) scale(6)");
    await pane(page, win).getByRole("button", { name: "maximise" }).click();
    assertMatch(await shape(), /scale\(26\)/); // 28 * 26 = 728 of the window's 800
    await page.keyboard.press("Escape");
    assertEquals(await shape(), small);
  },
);

browserTest("values are told as they came, float32 without digits that it has not", async (page) => {
  const { win } = await display(tensor([[0.1, NaN], [1 / 3, -Infinity]], { dtype: "float32" }), { title: "values" });
  await titled(page, win, "values");
  const tell = async (x: number, y: number) => {
    await view(page, win).hover({ position: { x, y } });
    return await status(page, win);
  };
  assertEquals(await tell(30, 20), "x 0, y 0: 0.1");
  assertEquals(await tell(180, 20), "x 1, y 0: NaN");
  assertEquals(await tell(30, 150), "x 0, y 1: 0.33333334");
  assertEquals(await tell(180, 150), "x 1, y 1: -Infinity");
});
