import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { cpu, Generator } from "./mod.ts";
import { libraryName } from "./library_path.ts";
import { FILE_SYMBOLS } from "./symbols.ts";
import { attackNative } from "./testing.ts";

const mod = new URL("./mod.ts", import.meta.url).href;
const built = Deno.env.get("TAIMATSU_LIBRARY") ??
  decodeURIComponent(new URL(`../../native/build/${libraryName()}`, import.meta.url).pathname);

/** Runs a program that finds `T` and the path of a file of the eight floats 0 … 7, and returns what it prints and the file then. */
async function run(source: string, flags: string[] = ["--allow-ffi"]): Promise<{ text: string; floats: number[] }> {
  const folder = await Deno.makeTempDir(), file = `${folder}/main.ts`, path = `${folder}/numbers`;
  try {
    await Deno.writeFile(path, new Uint8Array(Float32Array.from({ length: 8 }, (_, i) => i).buffer));
    await Deno.writeTextFile(
      file,
      `import * as T from ${JSON.stringify(mod)};\nconst path = ${JSON.stringify(path)};\n${source}`,
    );
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        "--no-prompt",
        "--allow-read",
        "--allow-env",
        `--allow-write=${folder}`,
        ...flags,
        file,
      ],
      env: { NO_COLOR: "1", TAIMATSU_LIBRARY: built },
    }).output();
    const bytes = await Deno.readFile(path);
    return {
      text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr),
      floats: [...new Float32Array(bytes.buffer)],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("mapFile() reads a file and keeps what is written to itself", async () => {
  const { text, floats } = await run(`
    const storage = T.mapFile(path), x = T.fromStorage(storage, 2, [2, 3]);
    console.log(storage.length, JSON.stringify(x.toArray()), x.mul(10).sum());
    console.log(JSON.stringify(T.mapFile(path, { dtype: "uint8", length: 5 }).toArray()));
    console.log(storage.subarray(6).toArray().join());
  `);
  assertEquals(text, "8 [[2,3,4],[5,6,7]] 270\n[0,0,0,0,0]\n60,70\n");
  assertEquals(floats, [0, 1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("mapFile() writes into a file that is shared, which it makes or extends", async () => {
  const { text, floats } = await run(`
    const storage = T.mapFile(path, { shared: true, length: 10 });
    T.fromStorage(storage).add(1);
    console.log(T.mapFile(path).toArray().join()); // another view of the file
    console.log(T.mapFile(path + ".new", { shared: true, length: 3, dtype: "int16" }).fill(7).toArray().join());
    console.log(Deno.statSync(path + ".new").size);
  `);
  assertEquals(text, "1,2,3,4,5,6,7,8,1,1\n7,7,7\n6\n");
  assertEquals(floats, [1, 2, 3, 4, 5, 6, 7, 8, 1, 1]);
});

Deno.test("a mapped file keeps its length, its place and its owner", async () => {
  const { text } = await run(`
    const storage = T.mapFile(path), { buffer } = storage.data;
    for (const act of [
      () => storage.resize(9),
      () => storage.share(),
      () => structuredClone(buffer, { transfer: [buffer] }),
      () => buffer.transfer(),
    ]) {
      try { act(); console.log("done"); } catch (error) { console.log(error.name, error.message); }
    }
    console.log(storage.get(7), T.mapFile("/dev/null").length);
  `);
  const lines = text.trim().split("\n");
  assertStringIncludes(lines[0]!, "Cannot run Storage.resize: the storage is a part of another or a file");
  assertStringIncludes(lines[1]!, "Cannot share a file that is mapped");
  assert(lines[2] !== "done" && lines[3] !== "done", text);
  assertEquals(lines[4], "7 0");
});

Deno.test("what cannot be mapped is said", async () => {
  const { text } = await run(`
    for (const act of [
      () => T.mapFile(path, { length: 9 }),
      () => T.mapFile(path + ".none"),
      () => T.mapFile(path, { length: -1 }),
      () => T.mapFile("/nowhere/x", { shared: true, length: 1 }),
      () => T.mapFile(path, { dtype: "float31" }),
    ]) {
      try { act(); console.log("done"); } catch (error) { console.log(error.name, error.message); }
    }
  `);
  const lines = text.trim().split("\n");
  assertStringIncludes(lines[0]!, "numbers: length needs 36 bytes but the file has 32");
  assertStringIncludes(lines[1]!, "NotFound");
  assertStringIncludes(lines[2]!, "Cannot run mapFile: length must be from 0 to");
  assertStringIncludes(lines[3]!, "NotCapable");
  assertStringIncludes(lines[4]!, "dtype must be one of");
});

Deno.test("mapFile() and fromPointer() need --allow-ffi without a path, which the error says", async () => {
  const { text } = await run("T.mapFile(path);", [`--allow-ffi=${built}`]);
  assertStringIncludes(text, "NotCapable: Requires ffi access");
});

Deno.test("Storage.fromPointer() shares memory of foreign code", async () => {
  const { text } = await run(`
    const numbers = new Float64Array([1, 2, 3]), pointer = Deno.UnsafePointer.of(numbers);
    const storage = T.Storage.fromPointer("float64", pointer, 3);
    T.fromStorage(storage).mul(2);
    console.log(numbers.join(), storage.toArray().join());
    try { T.Storage.fromPointer("float64", pointer, -1); } catch (error) { console.log(error.message); }
  `);
  assertEquals(text, "2,4,6 2,4,6\nCannot run Storage.fromPointer: length must be at least 0 but is -1\n");
});

Deno.test("tm_map_file and tm_unmap_file survive hostile arguments", async () => {
  const symbols = cpu.open(FILE_SYMBOLS), file = await Deno.makeTempFile(), path = new TextEncoder().encode(file);
  try {
    await Deno.writeFile(file, new Uint8Array(16));
    const { refused } = attackNative(symbols, FILE_SYMBOLS, "tm_map_file", {
      operands: [],
      args: [
        { bytes: path.length, fill: (memory) => new Uint8Array(memory).set(path) },
        { capacity: path.length },
        0,
        16,
        "frame",
      ],
    });
    assert(refused > 0);
  } finally {
    await Deno.remove(file);
  }
  for (const address of [NaN, Infinity, -1, 0, 1, 4096, 2 ** 47, new Generator(1).initialSeed()]) {
    assert(symbols.tm_unmap_file(address) !== 0, `${address}`);
  }
});
