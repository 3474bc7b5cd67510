import { assert, assertEquals, assertThrows } from "@std/assert";
import { crc32, deflateRawSync } from "node:zlib";
import { writeAtomically } from "../atomic_write.ts";
import { ByteReader } from "../byte_reader.ts";
import { type ByteSource, openSource } from "../byte_source.ts";
import { ByteWriter, MemoryTarget } from "../byte_writer.ts";
import { FileFormatError } from "../file_format_error.ts";
import { readDirectory } from "./directory.ts";
import { openEntry } from "./entry_source.ts";
import { ZipWriter } from "./zip_writer.ts";

type Method = "store" | "deflate";

function contents(bytes: Uint8Array, parts = 1): { size: number; chunks: () => Iterable<Uint8Array> } {
  const step = Math.max(1, Math.ceil(bytes.length / parts));
  return {
    size: bytes.length,
    *chunks() {
      for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
    },
  };
}

function zipOf(entries: readonly (readonly [string, Method, Uint8Array])[], wide?: number): Uint8Array<ArrayBuffer> {
  const target = new MemoryTarget(), writer = new ByteWriter(target), zip = new ZipWriter(writer, wide);
  for (const [name, method, bytes] of entries) zip[method](name, contents(bytes, 3));
  zip.finish();
  writer.flush();
  return target.contents();
}

function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const source = openSource("unzip", bytes), all = new Map<string, Uint8Array>();
  for (const entry of readDirectory(source)) {
    const from = openEntry(source, entry);
    all.set(entry.name, new ByteReader(from).bytes(entry.size));
    from.finish();
  }
  return all;
}

function refused(bytes: Uint8Array, text: string): FileFormatError {
  return assertThrows(() => unzip(bytes), FileFormatError, text);
}

/** Returns a copy in which numbers at some places, counted from the nth record with that signature, are others. */
function changed(
  bytes: Uint8Array,
  signature: number,
  n: number,
  edit: (view: DataView, at: number) => void,
): Uint8Array {
  const copy = bytes.slice(), view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) === signature && n-- === 0) {
      edit(view, at);
      return copy;
    }
  }
  throw new Error("no such record");
}

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, END64 = 0x06064b50, LOCATOR = 0x07064b50;
const noise = Uint8Array.from({ length: 300000 }, (_, i) => (i * i * 31 >> 7) ^ i), empty = new Uint8Array(0);
const entries = [
  ["a", "store", noise],
  ["é\u{1f525}", "deflate", noise],
  ["none", "store", empty],
  ["nothing", "deflate", empty],
  ["zeros", "deflate", new Uint8Array(1e6)],
] as const;
const small = zipOf([["a", "store", noise.subarray(0, 40)], ["b", "deflate", noise.subarray(0, 50)]]);

Deno.test("ZipWriter writes what is read again, with numbers of any width", () => {
  for (const wide of [undefined, 0, 1, 1000]) {
    const read = unzip(zipOf(entries, wide));
    assertEquals([...read.keys()], entries.map(([name]) => name));
    for (const [name, , bytes] of entries) assertEquals(read.get(name), bytes);
  }
  assertEquals(unzip(zipOf([])).size, 0);
  assertEquals(unzip(zipOf([], 0)).size, 0);
});

