import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, zeros } from "@taimatsu/tensor";
import { drawn } from "../testing.ts";
import { drawText, type TextOptions } from "./draw_text.ts";

const white = [255, 255, 255] as const;
const write = (text: string, h: number, w: number, x = 0, y = 0, options: TextOptions = {}): string[] =>
  drawn(drawText(zeros([h, w]), text, x, y, { color: white, ...options }));
const BOX = ["#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"];

Deno.test("drawText() draws letters, six pixels apart", () => {
  assertEquals(write("Hi?", 8, 18), [
    "#...#...#....###..",
    "#...#.......#...#.",
    "#...#..##.......#.",
    "#####...#......#..",
    "#...#...#.....#...",
    "#...#...#.........",
    "#...#..###....#...",
    "..................",
  ]);
  assertEquals(write("-", 7, 5), [".....", ".....", ".....", "#####", ".....", ".....", "....."]);
  assertEquals(drawn(drawText(zeros([7, 5]), "L", undefined, undefined, { color: white })).at(-1), "#####");
});

Deno.test("drawText() has a letter for each printable character of ASCII, and a box for others", () => {
  const letters = Array.from({ length: 95 }, (_, k) => write(String.fromCharCode(32 + k), 7, 5).join("\n"));
  assertEquals(new Set(letters).size, 95);
  assert(!letters.includes(BOX.join("\n")));
  assertEquals(letters.filter((letter) => !letter.includes("#")), [letters[0]]);
  for (const other of ["\t", "\r", "\0", "\x7f", "é", "火", "🔥"]) assertEquals(write(other, 7, 5), BOX);
  assertEquals(write("🔥", 7, 12).map((row) => row.slice(5)), Array(7).fill("......."));
});

Deno.test("drawText() begins a new line at a newline and at the border", () => {
  const at = (lines: [string, number, number][], h: number, w: number): Tensor => {
    const x = zeros([h, w]);
    for (const [text, left, top] of lines) drawText(x, text, left, top, { color: white, wrap: false, out: x });
    return x;
  };
  const x = 2, y = 1;
  assertEquals(write("ab\ncd", 20, 30, x, y), drawn(at([["ab", 2, 1], ["cd", 2, 9]], 20, 30)));
  assertEquals(write("a\n\nb", 30, 30, x, y), drawn(at([["a", 2, 1], ["b", 2, 17]], 30, 30)));
  // Two letters and the space between them take 11 pixels.
  assertEquals(write("abc", 20, 13, x, y), drawn(at([["ab", 2, 1], ["c", 2, 9]], 20, 13)));
  assertEquals(write("abc", 30, 12, x, y), drawn(at([["a", 2, 1], ["b", 2, 9], ["c", 2, 17]], 30, 12)));
  assertEquals(write("ab", 20, 3), drawn(at([["a", 0, 0], ["b", 0, 8]], 20, 3)));
  assertEquals(write("abc", 20, 12, x, y, { wrap: false }), drawn(at([["abc", 2, 1]], 20, 12)));
  assertEquals(write("ab", 40, 21, 0, 0, { size: 2 }).slice(16), write("b", 24, 21, 0, 0, { size: 2 }));
  assertEquals(write("", 2, 2), ["..", ".."]);
});

Deno.test("drawText() magnifies letters", () => {
  const small = write("g%", 8, 12), large = write("g%", 24, 36, 0, 0, { size: 3 });
  assertEquals(large, small.flatMap((row) => Array(3).fill(row.replace(/./g, (pixel) => pixel.repeat(3)))));
});

Deno.test("drawText() draws what is behind the letters", () => {
  const y = drawText(ones([10, 15]).mul(0.5), "l", 1, 1, { color: [0, 0, 0], bg: white });
  assertEquals(drawn(y).map((row) => row.slice(0, 9)), [
    "?????????",
    "?#..###??",
    "?##.###??",
    "?##.###??",
    "?##.###??",
    "?##.###??",
    "?##.###??",
    "?#...##??",
    "?######??",
    "?????????",
  ]);
  assertEquals(y.eq(1).sum() + y.eq(0).sum(), 48);
  assertEquals(drawText(zeros([40, 40]), "lo\nhi", 1, 1, { bg: white, color: white, size: 2 }).sum(), 4 * 48 * 4);
  assertEquals(drawText(zeros([3, 8, 6], { dtype: "uint8" }), " ", 0, 0, { bg: [1, 2, 3] }).sum(), 48 * 6);
});

Deno.test("drawText() leaves out what lies outside", () => {
  const whole = write("Ag", 7, 11), wide = { wrap: false };
  assertEquals(write("Ag", 5, 8, -2, -1, wide), whole.slice(1, 6).map((row) => row.slice(2, 10)));
  const right = write("Ag", 4, 6, 3, 2, wide), none = "......";
  assertEquals(right, [none, none, ...whole.slice(0, 2).map((row) => `...${row.slice(0, 3)}`)]);
  for (const [x, y] of [[-100, 0], [0, -100], [100, 0], [0, 100], [-1e300, 1e300], [2 ** 31, -(2 ** 31)]] as const) {
    assertEquals(write("A", 3, 3, x, y, { bg: white, ...wide }), ["...", "...", "..."]);
  }
  assertEquals(write("-", 2, 2, 0, 0, { size: 1e9 }), ["..", ".."]);
  assertEquals(write("E", 2, 2, 0, 0, { size: 1e9 }), ["##", "##"]);
});

Deno.test("drawText() refuses what it cannot do", () => {
  // deno-lint-ignore no-explicit-any
  const any = drawText as any, x = zeros([3, 8, 8]);
  const wrong: [unknown[], string][] = [
    [[x], "text must be a string but is undefined"],
    [[x, 5], "text must be a string but is 5"],
    [[x, "a", 0.5], "x must be an integer but is 0.5"],
    [[x, "a", 0, NaN], "y must be at least -Infinity but is NaN"],
    [[x, "a", "1"], 'x must be a number but is "1"'],
    [[x, "a", Infinity], "x must be an integer but is Infinity"],
    [[x, "a", 0, 0, { size: 0 }], "size must be at least 1 but is 0"],
    [[x, "a", 0, 0, { size: 1.5 }], "size must be an integer but is 1.5"],
    [[x, "a", 0, 0, { bg: -1 }], "bg must be [red, green, blue] but is -1"],
    [[x, "a", 0, 0, { bg: [0, 0, 300] }], "bg must be from 0 to 255 but is 300"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run drawText: ${message}`);
});
