import { checkOneOf } from "@taimatsu/tensor";
import { blocks } from "./blocks.ts";
import { iterm2 } from "./iterm2.ts";
import { kitty } from "./kitty.ts";
import { fit, type Pixels } from "./resample.ts";
import { sixel } from "./sixel.ts";

/** How a terminal shows pictures. */
export type TerminalProtocol = "kitty" | "iterm2" | "sixel" | "blocks";

/** What is known of a terminal. */
export interface TerminalInfo {
  readonly columns: number;
  readonly rows: number;
  /** An environment variable's value. */
  env(name: string): string | undefined;
}

/** Pixels of a character, where nobody can tell: a usual size, so that pictures are not wider than the terminal. */
const CELL = [8, 16] as const;

/** Returns how a terminal shows pictures, as far as its environment variables tell; half blocks work everywhere. */
export function protocolOf({ env }: TerminalInfo): TerminalProtocol {
  const term = env("TERM") ?? "", program = env("TERM_PROGRAM") ?? "";
  if (env("TMUX") !== undefined) return "blocks"; // passes no pictures on
  if (term === "xterm-kitty" || term === "xterm-ghostty" || env("KITTY_WINDOW_ID") !== undefined) return "kitty";
  if (program === "ghostty") return "kitty";
  if (["iTerm.app", "WezTerm", "mintty"].includes(program) || env("LC_TERMINAL") === "iTerm2") return "iterm2";
  if (/^foot\b|^mlterm|sixel/.test(term) || Number(env("KONSOLE_VERSION")) >= 220400) return "sixel";
  return "blocks";
}

/** Returns what a terminal shows as the pixels, not larger than the terminal. */
export async function terminalText(
  pixels: Pixels,
  terminal: TerminalProtocol | true,
  zoom: number,
  info: TerminalInfo,
): Promise<string> {
  if (terminal !== true) checkOneOf("display", "terminal", terminal, ["kitty", "iterm2", "sixel", "blocks"]);
  const protocol = terminal === true ? protocolOf(info) : terminal, rows = Math.max(1, info.rows - 1);
  if (protocol === "blocks") {
    const trueColor = /truecolor|24bit/.test(info.env("COLORTERM") ?? "");
    return blocks(fit(pixels, zoom, info.columns, 2 * rows), trueColor);
  }
  const fitted = fit(pixels, zoom, info.columns * CELL[0], rows * CELL[1]);
  return await { kitty, iterm2, sixel }[protocol](fitted);
}

/** The terminal that the program runs in; 80 columns and 24 rows where there is none, and nothing of what may not be read. */
export function thisTerminal(): TerminalInfo {
  let size = { columns: 80, rows: 24 };
  try {
    size = Deno.consoleSize();
  } catch {
    // no terminal
  }
  const env = (name: string) =>
    Deno.permissions.querySync({ name: "env", variable: name }).state === "granted" ? Deno.env.get(name) : undefined;
  return { ...size, env };
}

/** Writes all of a text to standard output, at once. */
export function print(text: string): void {
  for (let bytes = new TextEncoder().encode(text); bytes.length > 0;) {
    bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
  }
}
