// What a user sees when the CUDA library, a driver or a GPU is missing: programs of their own.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runProgram } from "./testing_program.ts";

const mod = new URL("./mod.ts", import.meta.url).href;
const config = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);
const real = decodeURIComponent(new URL("../../native/build/libtaimatsu_cuda.so", import.meta.url).pathname);

function run(source: string, env: Record<string, string>): Promise<string> {
  return runProgram(source, { TAIMATSU_CUDA_EMULATE: "0", ...env });
}

/** Compiles a library of one function. */
async function compile(source: string, path: string): Promise<void> {
  await Deno.writeTextFile(`${path}.c`, source);
  const { success } = await new Deno.Command("cc", { args: ["-shared", "-fPIC", "-o", path, `${path}.c`] }).output();
  assert(success);
}

Deno.test("a library that is missing counts as no GPU, and is reported with how to build it", async () => {
  const env = { TAIMATSU_CUDA_LIBRARY: "/nowhere/cuda.so" };
  const wanted = "Cannot load the CUDA library: found none at /nowhere/cuda.so; " +
    'build it (again) with "deno task build:cuda" in a checkout, which needs nvcc of CUDA 13 or later';
  assertEquals(
    await run("console.log(cuda.deviceCount(), cuda.isAvailable(), cuda.describe());", env),
    `0 false no GPU: ${wanted}\n`,
  );
  assertStringIncludes(await run("cuda(0);", env), `Cannot use cuda:0: ${wanted}`);
});

Deno.test("a library of another ABI is refused", async () => {
  const folder = await Deno.makeTempDir(), library = `${folder}/a.so`;
  try {
    await compile("int tm_cuda_abi(void) { return 999; }", library);
    assertStringIncludes(
      await run("cuda(0);", { TAIMATSU_CUDA_LIBRARY: library }),
      `Cannot load the CUDA library ${library}: its ABI must be 3 but is 999; build it (again) with "deno task build:cuda"`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a library that was built before an op was added is refused", async () => {
  const folder = await Deno.makeTempDir(), library = `${folder}/a.so`;
  const source = (abi: number) =>
    `int tm_cuda_abi(void) { return 3; } int tm_abi(void) { return ${abi}; }
     int tm_op_names(int family, char *text, int capacity) { __builtin_strcpy(text, "abs\\nolder"); return 0; }
     int tm_last_error(char *text, int capacity) { *text = 0; return 0; }`;
  try {
    await compile(source(4), library);
    assertStringIncludes(
      await run("cuda(0);", { TAIMATSU_CUDA_LIBRARY: library }),
      `Cannot load the CUDA library ${library}: its unary ops must be those of the native library, but number 1 is older;`,
    );
    const other = `${folder}/b.so`;
    await compile(source(3), other);
    assertStringIncludes(
      await run("cuda(0);", { TAIMATSU_CUDA_LIBRARY: other }),
      `Cannot load the CUDA library ${other}: its TM_ABI must be 4 but is 3;`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "a machine without driver or GPU counts none and says why",
  ignore: !exists(real) || exists("/dev/nvidia0"),
  fn: async () => {
    assertStringIncludes(
      await run("console.log(cuda.deviceCount(), cuda.describe()); cuda(0);", { TAIMATSU_CUDA_LIBRARY: real }),
      "0 no GPU: there is no NVIDIA driver, or it is older than CUDA 13 needs (R580)\n",
    );
  },
});

function exists(file: string): boolean {
  try {
    return Deno.statSync(file) !== undefined;
  } catch {
    return false;
  }
}

Deno.test("importing needs no library and no permission", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `import { cuda } from ${JSON.stringify(mod)};\nconsole.log(typeof cuda);`);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--no-prompt", "--config", config, file],
    })
      .output();
    assertEquals(new TextDecoder().decode(stdout), "function\n");
  } finally {
    await Deno.remove(file);
  }
});
