import { assert, assertEquals } from "@std/assert";
import { sixel } from "./sixel.ts";

/** Reads sixel graphics back: the colours in percent, for each pixel. */
function decode(text: string): { size: number[]; pixels: string[]; colors: number } {
  const [, width, height, body] = /^Pq"1;1;(\d+);(\d+)(.*)\\$/s.exec(text.replaceAll("\x1b", "").trimEnd())!;
  const colors = new Map<string, string>(), pixels: string[] = new Array(Number(width) * Number(height)).fill("");
  let color = "", x = 0, y = 0;
  for (const [token] of body!.matchAll(/#\d+(;2;\d+;\d+;\d+)?|!\d+.|[?-~]|[$-]/g)) {
    if (token[0] === "#") {
      const [number, , ...parts] = token.slice(1).split(";");
      if (parts.length > 0) colors.set(number!, parts.join(" "));
      else color = colors.get(number!)!;
    } else if (token === "$") x = 0;
    else if (token === "-") [x, y] = [0, y + 6];
    else {
      const count = token[0] === "!" ? Number(token.slice(1, -1)) : 1, bits = token.charCodeAt(token.length - 1) - 63;
      for (let i = 0; i < count; i++, x++) {
        for (let b = 0; b < 6; b++) if (bits >> b & 1) pixels[(y + b) * Number(width) + x] += color;
      }
    }
  }
  return { size: [Number(width), Number(height)], pixels, colors: colors.size };
}

Deno.test("sixel() writes six rows a line, colour after colour", () => {
  const rgb = Uint8Array.from([255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0]);
  // two rows, so bits 0 and 1: "@" is 63 + 1, "A" 63 + 2
  assertEquals(sixel({ width: 2, height: 2, rgb }), '\x1bPq"1;1;2;2#0;2;100;0;0#1;2;0;0;100#0@A$#1A@\x1b\\\n');
  const row = { width: 5, height: 7, rgb: new Uint8Array(3 * 35) };
  assertEquals(sixel(row), '\x1bPq"1;1;5;7#0;2;0;0;0#0!5~-#0!5@\x1b\\\n');
});

Deno.test("sixel() keeps up to 256 colours", () => {
  const width = 16,
    height = 16,
    rgb = new Uint8Array(3 * 256).map((_, i) => i % 3 === 1 ? 255 - (i / 3 | 0) : i / 3 | 0);
  const { size, pixels } = decode(sixel({ width, height, rgb }));
  const percent = (value: number) => Math.round(value / 2.55);
  assertEquals(size, [16, 16]);
  assertEquals(pixels, Array.from({ length: 256 }, (_, i) => `${percent(i)} ${percent(255 - i)} ${percent(i)}`));
});

Deno.test("sixel() brings more colours down and keeps their mean", () => {
  const width = 64, height = 64, rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) rgb.set([4 * (i % 64), 4 * (i >> 6), 100], 3 * i);
  const { pixels, colors } = decode(sixel({ width, height, rgb }));
  assert(colors <= 252);
  for (const top of [8, 40]) {
    for (const left of [8, 40]) {
      const sum = [0, 0, 0], wanted = [0, 0, 0];
      for (let y = top; y < top + 16; y++) {
        for (let x = left; x < left + 16; x++) {
          pixels[y * width + x]!.split(" ").forEach((part, c) => sum[c]! += Number(part) * 2.55 / 256);
          for (let c = 0; c < 3; c++) wanted[c]! += rgb[3 * (y * width + x) + c]! / 256;
        }
      }
      for (let c = 0; c < 3; c++) assert(Math.abs(sum[c]! - wanted[c]!) < 5, `${sum} instead of ${wanted}`);
    }
  }
});
