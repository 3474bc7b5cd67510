// Where the bytes of an image file come from.
import { checkTensor, describe, Tensor } from "@taimatsu/tensor";

/** The bytes of a file, and what messages call it. */
export interface Source {
  bytes: Uint8Array;
  /** The file's name; none for a list of bytes. */
  file?: string;
}

function nameOf(path: string | URL): string {
  return typeof path === "string" ? path : path.href;
}

/** Checks the name of a file. */
export function checkPath(caller: string, path: unknown): asserts path is string | URL {
  if (typeof path === "string" || path instanceof URL) return;
  throw new TypeError(`Cannot run ${caller}: path must be a file's name or address but is ${describe(path)}`);
}

/** Reads a file. */
export function fromFile(caller: string, path: string | URL): Source {
  checkPath(caller, path);
  return { bytes: Deno.readFileSync(path), file: nameOf(path) };
}

/** Reads a file or, for an address of another kind, what it leads to. */
export async function fromAddress(caller: string, path: string | URL): Promise<Source> {
  checkPath(caller, path);
  if (typeof path === "string" || path.protocol === "file:") {
    return { bytes: await Deno.readFile(path), file: nameOf(path) };
  }
  const response = await fetch(path);
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Cannot run ${caller}: ${path} answered ${response.status}`);
  }
  return { bytes: await response.bytes(), file: path.href };
}

/** Returns the bytes of a list or of a uint8 tensor with one dimension, not copied. */
export function fromBytes(caller: string, bytes: Uint8Array | Tensor): Source {
  if (bytes instanceof Uint8Array) return { bytes };
  if (!(bytes instanceof Tensor)) {
    throw new TypeError(`Cannot run ${caller}: bytes must be a Uint8Array or a uint8 tensor but is ${describe(bytes)}`);
  }
  checkTensor(caller, "bytes", bytes);
  if (bytes.dtype !== "uint8" || bytes.shape.length !== 1) {
    throw new TypeError(
      `Cannot run ${caller}: bytes must be a uint8 tensor with one dimension but is ${bytes.dtype} of ${
        describe(bytes.shape)
      }`,
    );
  }
  const { store, offset, count } = bytes.cpu().contiguous();
  return { bytes: new Uint8Array(store.block.buffer, store.base + offset, count) };
}
