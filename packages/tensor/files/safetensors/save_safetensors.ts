import { describe } from "../../check.ts";
import { elementSizeOf } from "../../codes.ts";
import type { Tensor } from "../../tensor.ts";
import { writeAtomically } from "../atomic_write.ts";
import { namedTensors } from "../named_tensors.ts";
import { chunksOf } from "../tensor_chunks.ts";
import { safetensorsDtype } from "./dtypes.ts";
import { LONGEST, METADATA } from "./header.ts";

/** What a safetensors file holds beside its tensors. */
export interface SafetensorsOptions {
  /** Text that belongs to the file; none by default. */
  metadata?: Readonly<Record<string, string>>;
}

/** Numbers in the header are aligned, and so the tensors. */
const ALIGNMENT = 8;

/** Compares names as their bytes in UTF-8 are ordered: by characters, not by halves of them. */
function compareNames(a: string, b: string): number {
  const left = Array.from(a, (c) => c.codePointAt(0)!), right = Array.from(b, (c) => c.codePointAt(0)!);
  for (let i = 0; i < left.length && i < right.length; i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
  return left.length - right.length;
}

function checkMetadata(caller: string, metadata: unknown): [string, string][] {
  if (metadata === undefined) return [];
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    throw new TypeError(
      `Cannot run ${caller}: metadata must be an object of strings but is ${describe(metadata)}`,
    );
  }
  const entries = Object.entries(metadata);
  for (const [name, text] of entries) {
    if (typeof text === "string" && text.isWellFormed() && name.isWellFormed()) continue;
    throw new TypeError(
      `Cannot run ${caller}: metadata[${JSON.stringify(name)}] must be a string but is ${describe(text)}`,
    );
  }
  return entries;
}

/** Returns the header of tensors in their order: compact, with spaces up to a multiple of 8 bytes. */
function headerOf(
  caller: string,
  tensors: readonly (readonly [string, Tensor])[],
  metadata: [string, string][],
): Uint8Array<ArrayBuffer> {
  const fields: string[] = [],
    pair = ([name, text]: [string, string]): string => `${JSON.stringify(name)}:${JSON.stringify(text)}`;
  if (metadata.length > 0) fields.push(`"${METADATA}":{${metadata.map(pair).join(",")}}`);
  let begin = 0;
  for (const [name, x] of tensors) {
    const end = begin + x.count * elementSizeOf(x.store.code), shape = x.shape.length === 0 ? [0] : x.shape;
    const dtype = safetensorsDtype(x.dtype).name;
    fields.push(`${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${begin},${end}]}`);
    begin = end;
  }
  const bytes = new TextEncoder().encode(`{${fields.join(",")}}`);
  const padded = new Uint8Array(Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  padded.set(bytes);
  if (padded.length <= LONGEST) return padded;
  throw new RangeError(
    `Cannot run ${caller}: the names and the metadata must take at most ${LONGEST} bytes but take ${padded.length}`,
  );
}

/**
 * Writes tensors into a safetensors file, laid out as by the library in Rust and Python: by dtype, the most aligned first, then by name.
 * The file is written beside its place and renamed when it is complete. Elements that are not contiguous are written in parts, without
 * a copy of all; those of a GPU too. Tensors that share memory are written each.
 *
 * A tensor without dimensions is empty and is written with the size [0].
 *
 * @param path The file; its folder must be writable. Nothing is appended to the name.
 * @param tensors The tensors by name.
 * @param options Text to keep with them.
 * @throws {TypeError} If one is no tensor, is called `__metadata__`, or the metadata are no strings.
 *
 * @example Usage
 * ```ts
 * import { openSafetensors, saveSafetensors, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * saveSafetensors(path, { weight: tensor([1, 2]) }, { metadata: { format: "pt" } });
 * {
 *   using file = openSafetensors(path);
 *   assertEquals(file.metadata.format, "pt");
 * }
 * await Deno.remove(path);
 * ```
 */
export function saveSafetensors(
  path: string | URL,
  tensors: Readonly<Record<string, Tensor>>,
  options: SafetensorsOptions = {},
): void {
  writeSafetensors("saveSafetensors", path, tensors, options);
}

/** As {@linkcode saveSafetensors} for a caller of another name, which does something before the file that was there is replaced. */
export function writeSafetensors(
  caller: string,
  path: string | URL,
  tensors: Readonly<Record<string, Tensor>>,
  options: SafetensorsOptions,
  replace?: (target: string) => void,
): void {
  const metadata = checkMetadata(caller, options.metadata), entries = namedTensors(caller, tensors);
  if (entries.some(([name]) => name === METADATA)) {
    throw new TypeError(
      `Cannot run ${caller}: a tensor must not be called ${METADATA}, which is the key of the metadata`,
    );
  }
  entries.sort(([a, x], [b, y]) =>
    safetensorsDtype(x.dtype).rank - safetensorsDtype(y.dtype).rank || compareNames(a, b)
  );
  const header = headerOf(caller, entries, metadata);
  writeAtomically(caller, path, (writer) => {
    writer.little = true;
    writer.uint64(BigInt(header.length));
    writer.bytes(header);
    for (const [, x] of entries) {
      for (const chunk of chunksOf(x)) writer.bytes(chunk);
    }
  }, replace);
}
