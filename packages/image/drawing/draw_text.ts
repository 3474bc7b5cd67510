import { checkInteger, describe, type Tensor } from "@taimatsu/tensor";
import { Canvas, type Color, type DrawOptions } from "./canvas.ts";
import { LETTER_HEIGHT, LETTER_WIDTH, letterOf } from "./font.ts";

/** Options of {@linkcode drawText}. */
export interface TextOptions extends DrawOptions {
  /** The colour behind the letters; what is there stays unless given. */
  bg?: Color;
  /** Pixels that each of the font's becomes in both directions, 1 by default. */
  size?: number;
  /** Whether letters that do not fit beside the others go to the next line; true by default. */
  wrap?: boolean;
}

/**
 * Writes text on a copy of an image, in a font of 5 × 7 pixels that has the printable characters of ASCII. Others become boxes. A
 * letter with the space around it takes 6 × 8 pixels, times `size`.
 *
 * The position counts from 0. Torch7's counts from 1, but is one pixel further: the same numbers give the same picture. What lies
 * outside of the image is left out.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param text What is written; `\n` begins a new line below the first letter.
 * @param x Column of the first letter's left side.
 * @param y Row of the first letter's top.
 * @param options Colours from 0 to 255 for any image, the size of letters, and where the result goes: `out: src` draws in place.
 * @returns Sized like `src`. Images without three or four channels get the luma of the colour.
 * @throws {TypeError} If `src` has other sizes or another dtype, `text` is no string, or a colour is not three numbers.
 * @throws {RangeError} If the position is not of integers, a colour not from 0 to 255, or the size no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { drawText } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = drawText(zeros([7, 5]), "T", 0, 0, { color: [255, 255, 255] });
 * assertEquals(image.select(0, 0).toArray(), [1, 1, 1, 1, 1]);
 * assertEquals(image.select(1, 2).toArray(), [1, 1, 1, 1, 1, 1, 1]);
 * ```
 */
export function drawText(src: Tensor, text: string, x = 0, y = 0, options: TextOptions = {}): Tensor {
  const caller = "drawText", { color = [255, 0, 0], bg, size = 1, wrap = true } = options;
  const canvas = new Canvas(caller, src, options.out), paint = canvas.paint("color", color);
  const behind = bg === undefined ? undefined : canvas.paint("bg", bg);
  if (typeof text !== "string") {
    throw new TypeError(`Cannot run ${caller}: text must be a string but is ${describe(text)}`);
  }
  checkInteger(caller, "x", x, -Infinity);
  checkInteger(caller, "y", y, -Infinity);
  checkInteger(caller, "size", size, 1);
  const wide = (LETTER_WIDTH + 1) * size, high = (LETTER_HEIGHT + 1) * size;
  let left = x, top = y;
  for (const character of text) {
    const full = wrap && left > x && left + LETTER_WIDTH * size > canvas.width;
    if (character === "\n" || full) {
      left = x;
      top += high;
    }
    if (character === "\n") continue;
    if (behind !== undefined) canvas.box(left, top, left + wide - 1, top + high - 1, behind);
    letterOf(character).forEach((row, i) => {
      for (let j = 0; j < LETTER_WIDTH; j++) {
        if ((row >> (LETTER_WIDTH - 1 - j) & 1) === 0) continue;
        const px = left + j * size, py = top + i * size;
        canvas.box(px, py, px + size - 1, py + size - 1, paint);
      }
    });
    left += wide;
  }
  return canvas.finish();
}
