import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError, MemoryFile, Storage, tensor, TorchFile } from "../../mod.ts";

const text = (file: MemoryFile): string => new TextDecoder().decode(file.bytes());

function memory(contents: string | Uint8Array): MemoryFile {
  const file = new MemoryFile();
  file.writeString(contents);
  return file.seek(0);
}

/** Methods by type, with numbers that it holds. */
const TYPES = [
  { type: "Byte", dtype: "uint8", width: 1, values: [0, 10, 255], ascii: "\x00\n\xff\n" },
  { type: "Char", dtype: "int8", width: 1, values: [-128, 32, 127], ascii: "\x80 \x7f\n" },
  { type: "Short", dtype: "int16", width: 2, values: [-32768, 0, 32767], ascii: "-32768 0 32767\n" },
  { type: "Int", dtype: "int32", width: 4, values: [-2147483648, 0, 70000], ascii: "-2147483648 0 70000\n" },
  { type: "Long", dtype: "int64", width: 8, values: [-(2 ** 40), 0, 7], ascii: "-1099511627776 0 7\n" },
  { type: "Float", dtype: "float32", width: 4, values: [0.5, -Infinity, NaN], ascii: "0.5 -inf nan\n" },
  { type: "Double", dtype: "float64", width: 8, values: [0.1, -0, 1e300], ascii: null },
] as const;

type Read = (target?: number | Storage) => number | Storage;
type Write = (values: number | Storage) => number;
const reads = (file: TorchFile, type: string) => (file[`read${type}` as keyof TorchFile] as Read).bind(file);
const writes = (file: TorchFile, type: string) => (file[`write${type}` as keyof TorchFile] as Write).bind(file);

for (const { type, dtype, width, values, ascii } of TYPES) {
  for (const mode of ["ascii", "binary"] as const) {
    Deno.test(`TorchFile reads and writes ${type} in ${mode}`, () => {
      using file = new MemoryFile()[mode]();
      const storage = Storage.from(dtype, values.map((x) => type === "Long" ? BigInt(x) : x));
      assertEquals(writes(file, type)(storage), 3);
      for (const value of values) assertEquals(writes(file, type)(value), 1);
      if (mode === "binary") assertEquals(file.position(), 6 * width);
      else if (ascii !== null) {
        const first = file.bytes().subarray(0, ascii.length);
        assertEquals(String.fromCharCode(...first), ascii);
      }
      file.seek(0);
      const read = reads(file, type)(3) as Storage;
      assertEquals([read.dtype, read.toArray()], [dtype, [...values]]);
      for (const value of values) assertEquals(reads(file, type)(), value);
      file.seek(0);
      const into = new Storage(dtype, 3);
      assertEquals([reads(file, type)(into), into.toArray()], [3, [...values]]);
    });

    Deno.test(`TorchFile reads those ${type}s that there are in ${mode} if it is quiet`, () => {
      using file = new MemoryFile()[mode]();
      writes(file, type)(Storage.from(dtype, values.map((x) => type === "Long" ? BigInt(x) : x)));
      const end = file.position();
      file.seek(0);
      const error = assertThrows(() => reads(file, type)(9), FileFormatError, `9 numbers of type ${dtype}`);
      assertEquals([file.hasError(), file.position(), error.file], [true, 0, "the memory"]);
      file.clearError().quiet();
      const read = reads(file, type)(9) as Storage;
      assertEquals(read.toArray().slice(0, 3), [...values]);
      assertEquals([file.hasError(), file.position()], [true, end]);
      // The line's end after bytes is a byte too.
      assertEquals(read.length, mode === "ascii" && width === 1 ? 4 : 3);
      file.clearError();
      assertEquals([reads(file, type)(), file.hasError()], [NaN, true]);
      const into = new Storage(dtype, 2).fill(5);
      assertEquals([reads(file, type)(into), into.toArray()], [0, [5, 5]]);
      file.pedantic();
      assertThrows(() => reads(file, type)(), FileFormatError, `at byte ${end}`);
    });
  }
}

