import { assert, assertEquals, assertThrows } from "@std/assert";
import { deserializeFromStorage, MemoryFile, serialize, Storage } from "../../mod.ts";

Deno.test("MemoryFile is a storage with a 0 behind what it holds", () => {
  using file = new MemoryFile();
  assertEquals([...file.storage().toArray()], [0]);
  file.writeString("abc");
  assertEquals(file.storage().toArray(), [97, 98, 99, 0]);
  assertEquals([...file.bytes()], [97, 98, 99]);
  assert(file.storage() === file.storage() && file.storage().dtype === "int8");
});

Deno.test("MemoryFile shares the storage that it is given", () => {
  const storage = Storage.from("int8", [49, 32, 50, 0]);
  using file = new MemoryFile(storage);
  assertEquals([file.readInt(), file.readInt()], [1, 2]);
  file.seek(0).writeString("7");
  file.synchronize();
  assertEquals(storage.get(0), 55);
  storage.set(2, 56);
  assertEquals(file.seek(0).readInt(2).toArray(), [7, 8]);
  file.writeString(" and more");
  assert(file.storage() === storage);
  assertEquals(storage.length, 13);
});

Deno.test("MemoryFile grows by many small writes", () => {
  using file = new MemoryFile("rw").binary();
  for (let i = 0; i < 100_000; i++) file.writeInt(i);
  const { length } = file.storage();
  assertEquals([length, file.storage().get(-1)], [400_001, 0]);
  assertEquals(file.seek(399_996).readInt(), 99_999);
});

Deno.test("MemoryFile keeps what lies behind the position", () => {
  using file = new MemoryFile();
  file.writeString("abcdef");
  file.seek(2).writeString("X");
  assertEquals(file.seek(0).readString("*a"), "abXdef");
});

Deno.test("MemoryFile holds what serialize() returns", () => {
  const value = { a: [1, 2] };
  using file = new MemoryFile().binary();
  file.writeObject(value);
  assertEquals(file.bytes(), serialize(value));
  assertEquals(deserializeFromStorage(file.storage()), value);
});

Deno.test("MemoryFile refuses other storages and modes", () => {
  assertThrows(() => new MemoryFile(Storage.from("uint8", [0])), TypeError, "must be one of int8 on the CPU");
  assertThrows(() => new MemoryFile(Storage.from("int8", [1])), TypeError, "the storage must end with a 0");
  assertThrows(() => new MemoryFile(new Storage("int8", 0)), TypeError, "must end with a 0");
  assertThrows(() => new MemoryFile("a" as "w"), TypeError, "mode must be one of r, w, rw");
  assertThrows(() => new MemoryFile(3 as unknown as Storage), TypeError, "but is 3");
  const part = Storage.from("int8", [1, 2, 3, 0]).subarray(2);
  const file = new MemoryFile(part);
  file.writeString("12");
  assertThrows(() => file.synchronize(), TypeError, "keeps its length");
});

Deno.test("numbers of every kind are written and read, in both encodings", () => {
  for (const binary of [true, false]) {
    const file = new MemoryFile();
    if (binary) file.binary();
    file.writeByte(200);
    file.writeChar(-3);
    file.writeShort(-300);
    file.writeInt(70000);
    file.writeLong(2 ** 40);
    file.writeFloat(0.5);
    file.writeDouble(1 / 3);
    file.seek(0);
    assertEquals([file.readByte(), file.readChar(), file.readShort(), file.readInt()], [200, -3, -300, 70000]);
    assertEquals([file.readLong(), file.readFloat(), file.readDouble()], [2 ** 40, 0.5, 1 / 3]);
  }
});
