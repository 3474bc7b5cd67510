// What the parts of .t7 files become, and what becomes of values.
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  deserialize,
  deserializeFromStorage,
  FileFormatError,
  load,
  serialize,
  serializeToStorage,
  TdsHash,
  TdsVec,
  type Tensor,
  tensor,
  TorchFunction,
  UnknownObject,
} from "../../mod.ts";

const text = new TextEncoder();

/** The bytes of a binary file: integers as `int`, longs, texts and bytes as they are. */
function bytesOf(...parts: (number | bigint | string | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => {
    if (typeof part === "string") return [...text.encode(part)];
    if (typeof part === "number") return [...new Uint8Array(Int32Array.of(part).buffer)];
    return [...part instanceof Uint8Array ? part : new Uint8Array(BigInt64Array.of(part).buffer)];
  }));
}

function string(value: string): Uint8Array {
  return bytesOf(value.length, value);
}

const double = (value: number): Uint8Array => new Uint8Array(Float64Array.of(value).buffer);

Deno.test("tables become lists, objects or maps by their keys, and are written as such", () => {
  const kinds: [unknown, (value: unknown) => boolean][] = [
    [[1, "two", [true]], Array.isArray],
    [[], Array.isArray],
    [{ a: 1, b: { c: "d" } }, (value) => !(value instanceof Map)],
    [new Map<unknown, unknown>([[1, "a"], [3, "b"]]), (value) => value instanceof Map],
    [new Map<unknown, unknown>([["a", 1], [1, "a"]]), (value) => value instanceof Map],
    [new Map<unknown, unknown>([["12", 1], ["a", 2]]), (value) => value instanceof Map],
    [new Map<unknown, unknown>([[true, 1], [0.5, 2]]), (value) => value instanceof Map],
  ];
  for (const [value, isKind] of kinds) {
    for (const format of ["binary", "ascii"] as const) {
      const back = deserialize(serialize(value, { format }));
      assertEquals(back, value);
      assert(isKind(back));
    }
  }
  assertEquals(deserialize(serialize([1, null, 3])), new Map([[1, 1], [3, 3]]));
  assertEquals(deserialize(serialize({ a: undefined, b: 1 })), { b: 1 });
});

Deno.test("a list whose keys come in another order is written in that order", () => {
  const entry = (key: number, value: number): Uint8Array => bytesOf(1, double(key), 1, double(value));
  const bytes = bytesOf(3, 1, 3, entry(2, 20), entry(1, 10), entry(3, 30)), list = deserialize<number[]>(bytes);
  assertEquals(list, [10, 20, 30]);
  assertEquals(serialize(list), bytes);
  list.push(40);
  assertEquals(deserialize(serialize(list)), [10, 20, 30, 40]);
});

