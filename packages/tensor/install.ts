/**
 * Builds the native library from the C sources that the package carries, into a cache of the user's:
 * `deno run -A jsr:@taimatsu/tensor/install`. It needs gcc, make and OpenBLAS with its header, and for image files libjpeg and
 * libpng with theirs; without these it leaves the library for images out. WebP and GIF are read where libwebp and giflib are.
 *
 * @module
 */
import { cacheDirectory, libraryName } from "./library_path.ts";

const NEEDED = "Debian, Ubuntu: apt-get install gcc make libc6-dev libopenblas-dev; macOS: brew install openblas";
/** The library for tensors, and that for image files, which is built only where libjpeg and libpng are. */
const TENSOR_LIBRARY = "libtaimatsu", IMAGE_LIBRARY = "libtaimatsu_image";

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

/** Builds in `folder`. */
async function build(folder: string): Promise<void> {
  // Warnings of compilers that are younger than the sources are no reason to fail.
  const args = ["--silent", "-C", folder, `-j${navigator.hardwareConcurrency}`, "WARN=-w"];
  const { success, stderr } = await new Deno.Command("make", { args, stdout: "null", stderr: "piped" }).output();
  if (success) return;
  const text = new TextDecoder().decode(stderr);
  if (/cblas\.h|-lopenblas/.test(text)) {
    throw new Error(`Cannot install: OpenBLAS or its header is missing (${NEEDED})`);
  }
  throw new Error(`Cannot install: the build failed (it needs ${NEEDED})\n${text}`);
}

/** Puts a library that was built where it is looked for; returns the path there, or `undefined` if it was not built. */
async function place(library: string, target: string): Promise<string | undefined> {
  const beside = `${target}.${crypto.randomUUID()}`;
  try {
    await Deno.copyFile(library, beside);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  await Deno.rename(beside, target);
  return target;
}

/**
 * Builds the native libraries and puts them where importing the packages finds them.
 *
 * @returns The paths: that of the library for tensors and, unless it was left out, that of the one for image files.
 * @throws {Error} If a tool or library is missing, or there is no home folder; the message names the remedy.
 */
export async function install(): Promise<string[]> {
  const cache = cacheDirectory();
  if (cache === undefined) throw new Error("Cannot install: neither XDG_CACHE_HOME nor HOME names a folder");
  for (const command of ["gcc", "make"]) {
    if (!await runs(command)) throw new Error(`Cannot install: ${command} is missing (${NEEDED})`);
  }
  const folder = await Deno.makeTempDir({ prefix: "taimatsu" });
  try {
    await unpack(folder);
    await build(folder);
    await Deno.mkdir(cache, { recursive: true });
    const placed = [TENSOR_LIBRARY, IMAGE_LIBRARY].map((name) => libraryName(Deno.build.os, name)).map((file) =>
      place(`${folder}/build/${file}`, `${cache}/${file}`)
    );
    return (await Promise.all(placed)).filter((path) => path !== undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  try {
    console.log("building the native libraries, which takes a minute or two");
    const libraries = await install();
    if (libraries.length < 2) {
      console.log("image files cannot be read: libjpeg or libpng is missing, with their headers");
      console.log("(Debian, Ubuntu: apt-get install libjpeg-dev libpng-dev; macOS: brew install jpeg-turbo libpng;");
      console.log("for WebP and GIF also libwebp-dev libgif-dev; webp giflib)");
    }
    console.log(`installed; run programs with --allow-ffi=${libraries}`);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exitCode = 1;
  }
}
