import { assertEquals, assertRejects } from "@std/assert";
import { blocks } from "./blocks.ts";
import { iterm2 } from "./iterm2.ts";
import { kitty } from "./kitty.ts";
import { pngBytes } from "./png_bytes.ts";
import type { Pixels } from "./resample.ts";
import { protocolOf, type TerminalProtocol, terminalText } from "./terminal.ts";

const info = (variables: Record<string, string>, columns = 80, rows = 24) => ({
  columns,
  rows,
  env: (name: string) => variables[name],
});
const PIXELS: Pixels = { width: 2, height: 1, rgb: Uint8Array.from([255, 0, 0, 0, 0, 255]) };

Deno.test("kitty() sends a PNG file, in pieces of at most 4096 characters", async () => {
  const data = (await pngBytes(PIXELS.rgb, 2, 1)).toBase64();
  assertEquals(await kitty(PIXELS), `\x1b_Ga=T,f=100,q=2,m=0;${data}\x1b\\\n`);
  let seed = 1;
  const noise = Uint8Array.from({ length: 3 * 60 * 50 }, () => (seed = seed * 48271 % 2147483647) & 255);
  const pieces = (await kitty({ width: 60, height: 50, rgb: noise })).split("\x1b\\").slice(0, -1);
  const bodies = pieces.map((piece) => piece.slice(piece.indexOf(";") + 1));
  assertEquals(pieces.map((piece) => piece.slice(0, piece.indexOf(";"))), [
    "\x1b_Ga=T,f=100,q=2,m=1",
    "\x1b_Gm=1",
    "\x1b_Gm=0",
  ]);
  assertEquals(bodies.slice(0, -1).map((body) => body.length), [4096, 4096]);
  assertEquals(bodies.join(""), (await pngBytes(noise, 60, 50)).toBase64());
});

Deno.test("iterm2() sends a PNG file", async () => {
  const png = await pngBytes(PIXELS.rgb, 2, 1);
  assertEquals(
    await iterm2(PIXELS),
    `\x1b]1337;File=inline=1;size=${png.length};width=2px;height=1px:${png.toBase64()}\x07\n`,
  );
});

Deno.test("blocks() puts two pixels above each other in a character", () => {
  const square = { width: 2, height: 3, rgb: Uint8Array.from([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9, 0, 0, 0]) };
  assertEquals(
    blocks(square, true),
    "\x1b[38;2;1;2;3;48;2;4;5;6m▀▀\x1b[0m\n\x1b[38;2;7;8;9;49m▀\x1b[38;2;0;0;0;49m▀\x1b[0m\n",
  );
});

Deno.test("blocks() takes the nearest of xterm's 256 colours", () => {
  const one = (r: number, g: number, b: number) =>
    Number(/38;5;(\d+)/.exec(blocks({ width: 1, height: 1, rgb: Uint8Array.of(r, g, b) }, false))![1]);
  // 16 + 36 r + 6 g + b over 0, 95, 135, 175, 215, 255; grays 8, 18 … 238 from 232 on
  assertEquals([one(0, 0, 0), one(255, 255, 255), one(255, 0, 0), one(90, 140, 220)], [16, 231, 196, 16 + 36 + 12 + 4]);
  assertEquals([one(8, 8, 8), one(239, 238, 237), one(120, 119, 120)], [232, 255, 243]);
});

Deno.test("protocolOf() knows terminals by their environment", () => {
  const known: [Record<string, string>, TerminalProtocol][] = [
    [{ TERM: "xterm-kitty" }, "kitty"],
    [{ TERM: "xterm-256color", KITTY_WINDOW_ID: "1" }, "kitty"],
    [{ TERM_PROGRAM: "ghostty" }, "kitty"],
    [{ TERM_PROGRAM: "iTerm.app" }, "iterm2"],
    [{ TERM_PROGRAM: "WezTerm" }, "iterm2"],
    [{ LC_TERMINAL: "iTerm2" }, "iterm2"],
    [{ TERM_PROGRAM: "mintty" }, "iterm2"],
    [{ TERM: "foot" }, "sixel"],
    [{ TERM: "xterm-256color", KONSOLE_VERSION: "220401" }, "sixel"],
    [{ TERM: "xterm-256color", KONSOLE_VERSION: "210800" }, "blocks"],
    [{ TERM: "mlterm-256color" }, "sixel"],
    [{ TERM: "xterm-256color" }, "blocks"],
    [{ TERM: "xterm-kitty", TMUX: "/tmp/x" }, "blocks"],
    [{}, "blocks"],
  ];
  for (const [variables, protocol] of known) assertEquals(protocolOf(info(variables)), protocol);
});

Deno.test("terminalText() shows no more than the terminal has room for", async () => {
  const large = { width: 400, height: 100, rgb: new Uint8Array(3 * 400 * 100) };
  const lines = (await terminalText(large, "blocks", 1, info({ COLORTERM: "truecolor" }, 40, 24))).trimEnd().split(
    "\n",
  );
  assertEquals([lines.length, lines[0]!.match(/▀/g)!.length], [5, 40]);
  assertEquals(/width=320px;height=80px/.test(await terminalText(large, "iterm2", 1, info({}, 40, 24))), true);
  assertEquals(await terminalText(PIXELS, true, 1, info({ TERM: "xterm-kitty" })), await kitty(PIXELS));
  await assertRejects(
    () => terminalText(PIXELS, "vt100" as TerminalProtocol, 1, info({})),
    Error,
    'Cannot run display: terminal must be one of kitty, iterm2, sixel, blocks but is "vt100"',
  );
});
