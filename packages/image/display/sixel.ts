import type { Pixels } from "./resample.ts";

/** Shades of red, green and blue where pixels have more than 256 colours: 252 together. */
const SHADES = [6, 7, 6] as const;

/**
 * Returns what makes a terminal with sixel graphics show pixels. Up to 256 colours are kept, as exactly as the protocol's steps of
 * 1 % allow; more are brought down to 252, errors spread over the neighbours.
 */
export function sixel(pixels: Pixels): string {
  const { width, height } = pixels, rgb = reduce(pixels), numbers = new Map<number, number>();
  const colors = new Uint8Array(width * height);
  for (let i = 0; i < colors.length; i++) {
    const color = colorAt(rgb, i);
    if (!numbers.has(color)) numbers.set(color, numbers.size);
    colors[i] = numbers.get(color)!;
  }
  const percent = (byte: number) => Math.round((byte & 255) * 100 / 255);
  let text = `\x1bPq"1;1;${width};${height}`;
  for (const [color, i] of numbers) {
    text += `#${i};2;${percent(color >> 16)};${percent(color >> 8)};${percent(color)}`;
  }
  for (let top = 0; top < height; top += 6) {
    const band = colors.subarray(top * width, (top + 6) * width);
    const lines = [...new Set(band)].sort((a, b) => a - b).map((color) => `#${color}${line(band, width, color)}`);
    text += (top > 0 ? "-" : "") + lines.join("$");
  }
  return text + "\x1b\\\n";
}

/** One colour of six rows: a character for each column, repetitions counted. */
function line(band: Uint8Array, width: number, color: number): string {
  let text = "", last = "", count = 0;
  const flush = () => text += count > 3 ? `!${count}${last}` : last.repeat(count);
  for (let x = 0; x < width; x++) {
    let bits = 0;
    for (let y = 0, i = x; i < band.length; y++, i += width) if (band[i] === color) bits |= 1 << y;
    const next = String.fromCharCode(63 + bits);
    if (next !== last) {
      flush();
      last = next;
      count = 0;
    }
    count++;
  }
  if (last !== "?") flush();
  return text;
}

const colorAt = (rgb: Uint8Array, i: number): number => rgb[3 * i]! << 16 | rgb[3 * i + 1]! << 8 | rgb[3 * i + 2]!;

function reduce({ width, height, rgb }: Pixels): Uint8Array {
  const seen = new Set<number>();
  for (let i = 0; i < width * height && seen.size <= 256; i++) seen.add(colorAt(rgb, i));
  if (seen.size <= 256) return rgb;
  const wanted = Float32Array.from(rgb), result = new Uint8Array(rgb.length), row = 3 * width;
  for (let i = 0; i < result.length; i++) {
    const step = 255 / (SHADES[i % 3]! - 1), value = Math.round(Math.min(255, Math.max(0, wanted[i]!)) / step) * step;
    result[i] = Math.round(value);
    const error = (wanted[i]! - value) / 16, x = i % row;
    // Floyd and Steinberg's shares; what falls off the last row is lost
    if (x + 3 < row) wanted[i + 3]! += 7 * error;
    if (i + row >= result.length) continue;
    if (x >= 3) wanted[i + row - 3]! += 3 * error;
    wanted[i + row]! += 5 * error;
    if (x + 3 < row) wanted[i + row + 3]! += error;
  }
  return result;
}
