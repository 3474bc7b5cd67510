// What a user sees when the library for image files is missing, which tensors must not notice.
import { assert, assertStringIncludes } from "@std/assert";

const mod = new URL("../mod.ts", import.meta.url).href;

async function run(source: string, library: string): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", `import * as I from ${JSON.stringify(mod)};\n${source}`],
    cwd: decodeURIComponent(new URL("..", import.meta.url).pathname),
    env: { NO_COLOR: "1", TAIMATSU_IMAGE_LIBRARY: library },
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test("a library that is missing is reported with what to install; importing needs none", async () => {
  const text = await run('console.log("imported"); I.decompress(new Uint8Array(3));', "/nowhere/image.so");
  assertStringIncludes(text, "imported");
  assertStringIncludes(
    text,
    "Cannot load the native library for image files: found none at /nowhere/image.so; install libjpeg and libpng with their " +
      "headers (Debian, Ubuntu: apt-get install libjpeg-dev libpng-dev; macOS: brew install jpeg-turbo libpng), then build it",
  );
});

Deno.test("a library of another ABI is refused", async () => {
  const folder = await Deno.makeTempDir(), source = `${folder}/a.c`, library = `${folder}/a.so`;
  try {
    await Deno.writeTextFile(source, "int tm_codec_abi(void) { return 999; }");
    const { success } = await new Deno.Command("cc", { args: ["-shared", "-fPIC", "-o", library, source] }).output();
    assert(success);
    const text = await run("I.decompress(new Uint8Array(3));", library);
    assertStringIncludes(
      text,
      `Cannot load the native library for image files ${library}: its ABI must be 2 but is 999`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