Deno.test("ZipWriter goes through large contents once where a file is written, and writes the same", async () => {
  const path = await Deno.makeTempFile();
  try {
    const large = new Uint8Array(2 ** 21).map((_, i) => (i * i) >> 9), { size, chunks } = contents(large, 5);
    let passes = 0;
    const counted = { size, chunks: () => (passes++, chunks()) };
    writeAtomically("test", path, (writer) => {
      const zip = new ZipWriter(writer);
      zip.store("a", contents(noise));
      zip.store("b", counted);
      zip.store("c", contents(noise));
      zip.finish();
    });
    assertEquals(passes, 1);
    assertEquals(Deno.readFileSync(path), zipOf([["a", "store", noise], ["b", "store", large], ["c", "store", noise]]));
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("ZipWriter writes more entries than 16 bits count", () => {
  const many = Array.from({ length: 65536 }, (_, i) => [String(i), "store", empty] as const);
  const read = readDirectory(openSource("f", zipOf(many)));
  assertEquals([read.length, read.at(-1)!.name], [65536, "65535"]);
});

Deno.test("readDirectory() finds the end before a comment", () => {
  const comment = new TextEncoder().encode("PK\x05\x06 a comment that looks like an end"),
    whole = new Uint8Array(small.length + comment.length);
  whole.set(small);
  whole.set(comment, small.length);
  new DataView(whole.buffer).setUint16(small.length - 2, comment.length, true);
  assertEquals(unzip(whole).size, 2);
});

Deno.test("readDirectory() refuses a file that is cut at any byte", () => {
  for (let n = 0; n < small.length; n++) assertThrows(() => unzip(small.slice(0, n)), FileFormatError);
  const wide = zipOf([["a", "store", noise.subarray(0, 9)]], 0);
  for (let n = 0; n < wide.length; n++) assertThrows(() => unzip(wide.slice(0, n)), FileFormatError);
});

Deno.test("openEntry() and readDirectory() survive any byte that is changed", () => {
  for (
    const whole of [small, zipOf([["a", "store", noise.subarray(0, 9)], ["b", "deflate", noise.subarray(0, 9)]], 0)]
  ) {
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 127, 255]) {
        const bytes = whole.slice();
        bytes[at] = value;
        try {
          for (const [, read] of unzip(bytes)) assert(read.length <= 50);
        } catch (error) {
          assert(error instanceof FileFormatError, String(error));
        }
      }
    }
  }
});

Deno.test("openEntry() compares checksums", () => {
  const bytes = small.slice();
  bytes[31 + 5]! ^= 1;
  const error = refused(bytes, "at byte 0 contents with the checksum ");
  assertEquals(error.file, 'the bytes, entry "a"');
  refused(
    changed(small, CENTRAL, 1, (view, at) => view.setUint32(at + 16, 0, true)),
    "checksum 00000000 were expected",
  );
});

Deno.test("openEntry() forms the checksum of what was not read", () => {
  const source = openSource("f", zipOf([["a", "store", noise]])), [entry] = readDirectory(source);
  openEntry(source, entry!).finish();
});

Deno.test("openEntry() refuses what is not stored or deflated", () => {
  for (const flag of [1, 0x20, 0x40, 0x2000]) {
    refused(
      changed(small, CENTRAL, 0, (view, at) => view.setUint16(at + 8, flag, true)),
      "is encrypted, or a difference",
    );
  }
  refused(changed(small, CENTRAL, 0, (view, at) => view.setUint16(at + 10, 12, true)), "is compressed by method 12");
  refused(changed(small, LOCAL, 0, (view, at) => view.setUint16(at + 8, 8, true)), "is written in another way");
  refused(changed(small, LOCAL, 0, (view, at) => view.setUint16(at + 6, 1, true)), "is written in another way");
  refused(changed(small, LOCAL, 0, (view, at) => view.setUint8(at + 30, 65)), "has another name in its place");
  refused(changed(small, LOCAL, 0, (view, at) => view.setUint16(at + 28, 900, true)), "was expected to end at byte");
  refused(changed(small, CENTRAL, 0, (view, at) => view.setUint32(at + 24, 41, true)), "takes 40");
  refused(
    changed(small, CENTRAL, 0, (view, at) => view.setUint32(at + 42, 1, true)),
    'entry "a" was expected to begin',
  );
});

Deno.test("openEntry() inflates no more than is declared, and that is bounded by what is there", () => {
  const bomb = zipOf([["zeros", "deflate", new Uint8Array(3e6)]]);
  const declared = (size: number): Uint8Array =>
    changed(bomb, CENTRAL, 0, (view, at) => view.setUint32(at + 24, size, true));
  refused(declared(1000), "contents of 1000 bytes were expected but there are more");
  refused(declared(2999999), "contents of 2999999 bytes were expected but there are more");
  refused(declared(3000001), "contents of 3000001 bytes were expected but they end");
  refused(declared(4000000000), "bytes but 4000000000 are declared");
  refused(declared(0), "contents of 0 bytes were expected but there are more");
  const damaged = small.slice(),
    at = damaged.findIndex((_, i) => i > 40 && damaged[i] === 0x50 && damaged[i + 2] === 3) + 31;
  damaged[at] = 0xff;
  refused(damaged, "compressed contents are damaged");
});

