/**
 * Builds the native library from the C sources that the package carries, into a cache of the user's:
 * `deno run -A jsr:@taimatsu/tensor/install`. It needs gcc, make and OpenBLAS with its header.
 *
 * @module
 */
import { cachedLibrary, libraryName } from "./library_path.ts";

const NEEDED = "Debian, Ubuntu: apt-get install gcc make libc6-dev libopenblas-dev; macOS: brew install openblas";

async function runs(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args: ["--version"], stdout: "null", stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function read(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot install: ${url} answered ${response.status}`);
  return await response.bytes();
}

/** Writes the sources that lie beside this module into `folder`. */
async function unpack(folder: string): Promise<void> {
  const native = new URL("./native/", import.meta.url);
  let files: string[];
  try {
    files = JSON.parse(new TextDecoder().decode(await read(new URL("manifest.json", native))));
  } catch (error) {
    throw new Error(`Cannot install: the C sources are not at ${native}; in a checkout, run "sh setup.sh" instead`, {
      cause: error,
    });
  }
  for (const file of files) {
    const path = `${folder}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(path, await read(new URL(file, native)));
  }
}

/** Builds in `folder` and returns the library's path there. */
async function build(folder: string): Promise<string> {
  // Warnings of compilers that are younger than the sources are no reason to fail.
  const args = ["--silent", "-C", folder, `-j${navigator.hardwareConcurrency}`, "WARN=-w"];
  const { success, stderr } = await new Deno.Command("make", { args, stdout: "null", stderr: "piped" }).output();
  if (success) return `${folder}/build/${libraryName()}`;
  const text = new TextDecoder().decode(stderr);
  if (/cblas\.h|-lopenblas/.test(text)) {
    throw new Error(`Cannot install: OpenBLAS or its header is missing (${NEEDED})`);
  }
  throw new Error(`Cannot install: the build failed (it needs ${NEEDED})\n${text}`);
}

/**
 * Builds the native library and puts it where importing the package finds it.
 *
 * @returns The library's path.
 * @throws {Error} If a tool or library is missing, or there is no home folder; the message names the remedy.
 */
export async function install(): Promise<string> {
  const target = cachedLibrary();
  if (target === undefined) throw new Error("Cannot install: neither XDG_CACHE_HOME nor HOME names a folder");
  for (const command of ["gcc", "make"]) {
    if (!await runs(command)) throw new Error(`Cannot install: ${command} is missing (${NEEDED})`);
  }
  const folder = await Deno.makeTempDir({ prefix: "taimatsu" });
  try {
    await unpack(folder);
    const library = await build(folder);
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    const beside = `${target}.${crypto.randomUUID()}`;
    await Deno.copyFile(library, beside);
    await Deno.rename(beside, target);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return target;
}

if (import.meta.main) {
  try {
    console.log("building the native library, which takes a minute or two");
    const library = await install();
    console.log(`installed; run programs with --allow-ffi=${library}`);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exitCode = 1;
  }
}
