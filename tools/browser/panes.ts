// Panes of the page: their places, their buttons, texts, drawings and plots.
import { assert, assertEquals } from "@std/assert";
import { display, displayAudio, displayPlot, displayText } from "@taimatsu/image";
import { browserTest, bytes, checkPixels, pane, screen, status, titled, until, view } from "./page.ts";

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

browserTest("new panes lie where there is room, and tidy puts them there again", async (page) => {
  const wins: string[] = [];
  for (let i = 0; i < 12; i++) {
    const size = [40 + 30 * (i % 4), 60 + 50 * (i % 5)];
    wins.push((await display(bytes(size, i), { title: `${i}`, zoom: 1 })).win);
  }
  for (const [i, win] of wins.entries()) await titled(page, win, `${i}`);
  const boxes = () => Promise.all(wins.map(async (win) => (await pane(page, win).boundingBox())!));
  const check = (found: Awaited<ReturnType<typeof boxes>>) => {
    found.forEach((a, i) => {
      assert(a.x >= 0 && a.x + a.width <= 1000, `pane ${i} at ${a.x}`);
      for (const b of found.slice(0, i)) {
        const apart = a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
        assert(apart, JSON.stringify([a, b]));
      }
    });
    return found;
  };
  const before = check(await boxes()), { x, y } = before[0]!;
  await page.mouse.move(x + 40, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + 240, y + 160, { steps: 3 });
  await page.mouse.up();
  await page.getByRole("button", { name: "tidy" }).click();
  assertEquals(check(await boxes()), before);
});

browserTest(
  "what a plot's values are is told in the middle of many lines, and the pane keeps its size",
  async (page) => {
    const rows = Array.from({ length: 5 }, (_, i) => [i, ...Array.from({ length: 12 }, (_, j) => (i + j) / 3)]);
    const { win } = await displayPlot(rows, { title: "many", ylabel: "value" });
    await titled(page, win, "many");
    const before = await pane(page, win).boundingBox();
    await view(page, win).hover({ position: { x: 200, y: 60 } });
    assert((await status(page, win)).includes("12 4"), await status(page, win));
    assertEquals(await view(page, win).locator(".rule").count(), 1);
    assertEquals(await pane(page, win).boundingBox(), before);
  },
);

browserTest("what cannot be drawn or played says so", async (page) => {
  const { win } = await display({ svg: "<svg" }, { title: "broken" });
  await view(page, win).getByText("the browser cannot draw this").waitFor();
  await display({ svg: `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>` }, { win, title: "whole" });
  await view(page, win).locator("img").waitFor();
  assertEquals(await view(page, win).innerText(), "");
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "fLaC and nothing of the kind");
  const { win: sound } = await displayAudio(path, { title: "sound" });
  await pane(page, sound).getByText("the browser cannot play this").waitFor();
  await Deno.remove(path);
});
