import { ABI, cachedLibrary, libraryName } from "./library_path.ts";

const INSTALL = "deno run -A jsr:@taimatsu/tensor/install";

/** The library that is loaded, once it is. */
let path: string | undefined;

function exists(file: string): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch (error) {
    // Without permission to look, loading itself decides.
    return error instanceof Deno.errors.NotCapable;
  }
}

/** Runs `read`, or returns `undefined` if the permission for it is not granted. */
function ifAllowed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** The places where the library may lie, best first. */
function candidates(): string[] {
  const named = ifAllowed(() => Deno.env.get("TAIMATSU_LIBRARY"));
  if (named) return [named];
  const places: string[] = [];
  const here = new URL(`../../native/build/${libraryName()}`, import.meta.url);
  if (here.protocol === "file:") places.push(decodeURIComponent(here.pathname));
  const cached = ifAllowed(() => cachedLibrary());
  if (cached) places.push(cached);
  return places;
}

function explain(error: unknown, file: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Deno.errors.NotCapable) {
    return new Deno.errors.NotCapable(
      `Cannot load the native library: --allow-ffi must include ${file} (run with --allow-ffi=${file})`,
      { cause: error },
    );
  }
  const missing = /lib(openblas)[^:]*: cannot open shared object/.exec(text);
  const remedy = missing
    ? "install OpenBLAS (Debian, Ubuntu: apt-get install libopenblas0; macOS: brew install openblas)"
    : `build it with "sh setup.sh" in a checkout, or with "${INSTALL}"`;
  return new Error(`Cannot load the native library ${file}: ${text}; ${remedy}`, { cause: error });
}

function find(): string {
  const places = candidates();
  for (const file of places) if (exists(file)) return file;
  throw new Error(
    `Cannot load the native library: found none at ${places.join(" or ")}; ` +
      `build it with "sh setup.sh" in a checkout, or with "${INSTALL}"`,
  );
}

function checkAbi(file: string): void {
  let library;
  try {
    library = Deno.dlopen(file, { tm_abi: { parameters: [], result: "i32" } });
  } catch (error) {
    throw explain(error, file);
  }
  const found = library.symbols.tm_abi();
  if (found !== ABI) {
    library.close();
    throw new Error(
      `Cannot load the native library ${file}: its ABI must be ${ABI} but is ${found}; ` +
        `build it again with "sh setup.sh" in a checkout, or with "${INSTALL}"`,
    );
  }
}

/** Opens the native library with a table of functions. */
export function openLibrary<T extends Deno.ForeignLibraryInterface>(table: T): Deno.DynamicLibrary<T>["symbols"] {
  if (path === undefined) {
    const file = find();
    checkAbi(file);
    path = file;
  }
  try {
    return Deno.dlopen(path, table).symbols;
  } catch (error) {
    throw explain(error, path);
  }
}
