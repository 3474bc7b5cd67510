import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { load } from "@taimatsu/image";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Runs the program as a user would, with the permissions of its task. */
async function run(output: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const permissions = ["--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${output}`];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "examples/image_filters/main.ts", "--output", `${output}/filters.png`, ...args],
    cwd: root,
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

Deno.test("image_filters saves a mosaic of twelve pictures, the first as it is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await run(folder);
    assertEquals([code, stdout.trim()], [0, `${folder}/filters.png`], stderr);
    const mosaic = load(stdout.trim());
    assertEquals(mosaic.size(), [3, 3 * 148, 4 * 196]);
    const tile = (row: number, column: number) => mosaic.narrow(1, 2 + 148 * row, 144).narrow(2, 2 + 196 * column, 192);
    const inside = (x: ReturnType<typeof tile>) => x.narrow(1, 20, 120); // below the text
    const plain = inside(tile(0, 0)).contiguous(), mirrored = inside(tile(0, 1));
    for (let x = 0; x < 192; x++) assert(plain.select(2, x).equal(mirrored.select(2, 191 - x)), `column ${x}`);
    assert(!inside(tile(2, 0)).equal(plain));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("image_filters shows the mosaic in a page, which stays until the program is interrupted", async () => {
  const folder = await Deno.makeTempDir();
  const permissions = ["--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${folder}`];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "--allow-net=127.0.0.1", "examples/image_filters/main.ts", "--show"]
      .concat("--output", `${folder}/filters.png`),
    cwd: root,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    let text = "";
    for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (/http:\S+\/\s/.test(text)) break;
    }
    const [url] = /http:\S+/.exec(text)!, page = await fetch(url);
    assertStringIncludes(await page.text(), "<html");
    assertEquals(page.status, 200);
  } finally {
    child.kill();
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("image_filters says what is wrong with the picture", async () => {
  const folder = await Deno.makeTempDir(), wrong = await run(folder, "--picture", "deno.json");
  await Deno.remove(folder, { recursive: true });
  assertEquals(wrong.code, 1);
  assertStringIncludes(wrong.stderr, "image_filters: Cannot ");
});
