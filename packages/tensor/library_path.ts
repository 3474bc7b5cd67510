/**
 * Where the native library of an installed package lies: a per-user cache, one folder for each version and ABI.
 *
 * @module
 */

/** The version of this package, as in its `deno.json`; `tools/check_symbols.ts` compares them. */
export const VERSION = "0.1.0";

/** The ABI that this package speaks, `TM_ABI` in `taimatsu.h`; `tools/check_symbols.ts` compares them. */
export const ABI = 4;

/** An operating system, as `Deno.build.os` names it. */
export type System = typeof Deno.build.os;

/** Reads an environment variable; `Deno.env.get` unless a test has its own. */
export type ReadEnvironment = (name: string) => string | undefined;

/** The variables that say where the library is, for messages that name the permission. */
export const LIBRARY_VARIABLES = ["TAIMATSU_LIBRARY", "XDG_CACHE_HOME", "HOME"] as const;

const FOLDER = `taimatsu/${VERSION}-abi${ABI}`;

function cacheBelowHome(system: System): string {
  return system === "darwin" ? "Library/Caches" : ".cache";
}

/** Returns the library's file name, which depends on the system. */
export function libraryName(system: System = Deno.build.os): string {
  return system === "darwin" ? "libtaimatsu.dylib" : "libtaimatsu.so";
}

/**
 * Returns the folder that `install.ts` fills for this version and ABI, or `undefined` if the environment names no home.
 * It is `$XDG_CACHE_HOME/taimatsu/…`, else `~/Library/Caches/taimatsu/…` on macOS and `~/.cache/taimatsu/…` elsewhere.
 *
 * @throws {Deno.errors.NotCapable} If the environment may not be read.
 */
export function cacheDirectory(
  system: System = Deno.build.os,
  read: ReadEnvironment = (name) => Deno.env.get(name),
): string | undefined {
  const cache = read("XDG_CACHE_HOME");
  if (cache?.startsWith("/")) return `${cache}/${FOLDER}`; // a relative one counts as unset, says the XDG specification
  const home = read("HOME");
  return home ? `${home}/${cacheBelowHome(system)}/${FOLDER}` : undefined;
}

/** Returns the path of the installed library, or `undefined` if the environment names no home. */
export function cachedLibrary(
  system: System = Deno.build.os,
  read: ReadEnvironment = (name) => Deno.env.get(name),
): string | undefined {
  const folder = cacheDirectory(system, read);
  return folder && `${folder}/${libraryName(system)}`;
}

/**
 * Returns where the installed library would be if one of the folders above a module were the home, innermost first. This
 * needs no permission: it is for programs that may load the library but not read the environment.
 *
 * @param module The address of a module, as `Deno.mainModule`; only a `file:` address leads to folders.
 */
export function cachedLibrariesAbove(module: string, system: System = Deno.build.os): string[] {
  const url = new URL(module);
  if (url.protocol !== "file:") return [];
  const folders = decodeURIComponent(url.pathname).split("/").slice(0, -1), paths: string[] = [];
  for (; folders.length > 0; folders.pop()) {
    paths.push(`${folders.join("/")}/${cacheBelowHome(system)}/${FOLDER}/${libraryName(system)}`);
  }
  return paths;
}
