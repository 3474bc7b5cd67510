import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError, loadSafetensors, openSafetensors } from "../../mod.ts";
import { repeatedKey } from "./repeated_key.ts";

const folder = new URL("../testdata/safetensors/", import.meta.url);

function file(header: string | Uint8Array, data = 0, length?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const of = (shape: string, offsets: string, dtype = '"F32"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;

Deno.test("loadSafetensors() refuses a file that is cut at any byte", () => {
  for (const name of ["dtypes", "unsigned"]) {
    const whole = Deno.readFileSync(new URL(`${name}.safetensors`, folder));
    for (let n = 0; n < whole.length; n++) assertThrows(() => loadSafetensors(whole.subarray(0, n)), FileFormatError);
  }
});

Deno.test("loadSafetensors() survives any byte that is changed", () => {
  const whole = Deno.readFileSync(new URL("unsigned.safetensors", folder));
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0, 34, 48, 57, 91, 123, 125, 255]) {
      const bytes = whole.slice();
      bytes[at] = value;
      try {
        loadSafetensors(bytes);
      } catch (error) {
        assert(error instanceof FileFormatError, String(error));
      }
    }
  }
});

Deno.test("openSafetensors() takes no memory for what the file does not hold", () => {
  for (const length of [2n ** 63n, 2n ** 64n - 1n, 100000001n]) {
    assertThrows(
      () => openSafetensors(file("{}", 0, length)),
      FileFormatError,
      "a header of at most 100000000 bytes was expected",
    );
  }
  assertThrows(
    () => openSafetensors(file("{}", 0, 99999999n)),
    FileFormatError,
    "the header of 99999999 bytes was expected",
  );
  const huge = `{"x":${of("[9007199254740991]", "[0,36028797018963964]")}}`;
  assertThrows(() => openSafetensors(file(huge)), FileFormatError, "must have two integers from 0 as data_offsets");
  const large = `{"x":${of("[1000000000000]", "[0,4000000000000]")}}`;
  assertThrows(
    () => openSafetensors(file(large)),
    FileFormatError,
    "the end of the file was expected after the tensors' bytes",
  );
});

Deno.test("openSafetensors() refuses headers that lie", () => {
  for (
    const [header, data, text] of [
      ["", 0, 'a header that begins with "{" was expected'],
      [" {}", 0, 'a header that begins with "{" was expected'],
      ["[]", 0, 'a header that begins with "{" was expected'],
      ["{", 0, "a header in JSON was expected but it is damaged"],
      ["{}x", 0, "a header in JSON was expected"],
      [Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 1, 0x7d), 0, "a header in JSON was expected"],
      ["{}", 1, "the end of the file was expected after the tensors' bytes, at byte 10, but the file has 11"],
      ['{"x":1}', 0, 'tensor "x" must be an object'],
      ['{"x":{}}', 0, 'tensor "x" must have one of'],
      [`{"x":${of("[1]", "[0,4]", '"F31"')}}`, 4, 'but has "F31"'],
      [`{"x":${of("[1]", "[0,4]", '"toString"')}}`, 4, 'but has "toString"'],
      [`{"x":${of("[1]", "[0,4]", "[1]")}}`, 4, "but has [1]"],
      [`{"x":${of("1", "[0,4]")}}`, 4, "must have integers from 0 as shape"],
      [`{"x":${of("[-1]", "[0,4]")}}`, 4, "must have integers from 0 as shape"],
      [`{"x":${of("[1.5]", "[0,6]")}}`, 6, "must have integers from 0 as shape"],
      [`{"x":${of("[null]", "[0,4]")}}`, 4, "must have integers from 0 as shape"],
      [`{"x":${of("[1]", "[0]")}}`, 4, "must have two integers from 0 as data_offsets"],
      [`{"x":${of("[1]", "[-4,0]")}}`, 4, "must have two integers from 0 as data_offsets"],
      [`{"x":${of("[1]", "[4,0]")}}`, 4, "must have 4 bytes, as F32 of size [1] does, but has -4"],
      [`{"x":${of("[2]", "[0,4]")}}`, 4, "must have 8 bytes, as F32 of size [2] does, but has 4"],
      [`{"x":${of("[3]", "[0,1]", '"F4"')}}`, 1, "must have 1.5 bytes"],
      [`{"x":${of("[1]", "[4,8]")}}`, 8, 'tensor "x" was expected to begin at byte '],
      [`{"x":${of("[1]", "[0,4]")},"y":${of("[1]", "[2,6]")}}`, 6, 'tensor "y" was expected to begin at byte '],
      [`{"x":${of("[1]", "[0,4]")},"y":${of("[1]", "[0,4]")}}`, 4, 'tensor "y" was expected to begin at byte '],
      [`{"x":${of("[1]", "[0,4]")},"y":${of("[1]", "[8,12]")}}`, 12, 'tensor "y" was expected to begin at byte '],
      [`{"x":${of("[1]", "[0,4]")},"x":${of("[1]", "[0,4]")}}`, 4, 'every name must occur once but "x" occurs again'],
      [`{"x":${of("[1]", "[0,4]")},"\\u0078":${of("[1]", "[0,4]")}}`, 4, '"x" occurs again'],
      ['{"x":{"dtype":"F32","dtype":"F32"}}', 0, '"dtype" occurs again'],
      ['{"__metadata__":{"a":"1","a":"2"}}', 0, '"a" occurs again'],
      ['{"__metadata__":{"a":1}}', 0, '__metadata__ must hold strings but "a" is none'],
      ['{"__metadata__":[]}', 0, "__metadata__ must be an object of strings"],
      [`{"x":${of("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,4]")}}`, 4, "must have at most 16 dimensions"],
      ["{" + '"a":['.repeat(100000), 0, "a header in JSON was expected"],
    ] as const
  ) assertThrows(() => loadSafetensors(file(header, data)), FileFormatError, text);
});

Deno.test("openSafetensors() says at which byte", () => {
  const error = assertThrows(() => openSafetensors(file(`{"x":${of("[1]", "[4,8]")}}`, 8)), FileFormatError);
  assertEquals(error.offset, 8 + 54);
  assertEquals(assertThrows(() => openSafetensors(file("x")), FileFormatError).offset, 8);
});

Deno.test("repeatedKey() tells keys from strings, and objects from each other", () => {
  assertEquals(repeatedKey('{"a":"a","b":{"a":1},"c":[{"a":1},{"a":2}],"\\"a":1,"d":"{"}'), undefined);
  assertEquals(repeatedKey('{"é":1,"b":{"x":1}, "\\u00e9" : 2}'), { key: "é", at: 20 });
});

Deno.test("openSafetensors() says where the file ends, not where it should", () => {
  // Tensors that are said to reach beyond the end.
  for (
    const header of [`{"x":${of("[1000]", "[0,4000]")}}`, `{"x":${of("[8]", "[0,32]")},"y":${of("[8]", "[64,96]")}}`]
  ) {
    const bytes = file(header, 4), error = assertThrows(() => openSafetensors(bytes), FileFormatError);
    assertEquals(error.offset, bytes.length);
  }
});

Deno.test("openSafetensors() reads texts of any length", () => {
  const text = 'x\\"'.repeat(4e6), length = text.length * 2 / 3;
  using read = openSafetensors(file(`{"__metadata__":{"text":"${text}"}}`));
  assertEquals(read.metadata.text!.length, length);
});
