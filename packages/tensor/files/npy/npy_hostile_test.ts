import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeNpy, encodeNpy, FileFormatError, zeros } from "../../mod.ts";

/** A file with any header; `length` is what it says of itself. */
function file(header: string, { version = 1, data = 0, length = header.length } = {}): Uint8Array {
  const wide = version > 1, bytes = new Uint8Array(8 + (wide ? 4 : 2) + header.length + data);
  bytes.set([0x93, 78, 85, 77, 80, 89, version, 0]);
  const view = new DataView(bytes.buffer);
  if (wide) view.setUint32(8, length, true);
  else view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(header), wide ? 12 : 10);
  return bytes;
}

function refused(bytes: Uint8Array, text: string, offset?: number): void {
  const error = assertThrows(() => decodeNpy(bytes), FileFormatError, text);
  if (offset !== undefined) assertEquals(error.offset, offset);
}

const of = (shape: string, descr = "'<f4'", fortran = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

Deno.test("decodeNpy() refuses a file that is cut at any byte", () => {
  const whole = encodeNpy(zeros([3, 2], { dtype: "int16" }));
  for (let n = 0; n < whole.length; n++) {
    const error = assertThrows(() => decodeNpy(whole.slice(0, n)), FileFormatError);
    assert(error.offset <= n, `${error.offset} of ${n}`);
  }
});

Deno.test("decodeNpy() survives any byte that is changed", () => {
  const whole = encodeNpy(zeros([3, 2], { dtype: "int16" }));
  for (let at = 0; at < 128; at++) {
    for (const value of [0, 32, 39, 40, 44, 49, 57, 93, 125, 255]) {
      const bytes = whole.slice();
      bytes[at] = value;
      try {
        assert(decodeNpy(bytes).nElement() <= 12);
      } catch (error) {
        assert(error instanceof FileFormatError, String(error));
      }
    }
  }
});

Deno.test("decodeNpy() says what is no .npy file", () => {
  refused(
    new Uint8Array(0),
    "at byte 0 the rest of the start of a .npy file of 6 bytes was expected but the file ends",
    0,
  );
  refused(Uint8Array.from([80, 75, 3, 4, 0, 0, 0]), "it seems to be a .npz file, which loadNpz reads", 0);
  refused(Uint8Array.from([0x80, 4, 3, 4, 0, 0, 0]), "it seems to be a pickle of Python", 0);
  refused(file(of("(2,)"), { version: 4 }), "version 1.0, 2.0 or 3.0 was expected but is 4.0", 6);
});

Deno.test("decodeNpy() takes no memory for what the file does not hold", () => {
  refused(
    file(of("(9007199254740991,)")),
    "a tensor of size [9007199254740991] of 36028797018963964 bytes was expected",
  );
  refused(file(of("(1000000, 1000000, 1000000, 1000000)")), "was expected but the file ends after 0 more");
  refused(file(of("(3,)"), { data: 11 }), "of 12 bytes was expected but the file ends after 11 more");
  refused(
    file(of("(2,)"), { version: 2, length: 4294967295 }),
    "a header of at most 65536 bytes was expected but it has 4294967295",
    8,
  );
  refused(file(of("(2,)"), { length: 60000 }), "the header of 60000 bytes was expected but the file ends");
});

Deno.test("decodeNpy() reads zero sizes beside huge ones", () => {
  assertEquals(decodeNpy(file(of("(0, 9007199254740991)"))).size(), [0, 9007199254740991]);
});

Deno.test("decodeNpy() reads headers as others write them", () => {
  const data = 8;
  for (
    const header of [
      "{'shape':(2,),'fortran_order':False,'descr':'<f4'}",
      "{\"descr\": \"f4\", 'fortran_order' : False,\t'shape': (2L,)}\n\n",
      " {'descr': '=f4', 'fortran_order': True, 'shape': (+2,), } ",
      of("(2, 1)", "'|f4'"),
    ]
  ) {
    assertEquals(decodeNpy(file(header, { data })).nElement(), 2);
    assertEquals(decodeNpy(file(header, { data, version: 3 })).nElement(), 2);
  }
});

Deno.test("decodeNpy() refuses headers that lie", () => {
  for (
    const [header, text] of [
      [of("(-1,)"), "the shape must hold integers from 0 to 2^53 - 1 but holds -1"],
      [of("(9007199254740992,)"), "but holds 9007199254740992"],
      [of("(1.5,)"), "was expected"],
      [of("(True,)"), "but holds true"],
      [of("('2',)"), "but holds 2"],
      [of("[2]"), "the shape must be a tuple of integers"],
      [of("2"), "the shape must be a tuple of integers"],
      [of("(2)"), "the shape must be a tuple of integers"],
      [of("(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"), "the shape must have at most 16 dimensions"],
      [of("(2,)", "'<f4'", "0"), "fortran_order must be True or False"],
      [of("(2,)", "'<f16'"), 'is "<f16"'],
      [of("(2,)", "'f3'"), 'is "f3"'],
      [of("(2,)", "'toString'"), 'is "toString"'],
      [of("(2,)", "'__proto__'"), 'is "__proto__"'],
      [of("(2,)", "None"), "the dtype must be"],
      [of("(2,)", "[('a', '<f4')]"), "has fields of its own"],
      [of("(2,)", "'<f4"), "was expected"],
      [of("(2,)", "'\\x3cf4'"), "a string that ends, with no escapes but those of quotes"],
      ["{'descr': '<f4', 'fortran_order': False}", "the names descr, fortran_order and shape were expected"],
      [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "were expected but are descr, fortran_order, shape, more",
      ],
      ["{'descr': '<f4', 'descr': '<f8', 'shape': (1,)}", 'every name must occur once but "descr" occurs again'],
      [`${of("(1,)")} x`, "the end of the header was expected"],
      ["{1: 2}", "a name in quotes was expected"],
      ["{'descr' '<f4'}", '":" was expected'],
      ["{'descr': __import__('os')}", "a value was expected"],
      ["", '"{" was expected but the header ends'],
      [`{'descr': ${"(".repeat(5000)}`, "at most 16 brackets within each other"],
    ] as const
  ) refused(file(header, { data: 64 }), text);
});
