// Files that Torch7 wrote: testdata/t7, or the folder serialization in $TAIMATSU_GOLDEN.
import { assert, assertEquals } from "@std/assert";
import {
  deserialize,
  load,
  type LoadOptions,
  type SaveOptions,
  serialize,
  Storage,
  Tensor,
  TorchFunction,
  type UnknownObject,
} from "../../mod.ts";
import { assertSerialized } from "../../testing.ts";

interface Recording {
  file: string;
  ascii: string;
  value?: unknown;
}

/** Files with integers of more than 32 bits; that of mm_float lies in memory that nothing was written into. */
const LONGS = ["large_long.t7", "mm_float.t7"];

const golden = Deno.env.get("TAIMATSU_GOLDEN");
const folder = golden
  ? `${golden}/serialization`
  : decodeURIComponent(new URL("../testdata/t7", import.meta.url).pathname);
const records: Recording[] = JSON.parse(Deno.readTextFileSync(`${folder}/index.json`));
const bytesOf = (name: string): Uint8Array => Deno.readFileSync(`${folder}/${name}`);

/** A value with everything in it, for comparison. Memory that nothing was written into holds anything. */
function flatten(value: unknown, seen = new Map<object, number>()): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (seen.has(value)) return `reference ${seen.get(value)}`;
  seen.set(value, seen.size);
  const name = value.constructor?.name;
  if (value instanceof Tensor) {
    return [name, value.dtype, value.size(), value.stride(), value.storageOffset(), flatten(value.storage(), seen)];
  }
  if (value instanceof Storage) {
    return [name, value.dtype, value.code === 4 ? [...value.data as BigInt64Array].map(String) : value.toArray()];
  }
  if (Array.isArray(value)) return value.map((entry) => flatten(entry, seen));
  if (value instanceof Map) return [...value].map(([key, entry]) => [flatten(key, seen), flatten(entry, seen)]);
  return [name, ...Object.entries(value).map(([key, entry]) => [key, flatten(entry, seen)])];
}

for (const { file, ascii, value } of records) {
  Deno.test(`load() reads what Torch7 wrote: ${file}`, () => {
    const binary = load(`${folder}/${file}`), text = load(`${folder}/${ascii}`);
    assertSerialized(binary, value);
    assertSerialized(text, value);
    assertEquals(flatten(text), flatten(binary));
    assertEquals(flatten(deserialize(bytesOf(file), { format: "b64", endian: "little" })), flatten(binary));
    assertEquals(flatten(deserialize(bytesOf(ascii), { format: "ascii" })), flatten(binary));
  });

  Deno.test(`save() writes the same bytes as Torch7: ${file}`, () => {
    const binary = load(`${folder}/${file}`), bytes = bytesOf(file), text = bytesOf(ascii);
    assertEquals(serialize(binary), bytes);
    const read = load(`${folder}/${ascii}`);
    assertEquals(serialize(read, { format: "ascii" }), text);
    assertEquals(new TextDecoder().decode(serialize(binary, { format: "ascii" })), new TextDecoder().decode(text));
  });

  Deno.test(`load() finds out how a file was written: ${file}`, () => {
    const value = load(`${folder}/${file}`), expected = flatten(value), longs = LONGS.includes(file);
    for (const endian of ["little", "big"] as const) {
      for (const longSize of longs ? [8] as const : [4, 8] as const) {
        const how: SaveOptions = { endian, longSize }, bytes = serialize(value, how);
        const told: LoadOptions[] = [{}, { endian }, { longSize }, { endian, longSize }, { format: "binary" }];
        told.push({ format: longSize === 4 ? "b32" : "b64" });
        for (const options of told) assertEquals(flatten(deserialize(bytes, options)), expected);
        assertEquals(serialize(deserialize(bytes), how), bytes);
      }
    }
  });
}

/** Returns what a file holds, in binary and in ASCII. */
function both<T>(name: string): T[] {
  return [load<T>(`${folder}/${name}.t7`), load<T>(`${folder}/${name}.ascii.t7`)];
}

Deno.test("load() keeps what is shared", () => {
  for (const [a, b, part] of both<[Tensor, Tensor, Tensor]>("shared")) {
    assert(a === b && a !== part && a.storage() === part.storage());
    a.set(1, 9);
    assertEquals([part.get(0), part.storageOffset()], [9, 1]);
  }
  for (const root of both<{ self: unknown }>("recursive")) assert(root.self === root);
});

Deno.test("load() keeps views as they are", () => {
  for (const x of both<Tensor>("tensor_view")) {
    assertEquals([x.size(), x.stride(), x.storageOffset(), x.storage().length], [[3, 2], [4, 1], 1, 12]);
  }
  for (const x of both<Tensor>("tensor_empty")) assertEquals([x.size(), x.nElement(), x.dim()], [[], 0, 0]);
});

Deno.test("load() reads special numbers and exact integers", () => {
  for (const x of both<Tensor>("special")) assertEquals(x.toArray(), [NaN, Infinity, -Infinity, -0, 5e-324]);
  for (const x of both<Tensor>("large_long")) {
    assertEquals([...x.storage().data], [9007199254740991n, -9007199254740991n]);
  }
});

Deno.test("load() reads tables as lists, objects and maps", () => {
  for (const x of both<Map<unknown, unknown>>("sparse_keys")) {
    assertEquals(new Set(x.entries().map(String)), new Set(["1,10", "3,30", "x,y"]));
  }
  for (const x of both<unknown>("empty_table")) assertEquals(x, []);
  for (const x of both<object>("map")) assertEquals(Object.getPrototypeOf(x), Object.prototype);
});

Deno.test("load() keeps functions as they are", () => {
  for (const { f, k } of both<{ f: TorchFunction; k: number }>("closure")) {
    assert(f instanceof TorchFunction);
    assertEquals([k, f.tag, [...f.bytecode.subarray(0, 3)]], [1, 8, [27, 76, 74]]);
    const upvalues = f.upvalues as { name: string }[];
    assertEquals(upvalues.length, 1);
    assertEquals(Object.keys(upvalues[0]!).includes("name"), true);
  }
});

Deno.test("load() reads modules as objects with fields", () => {
  for (const net of both<UnknownObject>("mlp")) {
    assertEquals([net.className, net.version], ["nn.Sequential", 1]);
    const modules = net.get("modules") as UnknownObject[];
    assertEquals(modules.map((m) => m.className), ["nn.Linear", "nn.ReLU", "nn.Linear", "nn.LogSoftMax"]);
    assertEquals((modules[0]!.get("weight") as Tensor).size(), [5, 4]);
  }
});