Deno.test("TorchFile converts numbers as it writes them", () => {
  using file = new MemoryFile();
  file.writeInt(3.9);
  file.writeShort(1e6);
  file.writeLong(-7.5);
  file.writeLong(2n ** 62n);
  file.writeDouble(1e21);
  assertEquals(text(file), "3\n32767\n-7\n4611686018427387904\n1e+21\n");
  file.seek(11);
  assertEquals(file.readLong(1).getBigInt(0), 2n ** 62n);
});

Deno.test("TorchFile stops at what is no number, as scanf does", () => {
  using file = memory("12,-3;4.5e2x nan(0x1) infinity 7");
  assertEquals([file.readInt(), file.readByte(), file.readInt(), file.readByte()], [12, 44, -3, 59]);
  assertEquals([file.readDouble(), file.readString("*l").slice(0, 1)], [450, "x"]);
  file.seek(13);
  assertEquals(file.readDouble(3).toArray(), [NaN, Infinity, 7]);
  file.seek(12);
  assertThrows(() => file.readInt(), FileFormatError, 'a number of type int32 was expected but is "nan(0x1)"');
  assertEquals(file.position(), 12);
});

Deno.test("TorchFile reads a part of a binary number as none", () => {
  using file = memory(Uint8Array.of(1, 0, 2)).binary().quiet();
  assertEquals([file.readShort(2).toArray(), file.position()], [[1], 2]);
});

Deno.test("TorchFile spaces numbers unless told otherwise", () => {
  using file = new MemoryFile();
  assert(file.isAutoSpacing());
  file.writeInt(Storage.from("int32", [1, 2]));
  assert(!file.noAutoSpacing().isAutoSpacing());
  file.writeInt(Storage.from("int32", [3, 4]));
  file.writeByte(65);
  file.autoSpacing().writeByte(66);
  assertEquals(text(file), "1 2\n34AB\n");
});

Deno.test("TorchFile writes no line for nothing", () => {
  using file = new MemoryFile();
  assertEquals([file.writeInt(new Storage("int32", 0)), file.writeByte(new Storage("uint8", 0))], [0, 0]);
  assertEquals([file.writeString(""), file.bytes().length, file.readInt(0).length], [0, 0, 0]);
});

Deno.test("TorchFile reads and writes truth values as ints", () => {
  using file = new MemoryFile();
  assertEquals([file.writeBool(true), file.writeBool(false), file.writeInt(2)], [1, 1, 1]);
  assertEquals(text(file), "1\n0\n2\n");
  file.seek(0);
  assertEquals([file.readBool(), file.readBool(), file.readBool()], [true, false, false]);
});

Deno.test("TorchFile reads lines and the rest", () => {
  using file = memory("héllo\r\n\nlast\nmore\n\0x");
  assertEquals(file.writeString("hé"), 3);
  assertEquals([file.readString("*l"), file.readString("*l"), file.readString("*l")], ["llo\r", "", "last"]);
  assertEquals(file.readString("*a"), "more\n\0x");
  assertThrows(() => file.readString("*l"), FileFormatError, "text was expected but the file ends");
  assertThrows(() => file.readString("*n" as "*l"), TypeError, "format must be one of *l, *a");
  file.clearError().quiet();
  assertEquals([file.readString("*a"), file.hasError()], ["", true]);
});

Deno.test("TorchFile reads lines that are longer than what it reads ahead", () => {
  const line = "x".repeat(200_000);
  using file = memory(`${line}\n${line}`);
  assertEquals([file.readString("*l"), file.readString("*l")], [line, line]);
});

Deno.test("TorchFile tells text from other bytes", () => {
  using file = memory(Uint8Array.of(65, 0xff, 10, 66));
  assertThrows(() => file.readString("*l"), FileFormatError, "at byte 0 text in UTF-8 was expected");
  assertEquals([file.position(), file.hasError()], [0, true]);
  assertEquals([file.quiet().readString("*l"), file.readString("*l")], ["A\ufffd", "B"]);
});

