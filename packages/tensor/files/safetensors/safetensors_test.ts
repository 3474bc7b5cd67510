import { assertEquals, assertThrows } from "@std/assert";
import {
  arange,
  empty,
  encodeNpy,
  FileFormatError,
  loadSafetensors,
  ones,
  openSafetensors,
  randn,
  saveSafetensors,
  type Tensor,
  tensor,
  zeros,
} from "../../mod.ts";
import { elsewhere } from "../../testing.ts";

const folder = new URL("../testdata/safetensors/", import.meta.url);
const at = (name: string): URL => new URL(`${name}.safetensors`, folder);

async function withPath(test: (path: string) => void): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    test(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("loadSafetensors() reads every dtype that the library for Python wrote", () => {
  const tensors = loadSafetensors(at("dtypes"));
  const expected: Record<string, readonly (number | bigint)[]> = {
    bool: [1, 0, 0, 1, 1, 0],
    uint8: [0, 1, 127, 128, 254, 255],
    int8: [-128, -1, 0, 1, 126, 127],
    int16: [-32768, -1, 0, 1, 258, 32767],
    int32: [-2147483648, -1, 0, 1, 16909060, 2147483647],
    int64: [-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n, 72623859790382856n, 2n ** 63n - 1n],
    float16: [0, -0, 1.5, -65504, Infinity, 5.960464477539063e-8],
    float32: [0, -0, 1.5, 3.4028234663852886e38, -Infinity, 1.401298464324817e-45],
    float64: [0, -0, 0.1, 1.7976931348623157e308, Infinity, 5e-324],
    bfloat16: [0, 0x8000, 0x3fc0, 0x7f7f, 0xff80, 0x7fc1],
  };
  for (const [dtype, values] of Object.entries(expected)) {
    const x = tensors[dtype]!;
    assertEquals([x.dtype, x.size()], [dtype, [2, 3]] as [typeof x.dtype, number[]]);
    assertEquals(Array.from<number | bigint>(x.storage().data), [...values]);
  }
  assertEquals(tensors["__proto__"]!.toArray(), [1]);
  assertEquals(tensors['a "quoted"\n\x01 name/é🔥\uffee']!.size(), [0, 3]);
  assertEquals(Object.keys(tensors).length, 12);
  assertEquals(Reflect.get(tensors, "toString"), undefined);
});

Deno.test("saveSafetensors() writes the bytes that the library for Python writes", () =>
  withPath((path) => {
    for (const name of ["dtypes", "metadata", "empty"]) {
      using file = openSafetensors(at(name));
      const shuffled = Object.fromEntries(Object.entries(loadSafetensors(at(name))).reverse());
      saveSafetensors(path, shuffled, { metadata: file.metadata });
      assertEquals(Deno.readFileSync(path), Deno.readFileSync(at(name)));
    }
  }));

Deno.test("openSafetensors() reads the header alone, and tensors when they are asked for", () => {
  const file = openSafetensors(at("unsigned"));
  assertEquals(file.names, ["u8", "scalar", "u4", "u2"]);
  assertEquals(file.names.map((name) => file.dtype(name)), ["int64", "float32", "int64", "int32"]);
  assertEquals([file.shape("scalar"), file.shape("u2"), { ...file.metadata }], [[1], [6], {}]);
  assertEquals([file.has("u2"), file.has("toString")], [true, false]);
  assertEquals(file.get("u2").toArray(), [0, 1, 258, 32767, 32768, 65535]);
  assertEquals([...file.get("u4").storage().data], [0n, 1n, 16909060n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n]);
  assertEquals([...file.get("u8").storage().data].at(-1), 2n ** 63n - 1n);
  assertEquals(file.get("scalar").toArray(), [2.5]);
  assertThrows(() => file.get("x"), RangeError, 'name must be one of [u8, scalar, u4, u2] but is "x"');
  file.close();
  file.close();
  assertEquals(file.shape("u2"), [6]);
  assertThrows(() => file.get("u2"), TypeError, "Cannot run SafetensorsFile.get: the file is closed");
});

Deno.test("openSafetensors() reads metadata, and headers that others lay out", () => {
  using file = openSafetensors(at("metadata"));
  assertEquals([{ ...file.metadata }, file.names], [{ format: "pt" }, ["x"]]);
  using other = openSafetensors(at("other_layout"));
  assertEquals([{ ...other.metadata }, other.names], [{ k: "v" }, ["b", "a"]]);
  assertEquals([other.get("b").toArray(), other.get("a").toArray()], [[-2, 3], [0.25]]);
});

Deno.test("openSafetensors() refuses tensors of other dtypes and reads those beside them", () => {
  using file = openSafetensors(at("refused"));
  assertEquals(file.get("x").toArray(), [1]);
  assertThrows(() => file.get("c"), FileFormatError, "as dtype but has C64, which tensors cannot hold");
  assertThrows(() => file.dtype("c"), FileFormatError, "C64");
  assertThrows(
    () => file.get("large"),
    FileFormatError,
    "at most 2^63 - 1, as int64 holds, was expected but is 9223372036854775808",
  );
  using small = openSafetensors(at("float8"));
  assertEquals(small.get("x").toArray(), [1.5]);
  assertThrows(() => small.get("f8"), FileFormatError, "F8_E4M3");
});

Deno.test("saveSafetensors() writes what loadSafetensors() reads", () =>
  withPath((path) => {
    const x = randn([70, 90, 50]);
    const tensors: Record<string, Tensor> = {
      x,
      strided: x.narrow(1, 3, 44),
      transposed: x.transpose(0, 2),
      expanded: ones([1, 5]).expand(300000, 5),
      away: x.narrow(2, 0, 49).to(elsewhere),
      none: zeros([3, 0]),
      nothing: empty([]),
      int64: tensor([2 ** 53 - 1, -1], { dtype: "int64" }),
      "": tensor([1]),
      10: tensor([2]),
    };
    Object.defineProperty(tensors, "__proto__", { value: tensor([3]), enumerable: true });
    const metadata: Record<string, string> = { b: "é\u2028", a: "" };
    saveSafetensors(path, tensors, { metadata });
    const back = loadSafetensors(path);
    assertEquals(Object.keys(back).sort(), Object.keys(tensors).sort());
    for (const [name, y] of Object.entries(back)) assertEquals(encodeNpy(y), encodeNpy(tensors[name]!.cpu().clone()));
    using file = openSafetensors(path);
    assertEquals({ ...file.metadata }, metadata);
    assertEquals(file.names.slice(0, 3), ["int64", "", "10"]);
  }));

Deno.test("saveSafetensors() orders names by their characters", () =>
  withPath((path) => {
    const names = ["", "B", "a", "aa", "é", "\uffee", "🔥"];
    saveSafetensors(path, Object.fromEntries(names.toReversed().map((name) => [name, arange(0, 2)])));
    using file = openSafetensors(path);
    assertEquals(file.names, names);
    saveSafetensors(path, Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`x${i}`, zeros([1])])));
    using many = openSafetensors(path);
    assertThrows(() => many.get("y"), RangeError, 'x5, x6, and 3 more] but is "y"');
  }));

Deno.test("saveSafetensors() refuses wrong arguments", () =>
  withPath((path) => {
    const save = (tensors: unknown, metadata?: unknown): () => void => () =>
      saveSafetensors(path, tensors as Record<string, Tensor>, { metadata } as { metadata: Record<string, string> });
    assertThrows(save({ __metadata__: tensor([1]) }), TypeError, "a tensor must not be called __metadata__");
    assertThrows(save({ x: [1] }), TypeError, 'tensors["x"] must be a tensor but is [1]');
    assertThrows(save(tensor([1])), TypeError, "tensors must be an object of tensors but is Tensor");
    assertThrows(save({ "\udfff": tensor([1]) }), TypeError, "half a character");
    assertThrows(save({}, { epoch: 3 }), TypeError, 'metadata["epoch"] must be a string but is 3');
    assertThrows(save({}, ["x"]), TypeError, "metadata must be an object of strings but is [x]");
    assertThrows(save({}, { x: "y".repeat(1e8) }), RangeError, "must take at most 100000000 bytes but take 100000");
  }));
