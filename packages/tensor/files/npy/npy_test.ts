import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  arange,
  decodeNpy,
  type Dtype,
  empty,
  encodeNpy,
  loadNpy,
  randn,
  saveNpy,
  type Tensor,
  tensor,
  zeros,
} from "../../mod.ts";
import { elsewhere } from "../../testing.ts";
import { swapBytes } from "../swap_bytes.ts";

const folder = new URL("../testdata/numpy/", import.meta.url);

function recorded(name: string): { bytes: Uint8Array<ArrayBuffer>; x: Tensor } {
  const url = new URL(`${name}.npy`, folder);
  return { bytes: Deno.readFileSync(url), x: loadNpy(url) };
}

/** The elements as they lie in memory. */
function bits(x: Tensor): Uint8Array {
  const { data } = x.clone().storage();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** What the script put into the files, as JavaScript writes it. */
const CASES: readonly [string, Dtype, readonly (number | bigint)[]][] = [
  ["u1", "uint8", [0, 1, 127, 128, 254, 255]],
  ["i1", "int8", [-128, -1, 0, 1, 126, 127]],
  ["b1", "bool", [1, 0, 0, 1, 1, 0]],
  ["i2", "int16", [-32768, -1, 0, 1, 258, 32767]],
  ["i4", "int32", [-2147483648, -1, 0, 1, 16909060, 2147483647]],
  ["i8", "int64", [-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n, 72623859790382856n, 2n ** 63n - 1n]],
  ["f2", "float16", [0, -0, 1.5, -65504, Infinity, 5.960464477539063e-8]],
  ["f4", "float32", [0, -0, 1.5, 3.4028234663852886e38, -Infinity, 1.401298464324817e-45]],
  ["f8", "float64", [0, -0, 0.1, 1.7976931348623157e308, Infinity, 5e-324]],
  ["u2", "int32", [0, 1, 258, 32767, 32768, 65535]],
  ["u4", "int64", [0n, 1n, 16909060n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n]],
  ["u8", "int64", [0n, 1n, 2n ** 53n + 1n, 72623859790382856n, 2n ** 62n, 2n ** 63n - 1n]],
];

for (const [name, dtype, values] of CASES) {
  const files = name.endsWith("1") ? [name] : [`${name}_little`, `${name}_big`];
  for (const file of files) {
    Deno.test(`loadNpy() reads what NumPy wrote: ${file}`, () => {
      const { bytes, x } = recorded(file);
      assertEquals([x.dtype, x.size(), x.stride()], [dtype, [2, 3], [3, 1]]);
      assertEquals(dtype === "int64" ? [...x.storage().data] : x.storage().toArray(), [...values]);
      if (!file.startsWith("u") || file === "u1") {
        const back = encodeNpy(x);
        if (!file.endsWith("_big")) assertEquals(back, bytes);
        else {
          swapBytes(back.subarray(128), x.elementSize());
          assertEquals(back.subarray(128), bytes.subarray(128));
        }
      }
    });
  }
}

Deno.test("loadNpy() reads all versions of the format", () => {
  for (const version of [1, 2, 3]) {
    const { bytes, x } = recorded(`version${version}`);
    assertEquals(bytes[6], version);
    assertEquals(x.toArray(), [[0, 1, 2], [3, 4, 5]]);
  }
});

Deno.test("loadNpy() keeps the order of the file", () => {
  const { bytes, x } = recorded("fortran");
  assertEquals([x.size(), x.stride()], [[2, 3, 4], [1, 2, 6]]);
  assertEquals(x.toArray(), arange(0, 24).view(2, 3, 4).toArray());
  assertEquals(encodeNpy(x), bytes);
  const big = recorded("fortran_big").x;
  assertEquals([big.toArray(), big.stride()], [[[0, 1, 2], [3, 4, 5]], [1, 2]]);
});

Deno.test("loadNpy() and sizes that are special", () => {
  const scalar = recorded("scalar").x;
  assertEquals([scalar.size(), scalar.toArray()], [[1], [2.5]]);
  for (const [name, size] of [["zero_0", [0]], ["zero_2x0x3", [2, 0, 3]], ["one_dimension", [3]]] as const) {
    const { bytes, x } = recorded(name);
    assertEquals(x.size(), [...size]);
    assertEquals(encodeNpy(x), bytes);
  }
  assertEquals(decodeNpy(encodeNpy(empty([]))).size(), [0]);
});

Deno.test("loadNpy() reads the first of several arrays, as np.load does", () => {
  assertEquals(recorded("several").x.toArray(), [1, 2]);
});

Deno.test("loadNpy() and encodeNpy() keep the payloads of NaN", () => {
  for (const name of ["nan_f2", "nan_f4", "nan_f8"]) {
    const { bytes, x } = recorded(name);
    assertEquals(bits(x), bytes.subarray(128));
    assertEquals(encodeNpy(x), bytes);
  }
});

Deno.test("loadNpy() names a dtype that tensors do not have", () => {
  const meanings = {
    complex: '"<c8": complex numbers',
    strings: '"<U2": strings',
    objects: '"|O": objects of Python',
    dates: '"<M8[D]": dates',
    bfloat16: '"<V2": raw bytes, as which NumPy also saves bfloat16',
    fields: "has fields of its own",
  };
  for (const [name, text] of Object.entries(meanings)) {
    const error = assertThrows(() => loadNpy(new URL(`${name}.npy`, folder)), Error, text);
    assertEquals(error.name, "FileFormatError");
  }
  assertThrows(() => recorded("too_large_u8"), Error, "at byte 136 a number of at most 2^63 - 1, as int64 holds");
});

Deno.test("decodeNpy() takes any byte but 0 for true", () => {
  const bytes = encodeNpy(tensor([1, 0, 1], { dtype: "bool" }));
  bytes[128] = 255;
  assertEquals([...bits(decodeNpy(bytes))], [1, 0, 1]);
});

Deno.test("saveNpy() writes any layout", async () => {
  const path = await Deno.makeTempFile(), x = randn([40, 30, 500]);
  try {
    const layouts = [
      x,
      x.transpose(0, 2),
      x.transpose(0, 1),
      x.narrow(1, 3, 20),
      x.select(2, 4),
      x.narrow(0, 1, 1).expand(7, 30, 500),
      x.view(1, 600000).narrow(1, 5, 599000),
    ];
    for (const y of layouts) {
      for (const options of [{}, { fortranOrder: true }, { fortranOrder: false }]) {
        saveNpy(path, y, options);
        const back = loadNpy(path);
        assertEquals(back.size(), y.size());
        assertEquals(bits(back), bits(y));
        assertEquals(decodeNpy(encodeNpy(y, options)).stride(), back.stride());
      }
    }
    saveNpy(path, x.transpose(0, 2));
    assertEquals(loadNpy(path).stride(), [1, 500, 15000]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("saveNpy() copies from other devices in parts", () => {
  const x = randn([700, 900]), y = x.to(elsewhere);
  assertEquals(encodeNpy(y), encodeNpy(x));
  assertEquals(encodeNpy(y.t()), encodeNpy(x.t()));
  assertEquals(encodeNpy(y.narrow(1, 1, 800)), encodeNpy(x.narrow(1, 1, 800)));
});

Deno.test("saveNpy() writes shared memory", () => {
  const x = arange(0, 5000), before = encodeNpy(x);
  x.storage().share();
  assertEquals(encodeNpy(x), before);
});

Deno.test("loadNpy() gives storages of their own", () => {
  const bytes = encodeNpy(tensor([1, 2])), x = decodeNpy(bytes);
  bytes.fill(0);
  assertEquals(x.toArray(), [1, 2]);
  assertEquals(x.resize(3).storage().length, 3);
});

Deno.test("saveNpy() refuses what NumPy does not have, and wrong arguments", async () => {
  assertThrows(
    () => encodeNpy(zeros([2], { dtype: "bfloat16" })),
    TypeError,
    "Cannot run encodeNpy: x must have a dtype that NumPy has but is bfloat16 (convert it",
  );
  assertThrows(
    () => saveNpy("x.npy", 3 as unknown as Tensor),
    TypeError,
    "Cannot run saveNpy: x must be a tensor but is 3",
  );
  assertThrows(
    () => encodeNpy(zeros([2]), { fortranOrder: 1 as unknown as boolean }),
    TypeError,
    "fortranOrder must be true or false but is 1",
  );
  assertThrows(() => decodeNpy("x" as unknown as Uint8Array), TypeError, 'bytes must be a Uint8Array but is "x"');
  assertThrows(() => loadNpy(3 as unknown as string), TypeError, "path must be a string or a file: URL but is 3");
  const path = await Deno.makeTempFile(), gone = zeros([2]);
  saveNpy(path, tensor([5]));
  gone.storage()[Symbol.dispose]();
  assertThrows(() => saveNpy(path, gone), TypeError, "after it was disposed");
  assertEquals(loadNpy(path).toArray(), [5]);
  await Deno.remove(path);
});

Deno.test("encodeNpy() aligns elements to 64 bytes and leaves room for the first size", () => {
  for (const size of [[1], [0], new Array(16).fill(2)]) {
    const bytes = encodeNpy(zeros(size, { dtype: "uint8" }));
    const length = bytes[8]! + 256 * bytes[9]!;
    assertStrictEquals((10 + length) % 64, 0);
    assert(String.fromCharCode(...bytes.subarray(10, 10 + length)).endsWith(" \n"));
  }
});
