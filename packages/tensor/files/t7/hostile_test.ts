import { assert, assertEquals, assertThrows } from "@std/assert";
import { deserialize, FileFormatError, load, save, serialize, tensor, zeros } from "../../mod.ts";

function nested(depth: number): unknown {
  let value: unknown[] = [];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

Deno.test("load() of a file that is cut anywhere says where", () => {
  const value = { x: tensor([[1, 2], [3, 4]]), list: [true, null, 2.5], s: "text" };
  for (const format of ["binary", "ascii"] as const) {
    const bytes = serialize(value, { format }), most = format === "ascii" ? bytes.length - 1 : bytes.length;
    for (let n = 0; n < most; n++) {
      const cut = bytes.subarray(0, n), error = assertThrows(() => deserialize(cut, { format }), FileFormatError);
      assert(error.offset >= 0 && error.offset <= n, `${format}, ${n}: ${error.offset}`);
      assertThrows(() => deserialize(cut), FileFormatError);
    }
  }
});

Deno.test("load() refuses lengths that cannot be", () => {
  for (const bad of [[99, 0], [2, -1], [2, 2 ** 31 - 1], [3, 1, -5], [3, 1, 2 ** 30], [4, 1, -1], [4, 1, 2 ** 30]]) {
    const bytes = new Uint8Array(Int32Array.from([...bad, 0, 0, 0]).buffer);
    assertThrows(() => deserialize(bytes), FileFormatError);
  }
});

Deno.test("objects of 200000 levels are written and read", () => {
  let value = deserialize<unknown[]>(serialize(nested(200_000))), depth = 0;
  while (value.length > 0) {
    value = value[0] as unknown[];
    depth++;
  }
  assertEquals(depth, 200_000);
});

Deno.test("save() says where something cannot be written, and leaves the old file", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a.t7`;
  try {
    save(path, 1);
    assertThrows(() => save(path, { layers: [1, 2, () => {}] }), TypeError, "Cannot run save: value.layers[2] must be");
    assertThrows(() => save(path, [zeros([2], { dtype: "bfloat16" })]), TypeError, "Torch7 has no bfloat16");
    assertEquals([load(path), [...Deno.readDirSync(folder)].length], [1, 1]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
