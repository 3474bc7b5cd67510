import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { type Logged, Logger } from "./mod.ts";

async function inFolder(test: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Logger writes each row at once, in the form of C's %11.4e", () =>
  inFolder((folder) => {
    const path = `${folder}/a/b/x.log`, logger = new Logger(path);
    assertEquals(Deno.readTextFileSync(path), "");
    logger.setNames(["a", "b", "c"]);
    assertEquals(Deno.readTextFileSync(path), "a\tb\tc\t\n");
    logger.add([1, -123456.789, "text"]);
    const first = "a\tb\tc\t\n 1.0000e+00\t-1.2346e+05\ttext\t\n";
    assertEquals(Deno.readTextFileSync(path), first);
    logger.add({ c: NaN, a: 1e-300, b: -Infinity }).add([0, -0, Infinity]);
    assertEquals(
      Deno.readTextFileSync(path),
      first + "1.0000e-300\t       -inf\t        nan\t\n 0.0000e+00\t-0.0000e+00\t        inf\t\n",
    );
    assertEquals(logger.symbols[0], [1, 1e-300, 0]);
    assertEquals([logger.names, logger.idx], [["a", "b", "c"], { a: 0, b: 1, c: 2 }]);
  }));

Deno.test("Logger takes names from the first row", () =>
  inFolder((folder) => {
    new Logger(`${folder}/x`).add({ "training error": 1, "test error": 2 });
    assertEquals(Deno.readTextFileSync(`${folder}/x`), "training error\ttest error\t\n 1.0000e+00\t 2.0000e+00\t\n");
    new Logger(`${folder}/x`).add([1, 2]);
    assertEquals(Deno.readTextFileSync(`${folder}/x`), "1\t2\t\n 1.0000e+00\t 2.0000e+00\t\n");
  }));

Deno.test("Logger adds date and time to the name", () =>
  inFolder((folder) => {
    const { path, name } = new Logger(`${folder}/x`, true);
    assertMatch(path!.slice(folder.length), /^\/x-\d{4}_\d\d_\d\d_\d\d:\d\d:\d\d$/);
    assertEquals(name, `${folder}/x`);
  }));

Deno.test("Logger.plot() draws all or some columns beside the file", () =>
  inFolder(async (folder) => {
    const logger = new Logger(`${folder}/x.log`).setNames(["loss", "error <%>", "note"]);
    for (const loss of [1, 0.1, 0.01]) logger.add([loss, 2 * loss, "x"]);
    await logger.style({ loss: ["-", "+"] }).setlogscale(true).plot();
    assertEquals(logger.svgfile, `${folder}/x.log.svg`);
    const all = await Deno.readTextFile(`${folder}/x.log.svg`);
    assertStringIncludes(all, "error &lt;%&gt;");
    assertStringIncludes(all, "0.1");
    assert(!all.includes("note"));
    const figure = await logger.plot("loss");
    assert(!(await Deno.readTextFile(`${folder}/x.log.svg`)).includes("error"));
    assertEquals((figure.spec.layer as { mark: { type: string } }[]).map(({ mark }) => mark.type), ["line", "point"]);
  }));

Deno.test("Logger.plot() draws before anything was logged", () =>
  inFolder(async (folder) => {
    await new Logger(`${folder}/x`).plot();
    assertStringIncludes(await Deno.readTextFile(`${folder}/x.svg`), "<svg");
  }));

Deno.test("Logger says what is wrong, and writes nothing then", () =>
  inFolder(async (folder) => {
    const path = `${folder}/x`, logger = new Logger(path).setNames(["a", "b"]);
    assertThrows(() => logger.add([1]), RangeError, "Cannot run Logger.add: symbols must be 2 values but are 1");
    assertThrows(() => logger.add({ a: 1 }), TypeError, "symbols must have the names a, b but b is missing");
    assertThrows(() => logger.add({ a: 1, b: 1, c: 1 }), TypeError, "but c is no column");
    assertThrows(() => logger.add([1, null as unknown as Logged]), TypeError, "a value must be a number or a text");
    assertThrows(() => logger.add([1, "a\tb"]), TypeError, "without tabs and line breaks");
    assertThrows(() => logger.setNames(["a"]), Error, "the columns have names already");
    assertThrows(() => new Logger(path).setNames(["a", "a"]), TypeError, 'names must differ but "a" comes twice');
    assertThrows(() => logger.style({ c: "-" }), RangeError, '"c" must be one of a, b');
    assertThrows(() => logger.style(["-", "#" as "-"]), TypeError, 'a style must be one of + . - +- ~ | but is "#"');
    assertEquals(logger.styles, [["+"], ["+"]]);
    await assertRejects(() => logger.plot("c"), RangeError, "Cannot run Logger.plot");
    assertEquals(logger.symbols, [[], []]);
  }));

Deno.test("Logger without a file writes to standard output, and names the permission that a file needs", async () => {
  const mod = new URL("./mod.ts", import.meta.url).href;
  const code = `import { Logger } from "${mod}";
    new Logger().add({ loss: 0.5 });
    try { new Logger("runs/x.log"); } catch (error) { console.log(error.name, error.message); }`;
  const folder = await Deno.makeTempDir(), file = `${folder}/main.ts`;
  await Deno.writeTextFile(file, code);
  const config = new URL("../../deno.json", import.meta.url);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--config", config.pathname, file],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(folder, { recursive: true });
  assertEquals(new TextDecoder().decode(stderr), "");
  assertEquals(
    new TextDecoder().decode(stdout),
    "loss\t\n 5.0000e-01\t\nNotCapable Cannot run Logger: runs/x.log may not be written, which --allow-write=runs permits\n",
  );
});
