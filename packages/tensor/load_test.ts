// What a user sees when the native library is missing, damaged, of another version, or may not be loaded: programs of their own.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ABI, cacheDirectory, libraryName } from "./library_path.ts";

const mod = new URL("./mod.ts", import.meta.url).href;
const built = Deno.env.get("TAIMATSU_LIBRARY") ??
  decodeURIComponent(new URL(`../../native/build/${libraryName()}`, import.meta.url).pathname);
const REMEDY = 'build it with "sh setup.sh" in a checkout, or with "deno run -A jsr:@taimatsu/tensor/install"';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program with the permissions given; `library` is what TAIMATSU_LIBRARY names. */
async function run(source: string, flags: string[], library?: string): Promise<Outcome> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `import * as T from ${JSON.stringify(mod)};\n${source}`);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--no-prompt", ...flags, file],
      env: { NO_COLOR: "1", TAIMATSU_LIBRARY: library ?? built },
    }).output();
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  } finally {
    await Deno.remove(file);
  }
}

const ADD = "console.log(T.ones([2]).add(1).sum());";

/** Compiles a library of one function. */
async function compile(source: string, path: string): Promise<void> {
  const file = `${path}.c`;
  await Deno.writeTextFile(file, source);
  const { code, stderr } = await new Deno.Command("cc", { args: ["-shared", "-fPIC", "-o", path, file] }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

Deno.test("importing loads nothing, and tensors can be made without the library", async () => {
  const { code, stdout, stderr } = await run(
    "console.log(T.zeros([2]).set(1, 5).toArray());",
    [],
    "/nowhere/at/all.so",
  );
  assertEquals([code, stdout], [0, "[ 0, 5 ]\n"], stderr);
});

Deno.test("a library that is missing is reported with the place and the remedy", async () => {
  const { code, stderr } = await run(ADD, ["--allow-ffi", "--allow-env", "--allow-read"], "/nowhere/at/all.so");
  assertEquals(code, 1);
  assertStringIncludes(stderr, `Cannot load the native library: found none at /nowhere/at/all.so; ${REMEDY}`);
});

Deno.test("a file that is no library is reported", async () => {
  const path = await Deno.makeTempFile({ suffix: ".so" });
  await Deno.writeTextFile(path, "not a library");
  const { code, stderr } = await run(ADD, ["--allow-ffi", "--allow-env", "--allow-read"], path);
  await Deno.remove(path);
  assertEquals(code, 1);
  assertStringIncludes(stderr, `Cannot load the native library ${path}: `);
  assertStringIncludes(stderr, REMEDY);
});

Deno.test("a library of another ABI is refused with both numbers", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/${libraryName()}`;
  await compile("int tm_abi(void) { return 999; }", path);
  const { code, stderr } = await run(ADD, ["--allow-ffi", "--allow-env", "--allow-read"], path);
  assertEquals(code, 1);
  assertStringIncludes(
    stderr,
    `Cannot load the native library ${path}: its ABI must be ${ABI} but is 999; build it again with`,
  );
  await compile("int something(void) { return 1; }", path);
  const other = await run(ADD, ["--allow-ffi", "--allow-env", "--allow-read"], path);
  await Deno.remove(folder, { recursive: true });
  assertEquals(other.code, 1);
  assertStringIncludes(other.stderr, `Cannot load the native library ${path}: `);
  assertStringIncludes(other.stderr, REMEDY);
});

Deno.test("a refused --allow-ffi is reported with the flag that is needed", async () => {
  for (const flags of [["--allow-env", "--allow-read"], ["--allow-env", "--allow-read", "--allow-ffi=/elsewhere"]]) {
    const { code, stderr } = await run(ADD, flags);
    assertEquals(code, 1);
    assertStringIncludes(
      stderr,
      `Cannot load the native library: --allow-ffi must include ${built} (run with --allow-ffi=${built})`,
    );
  }
});

Deno.test("the permission for the one file is enough", async () => {
  const { code, stdout, stderr } = await run(ADD, [`--allow-ffi=${built}`, "--allow-env=TAIMATSU_LIBRARY"]);
  assertEquals([code, stdout], [0, "4\n"], stderr);
  assert(!stderr.includes("Warning"), stderr);
});

Deno.test("the installed library is found with the permission for that file alone, below a home above the program", async () => {
  const home = await Deno.makeTempDir(),
    folder = cacheDirectory(Deno.build.os, (name) => name === "HOME" ? home : undefined);
  await Deno.mkdir(folder!, { recursive: true });
  await Deno.mkdir(`${home}/project`);
  const installed = `${folder}/${libraryName()}`, program = `${home}/project/main.ts`;
  await Deno.copyFile(built, installed);
  const start = `new Worker(import.meta.url, { type: "module" }).onmessage = ({ target }) => target.terminate();`;
  await Deno.writeTextFile(
    program,
    `import * as T from ${JSON.stringify(mod)};
    ${ADD}
    if (Deno.mainModule) ${start}
    else self.postMessage("done");`,
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--no-prompt",
      `--allow-ffi=${installed}`,
      `--allow-read=${program},${new URL(".", import.meta.url).pathname}`,
      program,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(home, { recursive: true });
  assertEquals([new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)], ["4\n4\n", ""]);
});

Deno.test("results that need no zeroing come with the permission for the one file, in a Worker too", async () => {
  const program = `
    let x = T.ones([1_000_000]);
    for (let i = 0; i < 20; i++) x = T.add(x, 1); // more than the bytes from which on the library makes buffers
    console.log(x.sum());
    if (Deno.mainModule) new Worker(import.meta.url, { type: "module" }).onmessage = ({ data, target }) => {
      target.terminate();
      setTimeout(() => console.log(new Float32Array(data)[999_999]), 100); // the Worker that made it is gone
    };
    else self.postMessage(x.data.buffer, [x.data.buffer]);
  `;
  const { code, stdout, stderr } = await run(program, [`--allow-ffi=${built}`, "--allow-env", "--allow-read"]);
  assertEquals([code, stdout, stderr], [0, "21000000\n21000000\n21\n", ""]);
});

Deno.test("an error leaves the process and the tensors alive", async () => {
  const program = `
    const x = T.zeros([2]);
    for (let i = 0; i < 2; i++) {
      try { x.add(1); } catch (error) { console.log(error.message.slice(0, 30)); }
    }
    console.log(x.toArray());
  `;
  const { code, stdout } = await run(program, ["--allow-ffi", "--allow-env", "--allow-read"], "/nowhere/at/all.so");
  assertEquals([code, stdout], [0, "Cannot load the native library\nCannot load the native library\n[ 0, 0 ]\n"]);
});
