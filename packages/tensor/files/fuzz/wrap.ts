// Damage within what checks would find at once: lengths and checksums fit what was damaged.
import { openSource } from "../byte_source.ts";
import { ByteWriter, MemoryTarget } from "../byte_writer.ts";
import { readDirectory } from "../zip/directory.ts";
import { openEntry } from "../zip/entry_source.ts";
import { ZipWriter } from "../zip/zip_writer.ts";
import type { Draw } from "./draw.ts";
import { concat } from "./mutate.ts";
import type { Format } from "./seeds.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Returns a zip file of contents by name. */
export function zipOf(entries: Iterable<readonly [string, Uint8Array]>, compressed: boolean): Uint8Array<ArrayBuffer> {
  const target = new MemoryTarget(), writer = new ByteWriter(target), zip = new ZipWriter(writer);
  for (const [name, bytes] of entries) {
    const contents = { size: bytes.length, chunks: () => [bytes] };
    if (compressed) zip.deflate(name, contents);
    else zip.store(name, contents);
  }
  zip.finish();
  writer.flush();
  return target.contents();
}

/** Returns a safetensors file with that header, whose length is stated as it is. */
export function safetensorsOf(header: string | Uint8Array, data: Uint8Array): Bytes {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header, length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return concat(length, text, data);
}

/** Returns so many bytes: those that there are, and zeros. */
function fitted(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  all.set(bytes.subarray(0, length));
  return all;
}

/** Returns how many bytes the numbers in a header may mean that are followed by a bracket; `length` if those are too many. */
function dataLength(header: Uint8Array, length: number): number {
  const ends = [...new TextDecoder().decode(header).matchAll(/(\d{1,6})\]/g)].map(([, end]) => Number(end));
  const most = Math.max(0, ...ends);
  return most < 2 ** 15 ? most : length;
}

/** Damages the header or the data; the other one has the length that fits. */
function inSafetensors(draw: Draw, bytes: Bytes, damage: (part: Bytes) => Bytes): Bytes {
  const length = new DataView(bytes.buffer).getUint32(0, true), header = bytes.slice(8, 8 + length);
  const data = bytes.slice(8 + length);
  if (draw.chance(30)) return safetensorsOf(header, fitted(damage(data), data.length));
  const damaged = damage(header), wanted = draw.chance(60) ? dataLength(damaged, data.length) : data.length;
  return safetensorsOf(damaged, fitted(data, wanted));
}

function inNpy(bytes: Bytes, damage: (part: Bytes) => Bytes): Bytes {
  const view = new DataView(bytes.buffer), start = bytes[6] === 1 ? 10 : 12;
  const length = start === 10 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = damage(bytes.slice(start, start + length)),
    begin = bytes.slice(0, start),
    out = new DataView(begin.buffer);
  if (start === 10) out.setUint16(8, header.length, true);
  else out.setUint32(8, header.length, true);
  return concat(begin, header, bytes.subarray(start + length));
}

/** Unpacked files, so that each is unpacked once. */
const unpacked = new WeakMap<Bytes, (readonly [string, Bytes])[]>();

function entriesOf(bytes: Bytes): (readonly [string, Bytes])[] {
  let entries = unpacked.get(bytes);
  if (entries === undefined) {
    using source = openSource("fuzz", bytes);
    entries = readDirectory(source).map((entry) => {
      const contents = openEntry(source, entry), part = new Uint8Array(contents.size);
      for (let at = 0; at < part.length;) at += contents.read(part.subarray(at), at);
      return [entry.name, part] as const;
    });
    unpacked.set(bytes, entries);
  }
  return entries;
}

/** Damages a file where only its own reader can see it; a whole file, if there is nothing that hides it. */
export function damageWithin(draw: Draw, format: Format, bytes: Bytes, damage: (part: Bytes) => Bytes): Bytes {
  switch (format) {
    case "npy":
      return inNpy(bytes, damage);
    case "safetensors":
      return inSafetensors(draw, bytes, damage);
    case "npz": {
      const entries = entriesOf(bytes).filter(([, part]) => part.length < 2 ** 14),
        which = draw.int(0, entries.length - 1);
      const within = draw.chance(60);
      const damaged = entries.map(([name, part], i) =>
        [name, i !== which ? part : within ? inNpy(part, damage) : damage(part)] as const
      );
      return zipOf(damaged, draw.chance(50));
    }
    default:
      return damage(bytes);
  }
}
