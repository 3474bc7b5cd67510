import { ABI, cachedLibrariesAbove, cachedLibrary, LIBRARY_VARIABLES, libraryName } from "./library_path.ts";

const INSTALL = "deno run -A jsr:@taimatsu/tensor/install";
const REMEDY = `build it with "sh setup.sh" in a checkout, or with "${INSTALL}"`;

/** The library that is loaded, once it is. */
let path: string | undefined;

function granted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

function readIfAllowed(variable: string): string | undefined {
  return granted({ name: "env", variable }) ? Deno.env.get(variable) : undefined;
}

/** Tells whether a file is there; where it may not be looked at, whether it may be loaded. */
function usable(file: string): boolean {
  if (!granted({ name: "read", path: file })) return granted({ name: "ffi", path: file });
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

/** The program's address; in a Worker, which knows of no main module, its own. */
function program(): string {
  return (Deno.mainModule as string | undefined) ?? globalThis.location.href;
}

/** The places where the library may lie, best first. */
function candidates(): string[] {
  const named = readIfAllowed("TAIMATSU_LIBRARY");
  if (named) return [named];
  const places: string[] = [];
  const here = new URL(`../../native/build/${libraryName()}`, import.meta.url);
  if (here.protocol === "file:") places.push(decodeURIComponent(here.pathname));
  const cached = cachedLibrary(Deno.build.os, readIfAllowed);
  if (cached) places.push(cached);
  // Who may not read the environment, but may load one file of a cache above the program, has shown where that is.
  else if (!granted({ name: "ffi" })) {
    places.push(...cachedLibrariesAbove(program()).filter((path) => granted({ name: "ffi", path })));
  }
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
    : REMEDY;
  return new Error(`Cannot load the native library ${file}: ${text}; ${remedy}`, { cause: error });
}

function find(): string {
  const places = candidates();
  const found = places.find(usable) ??
    places.find((path) => !granted({ name: "read", path })); // loading it asks for the permission, or says what is missing
  if (found !== undefined) return found;
  const unread = LIBRARY_VARIABLES.filter((variable) => !granted({ name: "env", variable }));
  const blind = unread.length > 0 ? `; --allow-env=${unread} would tell of other places` : "";
  throw new Error(`Cannot load the native library: found none at ${places.join(" or ") || "all"}${blind}; ${REMEDY}`);
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

/**
 * Loads the library once more as an addon of Node-API, and returns what it exports, which is nothing where the runtime or the
 * library offers none; `undefined` as long as no library is open.
 */
export function openAddon(): object | undefined {
  if (path === undefined) return undefined;
  const module = { exports: {} };
  // Not imported: `node:process` takes longer to load than the library.
  type Process = { dlopen?: (module: { exports: object }, file: string) => void };
  (globalThis as unknown as { process?: Process }).process?.dlopen?.(module, path);
  return module.exports;
}