Deno.test("TorchFile has longs of 4 or 8 bytes", () => {
  using file = new MemoryFile().binary().longSize(4);
  file.writeLong(-5);
  file.writeLong(Storage.from("int64", [1n, 2n]));
  assertEquals(file.position(), 12);
  assertThrows(() => file.writeLong(2 ** 40), RangeError, "4 bytes");
  file.seek(0);
  assertEquals(file.readLong(3).toArray(), [-5, 1, 2]);
  file.longSize(0).seek(0);
  assertEquals(file.readLong(1).getBigInt(0), (1n << 32n) + 0xfffffffbn);
  assertThrows(() => file.longSize(2 as 4), RangeError, "bytes must be 0, 4 or 8 but is 2");
  assertThrows(() => file.longSize(8).seek(4).readLong(2), FileFormatError);
});

Deno.test("TorchFile has numbers in either order of bytes", () => {
  using file = new MemoryFile().binary();
  assert(file.isLittleEndianCPU() !== file.isBigEndianCPU());
  file.bigEndianEncoding().writeInt(1);
  file.littleEndianEncoding().writeInt(1);
  file.bigEndianEncoding().writeShort(Storage.from("int16", [1, 2]));
  assertEquals([...file.bytes()], [0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 2]);
  file.seek(0);
  assertEquals([file.readInt(), file.littleEndianEncoding().readInt()], [1, 1]);
  assertEquals(file.bigEndianEncoding().readShort(2).toArray(), [1, 2]);
  file.seek(4).nativeEndianEncoding();
  assertEquals(file.readInt(), file.isLittleEndianCPU() ? 1 : 1 << 24);
});

Deno.test("TorchFile reads and writes in turn", () => {
  using file = memory("1 2 3 4\n");
  assertEquals(file.readInt(), 1);
  file.writeString(" 9");
  assertEquals([file.readInt(), file.position()], [3, 5]);
  file.seekEnd().writeInt(5);
  assertEquals(file.seek(0).readInt(5).toArray(), [1, 9, 3, 4, 5]);
  assertEquals(text(file), "1 9 3 4\n5\n");
});

Deno.test("TorchFile refers to objects that it has already", () => {
  const x = tensor([1, 2]);
  for (const mode of ["ascii", "binary"] as const) {
    using file = new MemoryFile()[mode]();
    file.writeObject(x);
    file.writeObject({ x, y: x.narrow(0, 1, 1) });
    file.writeObject("end");
    file.seek(0);
    const first = file.readObject<typeof x>(), { x: second, y } = file.readObject<{ x: typeof x; y: typeof x }>();
    assert(first === second && y.storage() === first.storage() && first !== x);
    assertEquals(file.readObject(), "end");
    // What was read before is the same object, and the file goes on behind it.
    file.seek(0);
    assert(file.readObject() === first);
    assertEquals(file.readObject<{ x: typeof x }>().x, first);
    assertEquals(file.readObject(), "end");
  }
});

Deno.test("TorchFile.referenced() writes objects as often as they occur", () => {
  using file = new MemoryFile().referenced(false);
  assert(!file.isReferenced() && file.referenced(true).isReferenced());
  const x = [1];
  file.referenced(false).writeObject([x, x]);
  x[0] = 2;
  file.writeObject(x);
  file.seek(0);
  const [a, b] = file.readObject<number[][]>();
  assert(a !== b);
  assertEquals([a, b, file.readObject()], [[1], [1], [2]]);
});

Deno.test("TorchFile.writeObject() replaces objects by a hook", () => {
  using file = new MemoryFile();
  file.writeObject([1, "a", { b: 2 }], { hook: (value) => value === "a" ? [3] : value });
  assertEquals(file.seek(0).readObject(), [1, [3], { b: 2 }]);
});

Deno.test("TorchFile.writeObject() that fails leaves the position and what it knows", () => {
  using file = new MemoryFile().binary();
  file.writeInt(1);
  const x = { y: 1 }, bad = [x, () => {}];
  assertThrows(() => file.writeObject(bad), TypeError, "Cannot run MemoryFile.writeObject: value[1] must be");
  assertEquals(file.position(), 4);
  file.writeObject([x]);
  file.seek(4);
  assertEquals(file.readObject(), [x]);
});

