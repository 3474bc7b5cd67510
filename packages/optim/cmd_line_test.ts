import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { CmdLine, type CmdType } from "./mod.ts";

/** Throws in place of ending the program. */
class Thrower extends CmdLine {
  override error(message: string): never {
    throw new Error(message);
  }
}

function example(cmd: CmdLine = new Thrower()): CmdLine {
  return cmd.text("Trains a net").argument("data", "the folder").text()
    .option("-lr", 0.1, "size of a step").option("--name", "x").option("-cuda", false, "uses the GPU")
    .option("-shuffle", true, "in random order");
}

Deno.test("CmdLine.parse() reads options in every form", () => {
  const defaults = { lr: 0.1, name: "x", cuda: false, shuffle: true };
  const cases: [string[], Record<string, unknown>][] = [
    [["d"], {}],
    [["d", "-lr", "2"], { lr: 2 }],
    [["--lr", "2", "d"], { lr: 2 }],
    [["--lr=2e-3", "d"], { lr: 2e-3 }],
    [["-lr", "-1", "d"], { lr: -1 }],
    [["-lr=3", "d"], { lr: 3 }],
    [["-lr", "inf", "d"], { lr: Infinity }],
    [["-lr", "0x10", "d"], { lr: 16 }],
    [["-cuda", "d", "--shuffle"], { cuda: true, shuffle: false }],
    [["-name", "-h", "d"], { name: "-h" }],
    [["-name", "a=b c", "d"], { name: "a=b c" }],
    [["-lr", "1", "d", "-lr", "2"], { lr: 2 }],
    [["--name=", "d"], { name: "" }],
    [["--", "-d"], { data: "-d" }],
    [["-7"], { data: "-7" }],
  ];
  for (const [args, wanted] of cases) {
    assertEquals(example().parse(args), { ...defaults, data: "d", ...wanted }, args.join(" "));
  }
  assertEquals(example().default(), defaults);
  assertEquals(example().defaults(), defaults);
  assertEquals(new Thrower().argument("n", "", "number").parse(["-1.5"]), { n: -1.5 });
});

Deno.test("CmdLine.parse() says what is wrong", () => {
  const cases: [string[], string][] = [
    [[], "not enough arguments: <data> missing"],
    [["d", "e"], "invalid argument: e"],
    [["d", "-lr"], "missing argument for option -lr"],
    [["d", "-lr", "fast"], 'invalid type for option -lr: should be a number but is "fast"'],
    [["d", "-lr", ""], "invalid type for option -lr"],
    [["d", "-rate", "1"], "Unknown option '--rate'"],
    [["d", "--cuda=1"], "'--cuda' does not take an argument"],
  ];
  for (const [args, text] of cases) assertThrows(() => example().parse(args), Error, text);
});

Deno.test("CmdLine.string() names folders by what differs from the defaults", () => {
  const cmd = example(), params = cmd.parse(["d", "-name", "n", "-cuda", "-shuffle"]);
  assertEquals(cmd.string("run", params), "run,data=d,cuda=t,name=n,shuffle=f");
  assertEquals(cmd.string("run", params, { data: true, cuda: true, lr: false }), "run,lr=0.1,name=n,shuffle=f");
  assertEquals(cmd.string("", { ...params, other: 1 }, { data: true }), "cuda=t,name=n,shuffle=f");
  assertEquals(cmd.string("run", cmd.default()), "run");
  assertEquals(example(new CmdLine(" ", ":")).string("run", { lr: 1, name: "n" }), "run lr:1 name:n");
});

Deno.test("CmdLine.toString() is the help", () => {
  assertEquals(
    `${example()}`,
    `Usage: [options] <data>
Trains a net
  <data>   the folder

  -lr      size of a step [0.1]
  --name   [x]
  -cuda    uses the GPU [false]
  -shuffle in random order [true]`,
  );
});

Deno.test("CmdLine.log() writes what is printed into a file at once, until it is ended", async () => {
  const folder = await Deno.makeTempDir(), file = `${folder}/run/log`, before = console.log;
  const cmd = example().silent().addTime("net", "%Y");
  const end = cmd.log(file, { lr: 0.1, cuda: true });
  try {
    console.log("loss %d", 3, [1]);
    const year = new Date().getFullYear(), text = await Deno.readTextFile(file);
    assertMatch(text.split("\n")[0]!, /^\d{4}\[net\]: \[program started on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]$/);
    const rest = ["[command line arguments]", "lr\t0.1", "cuda\ttrue", "[----------------------]", "loss 3 [ 1 ]"];
    assertEquals(text.split("\n").slice(1), [...rest.map((line) => `${year}[net]: ${line}`), ""]);
  } finally {
    end();
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals(console.log, before);
});

Deno.test("CmdLine refuses what makes no sense", () => {
  const cmd = example();
  assertThrows(() => cmd.option("lr", 1), TypeError, 'key must be a name that begins with - but is "lr"');
  assertThrows(() => cmd.option("-lr", 1), TypeError, 'Cannot run CmdLine.option: there is "lr" already');
  assertThrows(() => cmd.argument("name"), TypeError, 'Cannot run CmdLine.argument: there is "name" already');
  assertThrows(() => cmd.option("-help", ""), TypeError, "-help is for the help");
  assertThrows(() => cmd.option("-x", 1, "", "string"), TypeError, "the default of -x must be a string but is 1");
  assertThrows(
    () => cmd.option("-x", 1, "", "table" as CmdType),
    TypeError,
    "type must be one of string, number, boolean",
  );
  assertThrows(() => cmd.argument("-"), TypeError, 'key must be a name but is "-"');
  assertThrows(() => cmd.addTime("", "%Q"), RangeError, "%Q must be one of Y y m d H M S F T");
});

Deno.test("CmdLine ends the program for help and for errors", async () => {
  const folder = await Deno.makeTempDir(), file = `${folder}/main.ts`;
  const mod = new URL("./mod.ts", import.meta.url).href, config = new URL("../../deno.json", import.meta.url).pathname;
  const program = `import { CmdLine } from "${mod}";
    const cmd = new CmdLine().option("-lr", 1), { lr } = cmd.parse(Deno.args);
    if (lr === 0) cmd.help();
    if (lr < 0) cmd.error("lr is below 0");`;
  await Deno.writeTextFile(file, program);
  const run = async (...args: string[]): Promise<[number, string, string]> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--config", config, file, ...args],
      env: { NO_COLOR: "1" },
    }).output();
    return [code, new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)];
  };
  try {
    for (const help of ["-h", "-help", "--help"]) {
      assertEquals(await run("-lr", "2", help), [0, "Usage: [options]\n  -lr [1]\n", ""]);
    }
    const [code, out, error] = await run("-lr", "x");
    assertEquals([code, out], [1, ""]);
    assertStringIncludes(error, 'invalid type for option -lr: should be a number but is "x"\n\nUsage: [options]');
    assertEquals(await run("-lr", "2"), [0, "", ""]);
    assertEquals(await run("-lr", "0"), [0, "Usage: [options]\n  -lr [1]\n", ""]);
    assertEquals(await run("-lr", "-1"), [1, "", "lr is below 0\n\nUsage: [options]\n  -lr [1]\n"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
