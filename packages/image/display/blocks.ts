import type { Pixels } from "./resample.ts";

/** Returns pixels as half blocks, two above each other in a character, in 24-bit colours or in the 256 of xterm. */
export function blocks({ width, height, rgb }: Pixels, trueColor: boolean): string {
  const color = (x: number, y: number): string => {
    const i = 3 * (y * width + x), [r, g, b] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
    return trueColor ? `2;${r};${g};${b}` : `5;${nearest(r, g, b)}`;
  };
  let text = "";
  for (let y = 0; y < height; y += 2) {
    let before = "";
    for (let x = 0; x < width; x++) {
      const below = y + 1 < height ? `48;${color(x, y + 1)}` : "49", style = `\x1b[38;${color(x, y)};${below}m`;
      text += (style === before ? "" : style) + "▀";
      before = style;
    }
    text += "\x1b[0m\n";
  }
  return text;
}

const CUBE = [0, 95, 135, 175, 215, 255];

/** The number of the nearest colour: 16 … 231 are a cube, 232 … 255 grays. */
function nearest(r: number, g: number, b: number): number {
  const level = (value: number) =>
    CUBE.reduce((best, shade, i) => Math.abs(shade - value) < Math.abs(CUBE[best]! - value) ? i : best, 0);
  const [i, j, k] = [level(r), level(g), level(b)];
  const gray = Math.min(23, Math.max(0, Math.round(((r + g + b) / 3 - 8) / 10))), shade = 8 + 10 * gray;
  const distance = (x: number, y: number, z: number) => (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
  const cube = distance(CUBE[i]!, CUBE[j]!, CUBE[k]!);
  return distance(shade, shade, shade) < cube ? 232 + gray : 16 + 36 * i + 6 * j + k;
}