Deno.test("TorchFile.readObject() takes classes and bytes, and throws in any case", () => {
  class Point {
    constructor(readonly x: number) {}
    static fromTorch({ fields }: { fields: unknown }): Point {
      return new Point((fields as { x: number }).x);
    }
    toTorch() {
      return { className: "geo.Point", fields: { x: this.x }, version: 1 };
    }
  }
  using file = new MemoryFile();
  file.writeObject(new Point(3));
  file.writeObject("text");
  file.writeInt(99);
  file.seek(0).quiet();
  const point = file.readObject({ classes: [{ Point }] });
  assert(point instanceof Point && point.x === 3);
  assertEquals(file.readObject({ strings: "bytes" }), new TextEncoder().encode("text"));
  const at = file.position();
  assertThrows(() => file.readObject(), FileFormatError, `at byte ${at} a type from 0 to 8 was expected but is 99`);
  assertEquals([file.position(), file.hasError()], [at, true]);
  assertThrows(() => file.readObject({ strings: "x" as "text" }), TypeError, "strings must be one of");
});

Deno.test("TorchFile.readObject() that fails knows nothing of the object", () => {
  using file = new MemoryFile();
  file.writeObject([[1], [2]]);
  const whole = file.bytes(), cut = Storage.from("int8", [...whole.subarray(0, -4), 0]);
  using part = new MemoryFile(cut);
  assertThrows(() => part.readObject(), FileFormatError);
  part.seekEnd().writeString(whole.subarray(-4));
  assertEquals(part.seek(0).readObject(), [[1], [2]]);
});

Deno.test("TorchFile refuses what it is not open for", () => {
  using written = new MemoryFile("w"), read = new MemoryFile("r");
  assertEquals([written.isReadable(), written.isWritable(), read.isReadable(), read.isWritable()], [
    false,
    true,
    true,
    false,
  ]);
  for (const file of [written.quiet(), written.pedantic()]) {
    assertThrows(() => file.readInt(), TypeError, "Cannot run MemoryFile.readInt: the memory is open for writing only");
    assertThrows(() => file.readObject(), TypeError, "open for writing only");
  }
  assertThrows(() => read.writeString("x"), TypeError, "open for reading only");
  assertThrows(() => read.writeObject(1), TypeError, "open for reading only");
});

Deno.test("TorchFile refuses everything when it is closed", () => {
  const file = new MemoryFile();
  file.close();
  assertThrows(() => file.readInt(), TypeError, "Cannot run MemoryFile.readInt: the file is closed");
  assertThrows(() => file.seek(0), TypeError, "closed");
  assertThrows(() => file.close(), TypeError, "closed");
  assertThrows(() => file.binary(), TypeError, "closed");
  file[Symbol.dispose]();
});

Deno.test("TorchFile checks arguments", () => {
  using file = new MemoryFile().quiet();
  assertThrows(() => file.readInt(-1), RangeError, "Cannot run MemoryFile.readInt: count must be");
  assertThrows(() => file.readInt(1.5), RangeError, "count must be an integer");
  assertThrows(() => file.readInt(new Storage("int64", 1)), TypeError, "into must be a storage of int32 but is one of");
  assertThrows(() => file.writeInt(new Storage("uint8", 1)), TypeError, "values must be a storage of int32");
  assertThrows(() => file.writeInt("3" as unknown as number), TypeError, "must be a number or a storage");
  assertThrows(() => file.writeString(3 as unknown as string), TypeError, "text must be a string or bytes but is 3");
  assertThrows(() => file.seek(-1), RangeError, "position must be");
  assertEquals(file.readInt(1e12).length, 0);
});

Deno.test("TorchFile.seek() behind the end of memory fails", () => {
  using file = memory("123");
  assertThrows(() => file.seek(4), RangeError, "Cannot run MemoryFile.seek: position must be from 0 to 3 but is 4");
  assertEquals([file.hasError(), file.position()], [true, 0]);
  assertEquals(file.clearError().quiet().seek(4).hasError(), true);
});

Deno.test("TorchFile methods that set something return the file", () => {
  using file = new MemoryFile();
  const all = file.ascii().binary().autoSpacing().noAutoSpacing().quiet().pedantic().clearError().synchronize()
    .seek(0).seekEnd().referenced(true).longSize(0).nativeEndianEncoding().noBuffer();
  assert(all === file && file.isBinary() && !file.isQuiet());
  assert(file instanceof TorchFile);
});
