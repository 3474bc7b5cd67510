// Where bytes are read from: files and memory, at any position.
import { fileURLToPath } from "node:url";
import { describe } from "../check.ts";

/** Bytes that can be read at any position. */
export interface ByteSource extends Disposable {
  /** What messages call it. */
  readonly name: string;
  /** Number of bytes. */
  readonly size: number;
  /** Reads from a position on and returns how many bytes there were: 0 at the end, else perhaps fewer than wanted. */
  read(into: Uint8Array, at: number): number;
}

/** A file, or bytes in memory. */
export type FileLike = string | URL | Uint8Array;

class FileSource implements ByteSource {
  readonly size: number;
  #at = 0;

  constructor(readonly name: string, readonly file: Deno.FsFile) {
    this.size = file.statSync().size;
  }

  read(into: Uint8Array, at: number): number {
    if (at !== this.#at) this.#at = this.file.seekSync(at, Deno.SeekMode.Start);
    const read = this.file.readSync(into) ?? 0;
    this.#at += read;
    return read;
  }

  [Symbol.dispose](): void {
    this.file.close();
  }
}

class MemorySource implements ByteSource {
  readonly name = "the bytes";
  readonly size: number;

  constructor(readonly bytes: Uint8Array) {
    this.size = bytes.length;
  }

  read(into: Uint8Array, at: number): number {
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  [Symbol.dispose](): void {}
}

/** Returns a path that is given as text or as a `file:` address. */
export function pathOf(caller: string, path: string | URL): string {
  if (typeof path === "string") return path;
  if (path instanceof URL && path.protocol === "file:") return fileURLToPath(path);
  const found = path instanceof URL ? path.href : describe(path);
  throw new TypeError(`Cannot run ${caller}: path must be a string or a file: URL but is ${found}`);
}

/** Makes errors of the system say what could not be done, and which permission is missing. */
export function named<T>(caller: string, path: string, verb: "read" | "written", act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) {
      throw new Deno.errors.NotCapable(
        `Cannot run ${caller}: ${path} may not be ${verb}, which --allow-${verb === "read" ? "read" : "write"} permits`,
        { cause },
      );
    }
    if (cause instanceof Error && cause.constructor !== TypeError) {
      cause.message = `Cannot run ${caller}: ${path} cannot be ${verb} (${cause.message})`;
    }
    throw cause;
  }
}

/**
 * Opens a file, or bytes, for reading.
 *
 * @throws {TypeError} If it is neither a path nor bytes, or is no regular file.
 */
export function openSource(caller: string, from: FileLike): ByteSource {
  if (from instanceof Uint8Array) return new MemorySource(from);
  const path = pathOf(caller, from);
  return named(caller, path, "read", () => {
    const file = Deno.openSync(path);
    if (file.statSync().isFile) return new FileSource(path, file);
    file.close();
    throw new TypeError(`Cannot run ${caller}: ${path} must be a file but is a folder or a device`);
  });
}
