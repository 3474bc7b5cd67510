import { pngBytes } from "./png_bytes.ts";
import type { Pixels } from "./resample.ts";

/** Returns what makes iTerm2's protocol, which WezTerm knows too, show pixels: a PNG file. */
export async function iterm2({ rgb, width, height }: Pixels): Promise<string> {
  const png = await pngBytes(rgb, width, height);
  return `\x1b]1337;File=inline=1;size=${png.length};width=${width}px;height=${height}px:${png.toBase64()}\x07\n`;
}
