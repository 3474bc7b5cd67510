import process from "node:process";

type Zlib = typeof import("node:zlib");

let loaded: Zlib | undefined;

/** Returns the library that compresses, loaded at first use: that takes half as long as importing all of this package. */
export function zlib(): Zlib {
  return loaded ??= process.getBuiltinModule("node:zlib");
}
