// The page of @taimatsu/image's display, as a test sees it.
import { assert, assertEquals } from "@std/assert";
import { type DisplayServer, displayServer } from "@taimatsu/image";
import { manualSeed, rand, type Tensor } from "@taimatsu/tensor";
import type { Browser, Locator, Page } from "playwright-core";

/** What the screen shows. */
export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, alpha of each pixel. */
  data: number[];
}

/** What a test does with the page of a server. */
export type Act = (page: Page, server: DisplayServer) => Promise<void>;

/** The tests, in order. */
export const tests: [name: string, act: Act][] = [];

/** Adds a test that has a page of its own. */
export const browserTest = (name: string, act: Act): void => void tests.push([name, act]);

/** Opens the page of a server that nobody used before. */
export async function withPage(browser: Browser, act: Act): Promise<void> {
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

/** A pane of the page. */
export const pane = (page: Page, win: string): Locator => page.locator(`[data-win="${win}"]`);
/** What a pane shows. */
export const view = (page: Page, win: string): Locator => pane(page, win).locator(".view");
/** What a pane tells of the point under the pointer. */
export const status = (page: Page, win: string): Promise<string> => pane(page, win).locator(".status").innerText();

/** Waits until a pane has a title, as it has once it is drawn. */
export const titled = (page: Page, win: string, title: string): Promise<void> =>
  pane(page, win).locator("h2").getByText(title, { exact: true }).waitFor();

/** Waits for what the browser does on its own time. */
export async function until(page: Page, done: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 250 && !(await done()); i++) await page.waitForTimeout(20);
  assert(await done(), `${done} did not come true`);
}

/** What the screen shows of an element, decoded by the browser. */
export async function screen(page: Page, element: Locator): Promise<Pixels> {
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
export function checkPixels(
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

/** An image of random bytes. */
export function bytes(shape: number[], seed: number): Tensor {
  manualSeed(seed);
  return rand(shape).mul(256).to("uint8");
}
