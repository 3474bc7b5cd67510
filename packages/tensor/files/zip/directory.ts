// The directory at the end of a zip file, which alone says what is in it.
import { ByteReader } from "../byte_reader.ts";
import type { ByteSource } from "../byte_source.ts";
import {
  CENTRAL,
  CENTRAL_BYTES,
  END,
  END64,
  END64_BYTES,
  END_BYTES,
  LOCAL_BYTES,
  LOCATOR64,
  LOCATOR64_BYTES,
  WIDE,
  ZIP64,
} from "./format.ts";

/** An entry, as the directory describes it. */
export interface ZipEntry {
  /** Its name. */
  readonly name: string;
  /** Bits that say how it is written. */
  readonly flags: number;
  /** The number of the method that it is compressed by. */
  readonly method: number;
  /** The checksum of its contents. */
  readonly crc: number;
  /** Bytes that its contents take in the file. */
  readonly compressed: number;
  /** Bytes of its contents. */
  readonly size: number;
  /** Where it begins. */
  readonly start: number;
  /** Where the next entry, or the directory, begins. */
  limit: number;
}

/** Where the directory lies. */
interface Place {
  readonly count: number;
  readonly size: number;
  readonly start: number;
  /** Where the record begins that says so. */
  readonly limit: number;
}

function safe(reader: ByteReader, what: string): number {
  const at = reader.position, value = reader.uint64(what);
  if (value <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw reader.error(`${what} of at most 2^53 - 1 was expected but is ${value}`, at);
}

/** Finds the record at the end, which a comment may follow. */
function findEnd(reader: ByteReader): number {
  const { size, name } = reader.source, most = Math.min(size, END_BYTES + 0xffff), tail = new Uint8Array(most);
  reader.position = size - most;
  reader.into(tail, "the end of a zip file");
  const view = new DataView(tail.buffer);
  for (let at = most - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === most) {
      return size - most + at;
    }
  }
  reader.position = 0;
  const zip = size >= 2 && reader.uint16() === 0x4b50;
  throw reader.error(
    `the record that ends a zip file was expected but ${zip ? "the file is cut or damaged" : `${name} is no zip file`}`,
    Math.max(0, size - END_BYTES),
  );
}

function place(reader: ByteReader): Place {
  const end = findEnd(reader);
  reader.position = end + 4;
  const disk = reader.uint16(), first = reader.uint16(), here = reader.uint16(), count = reader.uint16();
  const size = reader.uint32(), start = reader.uint32();
  const wide = count === 0xffff || size === WIDE || start === WIDE, locator = end - LOCATOR64_BYTES;
  if (wide && locator >= 0) {
    reader.position = locator;
    if (reader.uint32() === LOCATOR64) return place64(reader, locator);
  }
  if (disk !== 0 || first !== 0 || here !== count) {
    throw reader.error("a zip file in one part was expected but it is one of several", end + 4);
  }
  return { count, size, start, limit: end };
}

function place64(reader: ByteReader, locator: number): Place {
  reader.position = locator + 8;
  const end = safe(reader, "the place of the end of the directory");
  if (end > locator - END64_BYTES) {
    throw reader.error(`the end of the directory was expected before byte ${locator} but is at ${end}`, locator + 8);
  }
  reader.position = end;
  const signature = reader.uint32();
  if (signature !== END64) throw reader.error("the end of a zip64 directory was expected", end);
  reader.position = end + 16;
  const disk = reader.uint32(), first = reader.uint32();
  const here = safe(reader, "the number of entries"), count = safe(reader, "the number of entries");
  if (disk !== 0 || first !== 0 || here !== count) {
    throw reader.error("a zip file in one part was expected but it is one of several", end + 16);
  }
  const size = safe(reader, "the size of the directory"), start = safe(reader, "the place of the directory");
  return { count, size, start, limit: end };
}

