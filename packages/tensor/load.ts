import { ABI, CACHE_VARIABLES, cachedLibrariesAbove, cachedLibrary, libraryName } from "./library_path.ts";

const INSTALL = "deno run -A jsr:@taimatsu/tensor/install";
const BUILD = `build it with "sh setup.sh" in a checkout, or with "${INSTALL}"`;

/** What is known of a native library before it is opened. */
export interface LibraryDescription {
  /** The file's name without its suffix. */
  name: string;
  /** How messages call it. */
  title: string;
  /** The environment variable that may name another file. */
  variable: string;
  /** The function that returns the ABI. */
  abiFunction: string;
  /** The ABI that the caller speaks. */
  abi: number;
  /** What must be done before it can be built, as the beginning of a sentence. */
  before?: string;
  /** How it is built; as the other libraries unless given. */
  build?: string;
  /** Finds what is missing in the system's message when the file itself is there. */
  missing: RegExp;
  /** What to do then. */
  install: string;
}

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

/** A native library of Taimatsu's, found and opened at first use. */
export class NativeLibrary {
  readonly #about: LibraryDescription;
  #path: string | undefined;

  /** Describes the library; nothing is looked for yet. */
  constructor(about: LibraryDescription) {
    this.#about = about;
  }

  /** The library that is loaded, once it is. */
  get path(): string | undefined {
    return this.#path;
  }

  /**
   * Opens the library with a table of functions.
   *
   * @throws {Error} If it is missing, of another ABI, or may not be loaded; the message says what mends it.
   */
  open<T extends Deno.ForeignLibraryInterface>(table: T): Deno.DynamicLibrary<T>["symbols"] {
    if (this.#path === undefined) {
      const file = this.#find();
      this.#checkAbi(file);
      this.#path = file;
    }
    try {
      return Deno.dlopen(this.#path, table).symbols;
    } catch (error) {
      throw this.#explain(error, this.#path);
    }
  }

  get #remedy(): string {
    const { before = "", build = BUILD } = this.#about;
    return before + build;
  }

  /** The places where the library may lie, best first. */
  #candidates(): string[] {
    const { name, variable } = this.#about, { os } = Deno.build, named = readIfAllowed(variable);
    if (named) return [named];
    const places: string[] = [];
    const here = new URL(`../../native/build/${libraryName(os, name)}`, import.meta.url);
    if (here.protocol === "file:") places.push(decodeURIComponent(here.pathname));
    const cached = cachedLibrary(os, readIfAllowed, name);
    if (cached) places.push(cached);
    // Who may not read the environment, but may load one file of a cache above the program, has shown where that is.
    else if (!granted({ name: "ffi" })) {
      places.push(...cachedLibrariesAbove(program(), os, name).filter((path) => granted({ name: "ffi", path })));
    }
    return places;
  }

  #find(): string {
    const { title, variable } = this.#about, places = this.#candidates();
    const found = places.find(usable) ??
      places.find((path) => !granted({ name: "read", path })); // loading it asks for the permission, or says what is missing
    if (found !== undefined) return found;
    const unread = [variable, ...CACHE_VARIABLES].filter((variable) => !granted({ name: "env", variable }));
    const blind = unread.length > 0 ? `; --allow-env=${unread} would tell of other places` : "";
    throw new Error(`Cannot load ${title}: found none at ${places.join(" or ") || "all"}${blind}; ${this.#remedy}`);
  }

  #explain(error: unknown, file: string): Error {
    const { title, missing, install } = this.#about, text = error instanceof Error ? error.message : String(error);
    if (error instanceof Deno.errors.NotCapable) {
      return new Deno.errors.NotCapable(
        `Cannot load ${title}: --allow-ffi must include ${file} (run with --allow-ffi=${file})`,
        { cause: error },
      );
    }
    const remedy = missing.test(text) ? install : this.#remedy;
    return new Error(`Cannot load ${title} ${file}: ${text}; ${remedy}`, { cause: error });
  }

  #checkAbi(file: string): void {
    const { title, abi, abiFunction } = this.#about;
    let library;
    try {
      library = Deno.dlopen(file, { abi: { name: abiFunction, parameters: [], result: "i32" } });
    } catch (error) {
      throw this.#explain(error, file);
    }
    const found = library.symbols.abi();
    if (found === abi) return;
    library.close();
    const again = this.#about.build ?? `build it again with "sh setup.sh" in a checkout, or with "${INSTALL}"`;
    throw new Error(`Cannot load ${title} ${file}: its ABI must be ${abi} but is ${found}; ${again}`);
  }
}

const library = new NativeLibrary({
  name: "libtaimatsu",
  title: "the native library",
  variable: "TAIMATSU_LIBRARY",
  abiFunction: "tm_abi",
  abi: ABI,
  missing: /libopenblas[^:]*: cannot open shared object/,
  install: "install OpenBLAS (Debian, Ubuntu: apt-get install libopenblas0; macOS: brew install openblas)",
});

/** Opens the native library with a table of functions. */
export function openLibrary<T extends Deno.ForeignLibraryInterface>(table: T): Deno.DynamicLibrary<T>["symbols"] {
  return library.open(table);
}

/**
 * Loads the library once more as an addon of Node-API, and returns what it exports, which is nothing where the runtime or the
 * library offers none; `undefined` as long as no library is open.
 */
export function openAddon(): object | undefined {
  const { path } = library;
  if (path === undefined) return undefined;
  const module = { exports: {} };
  // Not imported: `node:process` takes longer to load than the library.
  type Process = { dlopen?: (module: { exports: object }, file: string) => void };
  (globalThis as unknown as { process?: Process }).process?.dlopen?.(module, path);
  return module.exports;
}