Deno.test("a field of whatever name is a field", () => {
  const value = deserialize<object>(serialize(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')));
  assertEquals([Object.keys(value), Object.getPrototypeOf(value)], [["__proto__", "constructor"], Object.prototype]);
  assertEquals("x" in value, false);
});

Deno.test("keys may be objects", () => {
  const key = { id: 1 }, back = deserialize<Map<unknown, unknown>>(serialize(new Map<unknown, unknown>([[key, key]])));
  const [[k, v]] = [...back] as [[unknown, unknown]];
  assert(k === v);
  assertEquals(k, key);
});

Deno.test("strings become text, or bytes where they are none or bytes are asked for", () => {
  const bytes = Uint8Array.of(0xff, 0xfe, 0);
  assertEquals(deserialize(serialize("héllo\0")), "héllo\0");
  assertEquals(deserialize(serialize(bytes)), bytes);
  assertEquals(deserialize(serialize({ a: "x" }), { strings: "bytes" }), { a: text.encode("x") });
  const odd = deserialize<Map<unknown, unknown>>(serialize(new Map([[bytes, 1]])));
  assertEquals([...odd], [[bytes, 1]]);
  assertThrows(() => deserialize(serialize(1), { strings: "latin1" as never }), TypeError, "strings must be");
});

Deno.test("text that UTF-8 cannot hold is refused", () => {
  assertThrows(() => serialize({ a: ["\ud800"] }), TypeError, "value.a[0] must be");
});

Deno.test("without references an object is written as often as it occurs, but not for ever", () => {
  const x = tensor([1, 2]),
    [a, b] = deserialize<Tensor[]>(serialize([x, x], { referenced: false }), { referenced: false });
  assertEquals([a!.toArray(), b!.toArray()], [[1, 2], [1, 2]]);
  assert(a !== b && a!.storage() !== b!.storage());
  const circle: unknown[] = [];
  circle.push({ circle });
  const problem = "must not contain itself unless objects are referenced";
  assertThrows(() => serialize(circle, { referenced: false }), TypeError, problem);
});

Deno.test("hashes and vecs of tds stay what they are", () => {
  const hash = new TdsHash<unknown, unknown>([[1, "a"], ["b", new TdsVec(1, 2)]]);
  for (const format of ["binary", "ascii"] as const) {
    const back = deserialize(serialize(hash, { format }));
    assert(back instanceof TdsHash && back.get("b") instanceof TdsVec);
    assertEquals(back, hash);
  }
});

Deno.test("an object from before classes had versions is read, and written as it was", () => {
  const bytes = bytesOf(4, 1, string("nn.Old"), 3, 2, 1, 2, string("a"), 1, double(7));
  const object = deserialize<UnknownObject>(bytes);
  assertEquals(object, new UnknownObject("nn.Old", { a: 7 }, null));
  assertEquals(serialize(object), bytes);
  const old = bytesOf(4, 1, string("torch.DoubleStorage"), 1n, double(5));
  assertEquals(deserialize<{ toArray(): number[] }>(old).toArray(), [5]);
});

Deno.test("old kinds of functions are kept", () => {
  for (const tag of [6, 7, 8] as const) {
    const f = new TorchFunction(Uint8Array.of(1, 2), [1], tag);
    assertEquals(deserialize(serialize([f])), [f]);
  }
});

Deno.test("objects become those of the classes that are given, the first that takes them", () => {
  class Point {
    constructor(readonly x: number, public next: unknown = null) {}
    static fromTorch(object: UnknownObject): Point | undefined {
      return object.version === 1 ? new Point(object.get("x") as number, object.get("next")) : undefined;
    }
    toTorch(): UnknownObject {
      return new UnknownObject("my.Point", { x: this.x, next: this.next });
    }
  }
  class Other {
    static fromTorch(): undefined {}
  }
  const shared = new Point(1), bytes = serialize([shared, new Point(2, shared)]);
  const [a, b] = deserialize<Point[]>(bytes, { classes: [{ Point: Other }, { Point }] });
  assert(a instanceof Point && b instanceof Point && b.next === a);
  assertEquals(serialize([a, b]), bytes);
  assertEquals(deserialize<UnknownObject[]>(bytes)[0], new UnknownObject("my.Point", { x: 1 }));
  const renamed = { torchNames: { "my.Point": "Dot" }, Dot: Point };
  assert(deserialize<Point[]>(bytes, { classes: [renamed] })[0] instanceof Point);
  const later = serialize(new UnknownObject("my.Point", { x: 1 }, 2));
  assert(deserialize(later, { classes: [{ Point }] }) instanceof UnknownObject);
  assertThrows(
    () => deserialize(bytes, { classes: Point as never }),
    TypeError,
    "classes must be a list of namespaces",
  );
});

Deno.test("an object that contains itself is there as it is in the file, and is written again", () => {
  class Ring {
    constructor(readonly inside: unknown) {}
    static fromTorch(object: UnknownObject): Ring {
      return new Ring(object.get("inside"));
    }
    toTorch(): UnknownObject {
      return new UnknownObject("Ring", { inside: this.inside });
    }
  }
  const object = new UnknownObject("Ring", {});
  object.fields = { inside: [object] };
  const bytes = serialize(object), plain = deserialize<UnknownObject>(bytes);
  assert((plain.get("inside") as unknown[])[0] === plain);
  const ring = deserialize<Ring>(bytes, { classes: [{ Ring }] });
  assert(ring instanceof Ring && (ring.inside as unknown[])[0] instanceof UnknownObject);
  assertEquals(serialize(ring), bytes);
});

Deno.test("what a class cannot make of an object says which and where", () => {
  class Bad {
    static fromTorch(): never {
      throw new RangeError("the size must be positive");
    }
  }
  const error = assertThrows(
    () => deserialize(serialize([new UnknownObject("nn.Bad")]), { classes: [{ Bad }] }),
    FileFormatError,
  );
  assertEquals(
    error.message,
    "Cannot read the bytes: at byte 24 there is a nn.Bad that cannot be made: the size must be positive",
  );
});

/** A file of a DoubleTensor over a storage of 4. */
function tensorFile(dims: number, geometry: bigint[]): Uint8Array {
  const storage = bytesOf(4, 2, string("V 1"), string("torch.DoubleStorage"), 4n, ...[1, 2, 3, 4].map(double));
  return bytesOf(4, 1, string("V 1"), string("torch.DoubleTensor"), dims, ...geometry, storage);
}

Deno.test("a tensor must lie in its storage, and have a size that tensors have", () => {
  assertEquals(deserialize<Tensor>(tensorFile(2, [2n, 2n, 1n, 2n, 1n])).toArray(), [[1, 3], [2, 4]]);
  const wrong: [number, bigint[], string][] = [
    [2, [2n, 2n, 2n, 1n, 2n], "the tensor must lie in the storage of 4 elements but reaches from 1 to 4"],
    [1, [2n, 2n ** 52n, 1n], "must lie in the storage"],
    [1, [-1n, 1n, 1n], "the sizes of a tensor must not be negative but are -1"],
    [1, [1n, 1n, 0n], "the offset of a tensor must be at least 1 but is 0"],
    [1, [1n, -1n, 9n], "must lie in the storage"],
    [17, [], "the number of dimensions must be from 0 to 16 but is 17"],
    [-1, [], "the number of dimensions must be from 0 to 16 but is -1"],
  ];
  for (const [dims, geometry, problem] of wrong) {
    assertThrows(() => deserialize(tensorFile(dims, geometry), { longSize: 8 }), FileFormatError, problem);
  }
});

Deno.test("what a file declares and does not have takes no memory", () => {
  const huge = bytesOf(4, 1, string("V 1"), string("torch.ByteStorage"), 2n ** 40n);
  const before = Deno.memoryUsage().external;
  assertThrows(() => deserialize(huge, { longSize: 8 }), FileFormatError, "the file ends after 0 more");
  for (const parts of [[2, 2 ** 31 - 1], [3, 1, 2 ** 31 - 1]]) {
    assertThrows(() => deserialize(bytesOf(...parts)), FileFormatError);
  }
  assert(Deno.memoryUsage().external - before < 2 ** 24);
});

Deno.test("values go into storages of characters and back", () => {
  const storage = serializeToStorage({ x: tensor([1, 2]) }, { format: "ascii" });
  assertEquals(storage.dtype, "int8");
  assertEquals(deserializeFromStorage<{ x: Tensor }>(storage).x.toArray(), [1, 2]);
});

/** What the files that python-torchfile tests itself with hold. */
const TORCHFILE: Readonly<Record<string, (value: never) => void>> = {
  "custom_class.t7": (value: UnknownObject) => assertEquals([value.className, value.fields], ["Blah", {}]),
  "recursive_class.t7": (value: UnknownObject) => assert(value.className === "A" && value.get("a") === value),
  "list_table.t7": (value: unknown) => assertEquals(value, ["hello", "world", "third item", 123]),
  "hello=123.t7": (value: unknown) => assertEquals(value, { hello: 123 }),
  "recursive_kv_table.t7": (value: Map<unknown, unknown>) => assert(value.get(value) === value),
  "tds_vec.t7": (value: TdsVec) => assertEquals([...value], [123, 456]),
  "tds_hash.t7": (value: TdsHash) => assertEquals([...value], [[2, 3], [10, 11], [1, 2]]),
  "map_table1.t7": (value: object) => assertEquals(typeof value, "object"),
  "map_table2.t7": (value: object) => assertEquals(typeof value, "object"),
  "function.t7": (value: TorchFunction) => assertEquals([value.bytecode[0], value.tag], [27, 8]),
  "function_upvals.t7": (value: TorchFunction) => assertEquals(value.upvalues, [{ name: "asdf", value: 123 }]),
  "doubletensor.t7": (value: Tensor) => assertEquals(value.dtype, "float64"),
  "floattensor.t7": (value: Tensor) => assertEquals([value.size(), value.stride()], [[2, 3, 4], [12, 4, 1]]),
  "nngraph_node.t7": (value: UnknownObject) => assertEquals(value.className, "nngraph.Node"),
  "gmodule_with_linear_identity.t7": (value: UnknownObject) => assertEquals(value.className, "nn.gModule"),
};

for (const [name, check] of Object.entries(TORCHFILE)) {
  Deno.test(`${name} of python-torchfile loads, and is saved as it was`, () => {
    const path = decodeURIComponent(new URL(`../testdata/torchfile/${name}`, import.meta.url).pathname),
      value = load(path);
    check(value as never);
    assertEquals(serialize(value), Deno.readFileSync(path));
  });
}
