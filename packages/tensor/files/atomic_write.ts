// Files that are there as a whole or not at all.
import { basename, dirname, join } from "node:path";
import { named, pathOf } from "./byte_source.ts";
import { type ByteTarget, ByteWriter } from "./byte_writer.ts";

/** What the name of a file ends with that is not complete. */
export const PARTIAL = ".partial";

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** Follows links, so that the file is replaced and not the link. */
function targetOf(path: string): { target: string; mode: number | null; plain: boolean } {
  try {
    const target = Deno.realPathSync(path), { mode, isFile } = Deno.statSync(target);
    return { target, mode, plain: isFile };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { target: path, mode: null, plain: true };
    throw error;
  }
}

/** Makes the system write the names in a folder, where reading it is permitted. */
function syncFolder(folder: string): void {
  try {
    using opened = Deno.openSync(folder);
    opened.syncSync();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
}

/** Milliseconds after which what is not complete and was not written to is what a process left that ended. */
const STALE_MS = 600_000;

/** Removes what processes that ended left of a file when they wrote it, where the folder may be read. */
export function removeStale(target: string): void {
  const folder = dirname(target), start = `.${basename(target)}.`;
  try {
    for (const { name } of Deno.readDirSync(folder)) {
      if (!name.startsWith(start) || !name.endsWith(PARTIAL)) continue;
      const path = join(folder, name), { mtime } = Deno.statSync(path);
      if (mtime !== null && Date.now() - mtime.getTime() > STALE_MS) Deno.removeSync(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Writes a file beside its place, has the system put it on the disk, and gives it its name: whatever happens meanwhile, under the name
 * lies the old file or the new one, whole.
 *
 * @param write Writes its contents.
 * @param replace Called when the new file is complete, with the path of the one that it takes the place of.
 * @throws {Deno.errors.NotCapable} If the folder may not be written.
 */
export function writeAtomically(
  caller: string,
  path: string | URL,
  write: (writer: ByteWriter) => void,
  replace?: (target: string) => void,
): void {
  const text = pathOf(caller, path);
  named(caller, text, "written", () => {
    const { target, mode, plain } = targetOf(text);
    if (!plain) {
      using file = Deno.openSync(target, { write: true });
      return writeTo({ write: (bytes) => writeAll(file, bytes) }, write);
    }
    const folder = dirname(target), part = join(folder, `.${basename(target)}.${crypto.randomUUID()}${PARTIAL}`);
    try {
      {
        using file = Deno.openSync(part, { write: true, createNew: true });
        const rewrite = (at: number, bytes: Uint8Array) => {
          file.seekSync(at, Deno.SeekMode.Start);
          writeAll(file, bytes);
          file.seekSync(0, Deno.SeekMode.End);
        };
        writeTo({ write: (bytes) => writeAll(file, bytes), rewrite }, write);
        file.syncDataSync();
      }
      if (mode !== null && Deno.build.os !== "windows") Deno.chmodSync(part, mode & 0o7777);
      if (mode !== null) replace?.(target);
      Deno.renameSync(part, target);
    } catch (error) {
      try {
        Deno.removeSync(part);
      } catch { /* it was not made, or cannot be removed either */ }
      throw error;
    }
    syncFolder(folder);
  });
}

function writeTo(target: ByteTarget, write: (writer: ByteWriter) => void): void {
  const writer = new ByteWriter(target);
  write(writer);
  writer.flush();
}