Deno.test("readDirectory() refuses entries that overlap or reach out", () => {
  const start = changed(small, CENTRAL, 1, (view, at) => view.setUint32(at + 42, 10, true));
  refused(start, 'entries "a" and "b" were expected to lie apart but overlap');
  refused(changed(small, CENTRAL, 1, (view, at) => view.setUint32(at + 42, 0, true)), "overlap");
  refused(
    changed(small, CENTRAL, 0, (view, at) => view.setUint32(at + 20, 5000, true)),
    "was expected to end before byte",
  );
  refused(
    changed(small, CENTRAL, 1, (view, at) => view.setUint8(at + 46, 97)),
    'every name must occur once but "a" occurs again',
  );
  refused(changed(small, CENTRAL, 1, (view, at) => view.setUint8(at + 46, 0)), "the name of an entry was expected");
  refused(changed(small, CENTRAL, 1, (view, at) => view.setUint8(at + 46, 0xff)), "in UTF-8 was expected");
  refused(
    changed(small, CENTRAL, 1, (view, at) => view.setUint16(at + 28, 9, true)),
    "an entry of the directory was expected to end",
  );
});

Deno.test("readDirectory() refuses an end that lies", () => {
  const end = (edit: (view: DataView, at: number) => void): Uint8Array => changed(small, END, 0, edit);
  refused(end((view, at) => view.setUint16(at + 4, 1, true)), "it is one of several");
  refused(end((view, at) => view.setUint16(at + 8, 1, true)), "it is one of several");
  refused(end((view, at) => view.setUint32(at + 16, 1, true)), "an entry of the directory was expected");
  refused(end((view, at) => view.setUint32(at + 12, 4000000000, true)), "there is no room for it");
  const count = (n: number): Uint8Array =>
    end((view, at) => [8, 10].forEach((field) => view.setUint16(at + field, n, true)));
  refused(count(60000), "a directory of 60000 entries");
  refused(count(1), "its entries end before");
  const wide = zipOf([["a", "store", empty]], 0);
  refused(
    changed(wide, END64, 0, (view, at) => view.setBigUint64(at + 48, 2n ** 60n, true)),
    "of at most 2^53 - 1 was expected",
  );
  refused(changed(wide, END64, 0, (view, at) => view.setBigUint64(at + 32, 2n ** 40n, true)), "it is one of several");
  refused(
    changed(wide, LOCATOR, 0, (view, at) => view.setBigUint64(at + 8, 2n ** 40n, true)),
    "the end of the directory was expected before",
  );
  refused(
    changed(wide, LOCATOR, 0, (view, at) => view.setBigUint64(at + 8, 3n, true)),
    "the end of a zip64 directory was expected",
  );
});

Deno.test("readDirectory() and openEntry() read entries and sizes beyond 4 GiB", () => {
  // A file of 5 GiB of which only the ends are there.
  const data = noise.subarray(0, 100), hole = 5 * 2 ** 30, tail = zipOf([["far", "store", data]], 0);
  const view = new DataView(tail.buffer);
  for (let at = 0; at + 4 <= tail.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature === CENTRAL) view.setBigUint64(at + 46 + 3 + 4 + 16, BigInt(hole), true);
    if (signature === END64) view.setBigUint64(at + 48, view.getBigUint64(at + 48, true) + BigInt(hole), true);
    if (signature === LOCATOR) view.setBigUint64(at + 8, view.getBigUint64(at + 8, true) + BigInt(hole), true);
  }
  const source: ByteSource = {
    name: "sparse",
    size: hole + tail.length,
    read(into, at) {
      const part = at < hole
        ? new Uint8Array(Math.min(into.length, hole - at))
        : tail.subarray(at - hole, at - hole + into.length);
      into.set(part);
      return part.length;
    },
    [Symbol.dispose]() {},
  };
  const [entry] = readDirectory(source), from = openEntry(source, entry!);
  assertEquals([entry!.start, new ByteReader(from).bytes(100)], [hole, data.slice()]);
  from.finish();
});

Deno.test("openEntry() inflates what others deflated in one piece", () => {
  const packed = deflateRawSync(noise), name = new TextEncoder().encode("n"), bytes = zipOf([["n", "store", packed]]);
  const whole = changed(bytes, CENTRAL, 0, (view, at) => {
    view.setUint16(at + 10, 8, true);
    view.setUint32(at + 16, crc32(noise), true);
    view.setUint32(at + 24, noise.length, true);
  });
  new DataView(whole.buffer).setUint16(8, 8, true);
  assertEquals(unzip(whole).get(new TextDecoder().decode(name)), noise);
});
