// Writes the picture of the page that the README of @taimatsu/image shows: deno run -A tools/browser/picture.ts
import { display, displayAudio, displayPlot, displayServer, displayText } from "@taimatsu/image";
import { arange, stack, type Tensor, tensor } from "@taimatsu/tensor";
import { chromium } from "playwright-core";

const PICTURE = new URL("../../packages/image/docs/page.png", import.meta.url).pathname;

/** An image of a formula: x and y go from −1 to 1. */
function imageOf(size: readonly [h: number, w: number], value: (x: number, y: number) => number): Tensor {
  const [h, w] = size;
  return tensor(
    Array.from(
      { length: h },
      (_, i) => Array.from({ length: w }, (_, j) => value(2 * j / (w - 1) - 1, 2 * i / (h - 1) - 1)),
    ),
  );
}

/** A wave under a bell, at an angle: what first layers learn. */
const filter = (k: number) =>
  imageOf([11, 11], (x, y) => {
    const angle = k * Math.PI / 8, along = x * Math.cos(angle) + y * Math.sin(angle);
    return Math.exp(-2 * (x * x + y * y)) * Math.cos(6 * along);
  });

/** A sunset. */
const sky = (c: number) =>
  imageOf([110, 218], (x, y) => {
    const sun = Math.exp(-12 * (x * x + (y - 0.1) ** 2)),
      glow = [0.9, 0.55, 0.35][c]! - [0.25, 0.3, -0.25][c]! * (1 - y);
    const shade = y > 0.35 ? [0.1, 0.14, 0.3][c]! + 0.6 * sun * Math.cos(60 * y) ** 2 : Math.min(1, 0.6 * glow + sun);
    return Math.round(16 * shade) / 16; // few shades, so that the picture is a small file
  });

const losses = Array.from({ length: 50 }, (_, i) => {
  const training = 2.3 * Math.exp(-i / 14) + 0.08 * Math.sin(i) + 0.1, test = 2.2 * Math.exp(-i / 18) + 0.25;
  return [i, training, [0.9 * test, test, 1.1 * test]] as const;
});

console.error = () => {}; // the page's address
const server = await displayServer();
const browser = await chromium.launch({
  executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 725, height: 544 } });
await page.goto(server.url);
await page.getByText("connected", { exact: true }).waitFor();
const photo = stack([0, 1, 2].map(sky), 0);
await display(photo, { title: "photo" });
await display(Array.from({ length: 8 }, (_, k) => filter(k)), {
  title: "filters",
  normalize: true,
  zoom: 4,
  padding: 1,
  nrow: 4,
});
await displayText("epoch 60\nloss     0.14 < 0.15\naccuracy 96.2 %", { title: "log", width: 250 });
const seconds = arange(0, 8000).div(8000);
const note = seconds.clone().mul(-3).exp().mul(seconds.mul(2 * Math.PI * 20).sin());
await displayAudio(note, { rate: 8000, title: "a deep string", width: 250 });
const plot = await displayPlot(losses, {
  title: "loss",
  labels: ["epoch", "training", "test"],
  ylabel: "loss",
  width: 440,
});
await page.locator(`[data-win="${plot.win}"] .view`).hover({ position: { x: 250, y: 60 } });
await page.waitForTimeout(500);
await page.screenshot({ path: PICTURE });
await browser.close();
await server.close();
