// Logger, CmdLine and formatTime with random arguments, valid or not.
import { assert, assertEquals } from "@std/assert";
import { CmdLine, formatTime, Logger } from "./mod.ts";
import { attempt, check, type Draw, show } from "./property/draw.ts";

const CALLS = 2000;

Deno.test("Logger writes rows, or refuses them and writes nothing", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a/log`;
  try {
    check((draw) => {
      const log = new Logger(path),
        odd = draw.odd() as never,
        value = draw.oneOf([1, -0, NaN, Infinity, 1e308, "x", ""]);
      if (draw.chance(2)) log.setNames(["a", "__proto__"]).add([value, 2]);
      const before = `${Deno.readTextFileSync(path)} ${show(log)}`;
      const calls: Record<string, () => unknown> = {
        "setNames(odd)": () => log.setNames(odd),
        "setNames([odd])": () => log.setNames(["a", odd]),
        "add(odd)": () => log.add(odd),
        "add([odd])": () => log.add([1, odd]),
        "add({ odd })": () => log.add({ a: odd, b: 2 }),
        "style(odd)": () => log.style(odd),
        "style([odd])": () => log.style([odd]),
        "style({ odd })": () => log.style({ a: odd }),
        "style([[odd]])": () => log.style([[odd]]),
        "new Logger(odd)": () => typeof odd === "string" || odd === undefined || new Logger(odd),
      };
      const text = draw.oneOf(Object.keys(calls)),
        error = attempt(() => `Logger.${text} with ${show(odd)}`, calls[text]!);
      const after = `${Deno.readTextFileSync(path)} ${show(log)}`;
      if (error !== undefined) assertEquals(after, before, `Logger.${text} with ${show(odd)}`);
      const lines = Deno.readTextFileSync(path).split("\n"), rows = log.symbols[0]?.length ?? 0;
      assertEquals(lines.length, log.names.length === 0 ? 1 : rows + 2);
    }, CALLS);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

/** Throws in place of ending the program. */
class Thrower extends CmdLine {
  override error(message: string): never {
    throw new Error(`Cannot run the program: ${message}`);
  }
}

function example(): Thrower {
  const cmd = new Thrower();
  cmd.argument("folder", "of the data").option("-lr", 0.1, "size of a step").option("--name", "x").option(
    "-cuda",
    false,
  );
  return cmd;
}

function drawWord(draw: Draw): string {
  const words = [
    "-lr",
    "--lr",
    "--name",
    "-cuda",
    "--cuda",
    "3",
    "-1",
    "x",
    "",
    "-",
    "--",
    "--lr=2",
    "-lr=x",
    "-q",
    "__proto__",
    "\0",
  ];
  return draw.oneOf(words);
}

Deno.test("CmdLine.parse() gives values of the right types for any words, or says what is wrong", () => {
  check((draw) => {
    const words = Array.from({ length: draw.int(0, 5) }, () => drawWord(draw));
    attempt(() => `parse(${show(words)})`, () => {
      const { folder, lr, name, cuda, ...rest } = example().parse(words);
      assertEquals([typeof folder, typeof lr, typeof name, typeof cuda], ["string", "number", "string", "boolean"]);
      assertEquals(rest, {});
    });
  }, CALLS);
});

Deno.test("CmdLine takes anything: it works, or a documented error", () => {
  check((draw) => {
    const odd = draw.odd() as never, other = draw.odd() as never, cmd = example(), before = String(cmd);
    const calls: Record<string, () => unknown> = {
      "option(odd)": () => cmd.option(odd, 1),
      "option(, odd)": () => cmd.option("-new", odd),
      "option(, , , odd)": () => cmd.option("-new", other, "", odd),
      "argument(odd)": () => cmd.argument(odd),
      "argument(, , odd)": () => cmd.argument("new", "", odd),
      "parse(odd)": () => cmd.parse(odd),
      "parse([odd])": () => cmd.parse(["d", odd]),
      "string(, odd)": () => cmd.string("a", odd),
      "string(, , odd)": () => cmd.string("a", cmd.default(), odd),
      "string(, { odd })": () => cmd.string("a", { lr: odd }),
      "log(odd)": () => typeof odd === "string" || cmd.log(odd)(),
      "addTime(, odd)": () => cmd.addTime("", odd),
    };
    const text = draw.oneOf(Object.keys(calls));
    const error = attempt(() => `CmdLine.${text} with ${show([odd, other])}`, calls[text]!);
    if (error !== undefined) assertEquals(String(cmd), before);
  }, CALLS);
});

Deno.test("formatTime writes two units of any time", () => {
  check((draw) => {
    const seconds = draw.int(0, 2 ** 31 - 1) * draw.oneOf([1e-6, 1e-3, 1, 1e6, 1e15, 1e280]),
      text = formatTime(seconds);
    assert(/^(\d+D)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text) || seconds > 1e20, `${seconds}: ${text}`);
    const units: Record<string, number> = { D: 86400, h: 3600, m: 60, s: 1, ms: 1e-3 };
    const parts = [...text.matchAll(/([\d.e+]+)(ms|[Dhms])/g)].map(([, count, unit]) => Number(count) * units[unit!]!);
    const total = parts.reduce((a, b) => a + b, 0),
      lost = seconds >= 86400 ? 3600 : seconds >= 3600 ? 60 : seconds >= 60 ? 1 : 1e-3;
    assert(parts.length <= 2 && Math.abs(total - seconds) <= lost * 1.001 + 1e-9 * seconds, `${seconds}: ${text}`);
    const odd = draw.odd() as number;
    attempt(() => `formatTime(${show(odd)})`, () => assert(!formatTime(odd).includes("NaN")));
  }, CALLS);
});