function nameOf(reader: ByteReader, length: number): string {
  const at = reader.position, bytes = reader.bytes(length, "the name of an entry");
  let name;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw reader.error("the name of an entry in UTF-8 was expected but is other text", at, cause);
  }
  if (name !== "" && !name.includes("\0")) return name;
  throw reader.error(`the name of an entry was expected but is ${JSON.stringify(name)}`, at);
}

/** Reads the numbers of 8 bytes that stand in place of those that are too wide. */
function wideNumbers(reader: ByteReader, end: number, numbers: number[]): number[] {
  while (numbers.includes(WIDE) && reader.position + 4 <= end) {
    const id = reader.uint16(), bytes = reader.uint16(), next = reader.position + bytes;
    if (next > end) {
      throw reader.error(`an extra field of ${bytes} bytes reaches beyond its entry`, reader.position - 2);
    }
    if (id === ZIP64) {
      return numbers.map((number) => {
        if (number !== WIDE || reader.position + 8 > next) return number;
        return safe(reader, "a size or place of an entry");
      });
    }
    reader.position = next;
  }
  return numbers;
}

function readEntry(reader: ByteReader, directory: Place): ZipEntry {
  const begin = reader.position, stop = directory.start + directory.size;
  if (stop - begin < CENTRAL_BYTES) throw reader.error("an entry of the directory was expected but it ends");
  const signature = reader.uint32();
  if (signature !== CENTRAL) throw reader.error("an entry of the directory was expected", begin);
  reader.position = begin + 8;
  const flags = reader.uint16(), method = reader.uint16();
  reader.uint32(); // when it was made
  const crc = reader.uint32(), packed = reader.uint32(), whole = reader.uint32();
  const nameBytes = reader.uint16(), extraBytes = reader.uint16(), commentBytes = reader.uint16();
  reader.position = begin + 42;
  const offset = reader.uint32(), end = begin + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
  if (end > stop) {
    throw reader.error(`an entry of the directory was expected to end at byte ${stop} but does at ${end}`, begin);
  }
  const name = nameOf(reader, nameBytes);
  const [size, compressed, start] = wideNumbers(reader, reader.position + extraBytes, [whole, packed, offset]) as [
    number,
    number,
    number,
  ];
  if (start + LOCAL_BYTES + compressed > directory.start) {
    throw reader.error(
      `entry ${
        JSON.stringify(name)
      } was expected to end before byte ${directory.start} but has ${compressed} bytes after ${start}`,
      begin,
    );
  }
  reader.position = end;
  return { name, flags, method, crc, compressed, size, start, limit: directory.start };
}

/**
 * Reads the directory of a zip file. Nothing is read of the entries.
 *
 * @returns The entries in the directory's order.
 * @throws {FileFormatError} If it is damaged, two entries have one name, or entries overlap or reach out of the file.
 */
export function readDirectory(source: ByteSource): ZipEntry[] {
  const reader = new ByteReader(source), directory = place(reader), { count, size, start, limit } = directory;
  if (start + size > limit || count * CENTRAL_BYTES > size) {
    throw reader.error(
      `a directory of ${count} entries in ${size} bytes from byte ${start} on was expected but there is no room for it`,
      limit,
    );
  }
  reader.position = start;
  const entries: ZipEntry[] = [], names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const at = reader.position, entry = readEntry(reader, directory);
    if (names.has(entry.name)) {
      throw reader.error(`every name must occur once but ${JSON.stringify(entry.name)} occurs again`, at);
    }
    names.add(entry.name);
    entries.push(entry);
  }
  if (reader.position !== start + size) {
    throw reader.error(`the directory was expected to end at byte ${start + size} but its entries end before`);
  }
  const ordered = entries.toSorted((a, b) => a.start - b.start);
  ordered.forEach((entry, i) => {
    const next = ordered[i + 1];
    if (next === undefined) return;
    entry.limit = next.start;
    if (entry.start + LOCAL_BYTES + entry.compressed > next.start) {
      throw reader.error(
        `entries ${JSON.stringify(entry.name)} and ${JSON.stringify(next.name)} were expected to lie apart but overlap`,
        next.start,
      );
    }
  });
  return entries;
}
