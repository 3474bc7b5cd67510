import { assert, assertEquals } from "@std/assert";
import { cpu, fromBuffer, zeros } from "@taimatsu/tensor";
import { countMemory } from "./memory_pressure.ts";

/** The bytes of the ArrayBuffers that are made while `fn` runs. */
function bytesMade(fn: () => void): number[] {
  const Real = ArrayBuffer, made: number[] = [];
  const counting = class extends Real {
    constructor(bytes = 0) {
      super(bytes);
      made.push(bytes);
    }
  };
  globalThis.ArrayBuffer = counting as ArrayBufferConstructor;
  try {
    fn();
  } finally {
    globalThis.ArrayBuffer = Real;
  }
  return made;
}

// When V8 collects depends on its heap and on the machine; what is given to it to count does not.
Deno.test("countMemory() lets a quarter of the bytes of shared batches count, a megabyte or more at once", () => {
  const batch = { list: [fromBuffer(new SharedArrayBuffer(2 ** 19), "float32"), 1, null], name: "x" };
  const made = bytesMade(() => {
    for (let k = 0; k < 100; k++) countMemory(batch);
  });
  assert(made.every((bytes) => bytes >= 2 ** 20));
  assertEquals(made.reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20, 12);
  const large = fromBuffer(new SharedArrayBuffer(2 ** 23), "int64");
  assertEquals(bytesMade(() => countMemory([large])), [2 ** 21 + 2 ** 19]);
});

Deno.test("countMemory() counts tensors of lists and objects, and nothing else", () => {
  const small = zeros([2 ** 18], { device: cpu });
  const nothing = bytesMade(() => countMemory([1, "text", null, undefined, new Map([["x", small]]), new Date()]));
  assertEquals(nothing, []);
});
