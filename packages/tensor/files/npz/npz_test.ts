import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  arange,
  encodeNpy,
  FileFormatError,
  loadNpz,
  ones,
  openNpz,
  randn,
  saveNpz,
  type Tensor,
  tensor,
  zeros,
} from "../../mod.ts";
import { elsewhere } from "../../testing.ts";

const folder = new URL("../testdata/numpy/", import.meta.url);

async function withPath(test: (path: string) => void): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".npz" });
  try {
    test(path);
  } finally {
    await Deno.remove(path);
  }
}

for (const name of ["plain", "compressed"]) {
  Deno.test(`loadNpz() reads what NumPy wrote: ${name}`, () => {
    const tensors = loadNpz(new URL(`${name}.npz`, folder));
    const expected: Record<string, [string, number[], unknown]> = {
      x: ["float32", [3, 1], [[0, 1, 2], [3, 4, 5]]],
      f: ["int64", [1, 2], [[0, 1, 2], [3, 4, 5]]],
      big: ["int16", [1], [0, 1, 2]],
      none: ["float64", [2, 1], []],
      "é🔥": ["bool", [1], [1, 0]],
      "layer.0/weight": ["uint8", [1, 1], [[7]]],
      ["__proto__"]: ["float16", [1], [1.5]],
    };
    const names = Object.keys(expected);
    if (name === "compressed") {
      names.push("long");
      assertEquals([tensors.long!.size(), tensors.long!.sum()], [[100000], 0]);
    }
    assertEquals(Object.keys(tensors), names);
    assertEquals(Reflect.get(tensors, "toString"), undefined);
    for (const [key, [dtype, strides, values]] of Object.entries(expected)) {
      const x = tensors[key]!;
      assertEquals([x.dtype, x.stride(), x.toArray() as unknown], [dtype, strides, values]);
    }
  });
}

Deno.test("openNpz() reads tensors when they are asked for", () => {
  const file = openNpz(new URL("positions.npz", folder));
  assertEquals(file.names, ["arr_0", "arr_1"]);
  assertEquals([file.has("arr_1"), file.has("arr_1.npy"), file.has("toString")], [true, false, false]);
  assertEquals(file.get("arr_1").toArray(), [2]);
  assertThrows(() => file.get("x"), RangeError, 'name must be one of [arr_0, arr_1] but is "x"');
  file.close();
  file.close();
  assertThrows(() => file.get("arr_1"), TypeError, "Cannot run NpzFile.get: the file is closed");
});

Deno.test("saveNpz() writes what loadNpz() reads", () =>
  withPath((path) => {
    const x = randn([70, 90, 50]);
    const tensors: Record<string, Tensor> = {
      x,
      strided: x.narrow(1, 3, 44),
      fortran: x.transpose(0, 2),
      expanded: ones([1, 5]).expand(300000, 5),
      away: x.narrow(2, 0, 49).to(elsewhere),
      none: zeros([3, 0]),
      int64: tensor([2 ** 53 - 1, -1], { dtype: "int64" }),
      "": tensor([1]),
      "a.npy": tensor([2]),
    };
    Object.defineProperty(tensors, "__proto__", { value: tensor([3]), enumerable: true });
    for (const compressed of [false, true]) {
      saveNpz(path, tensors, { compressed });
      const back = loadNpz(path);
      assertEquals(Object.keys(back), Object.keys(tensors));
      for (const [name, y] of Object.entries(back)) assertEquals(encodeNpy(y), encodeNpy(tensors[name]!));
    }
    saveNpz(path, {});
    assertEquals(Object.keys(loadNpz(path)), []);
  }));

Deno.test("saveNpz() writes the same bytes for the same tensors", () =>
  withPath((path) => {
    saveNpz(path, { x: arange(0, 5) }, { compressed: true });
    const first = Deno.readFileSync(path);
    saveNpz(path, { x: arange(0, 5) }, { compressed: true });
    assertEquals(Deno.readFileSync(path), first);
  }));

Deno.test("openNpz() passes over what is no array", () =>
  withPath((path) => {
    saveNpz(path, { xx: tensor([1]), y: tensor([2]) });
    const bytes = Deno.readFileSync(path), text = new TextDecoder("latin1").decode(bytes);
    for (let at = text.indexOf("xx.npy"); at >= 0; at = text.indexOf("xx.npy", at + 1)) bytes[at + 5] = 0x78;
    using file = openNpz(bytes);
    assertEquals(file.names, ["y"]);
  }));

Deno.test("loadNpz() says where an entry is damaged", () => {
  const whole = Deno.readFileSync(new URL("plain.npz", folder)), text = new TextDecoder("latin1").decode(whole);
  const bytes = whole.slice(), at = text.indexOf("(2, 3)");
  bytes[at + 1] = 0x39;
  const error = assertThrows(
    () => loadNpz(bytes),
    FileFormatError,
    'entry "x.npy": at byte 128 a tensor of size [9, 3]',
  );
  assertEquals(error.offset, 128);
  bytes[at + 1] = 0x31;
  assertThrows(() => loadNpz(bytes), FileFormatError, "of 12 bytes was expected to be all that follows but 24 do");
  const flipped = whole.slice();
  flipped[text.indexOf("\n", at) + 3]! ^= 1;
  assertThrows(() => loadNpz(flipped), FileFormatError, "checksum");
  assertThrows(() => loadNpz(whole.slice(0, -1)), FileFormatError, "the file is cut or damaged");
  assertThrows(() => loadNpz(encodeNpy(tensor([1]))), FileFormatError, "the bytes is no zip file");
});

Deno.test("loadNpz() refuses a file that is cut at any byte, and survives any byte that is changed", () => {
  for (const name of ["positions", "compressed"]) {
    const whole = Deno.readFileSync(new URL(`${name}.npz`, folder));
    for (let n = 0; n < whole.length; n++) assertThrows(() => loadNpz(whole.subarray(0, n)), FileFormatError);
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at]! ^= 255;
      try {
        loadNpz(bytes);
      } catch (error) {
        assert(error instanceof FileFormatError, String(error));
      }
    }
  }
});

Deno.test("saveNpz() refuses names that are none of files, and wrong arguments", () =>
  withPath((path) => {
    for (const name of ["/etc/x", "../x", "a/../../x", "a\\..\\x", "C:x", "\\x", "a\0b", "x".repeat(65533)]) {
      assertThrows(() => saveNpz(path, { [name]: tensor([1]) }), TypeError, "names must be those of files");
    }
    assertThrows(() => saveNpz(path, { "\ud800": tensor([1]) }), TypeError, "half a character");
    assertThrows(
      () => saveNpz(path, { x: 3 as unknown as Tensor }),
      TypeError,
      'tensors["x"] must be a tensor but is 3',
    );
    for (const wrong of [tensor([1]), [tensor([1])], new Map(), null, 3]) {
      assertThrows(
        () => saveNpz(path, wrong as unknown as Record<string, Tensor>),
        TypeError,
        "tensors must be an object of tensors but is",
      );
    }
    assertThrows(
      () => saveNpz(path, { x: zeros([2], { dtype: "bfloat16" }) }),
      TypeError,
      'tensors["x"] must have a dtype that NumPy has but is bfloat16',
    );
    assertThrows(() => saveNpz(path, {}, { compressed: 1 as unknown as boolean }), TypeError, "compressed must be");
  }));
