import { pngBytes } from "./png_bytes.ts";
import type { Pixels } from "./resample.ts";

/** Characters of a piece: the protocol takes no more at once. */
const PIECE = 4096;

/** Returns what makes kitty's graphics protocol show pixels: a PNG file in pieces, no answer wanted. */
export async function kitty({ rgb, width, height }: Pixels): Promise<string> {
  const data = (await pngBytes(rgb, width, height)).toBase64();
  let text = "";
  for (let i = 0; i < data.length; i += PIECE) {
    const more = i + PIECE < data.length ? 1 : 0;
    text += `\x1b_G${i === 0 ? "a=T,f=100,q=2," : ""}m=${more};${data.slice(i, i + PIECE)}\x1b\\`;
  }
  return text + "\n";
}
