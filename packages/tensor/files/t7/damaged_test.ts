// Torch7 files that were read wrongly once.
import { assertEquals, assertThrows } from "@std/assert";
import { deserialize, FileFormatError, serialize, TdsHash, TdsVec, tensor, UnknownObject } from "../../mod.ts";
import { listOf } from "./fields.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("deserialize() reads as many nils as fit into an ASCII file", () => {
  const vec = new TdsVec<unknown>(...new Array(10).fill(null));
  assertEquals(deserialize(serialize(vec, { format: "ascii" })), vec);
  assertEquals(deserialize(ascii("4\n1\n3\nV 0\n7\ntds.Vec\n3\n0\n0\n0")), new TdsVec<unknown>(null, null, null));
  assertThrows(
    () => deserialize(ascii("4\n1\n3\nV 0\n7\ntds.Vec\n4\n0\n0\n0")),
    FileFormatError,
    "the length of a vec",
  );
  const hash = new TdsHash([[1, null]]);
  assertEquals(deserialize(serialize(hash, { format: "ascii" })), hash);
});

Deno.test("a tensor whose elements stand for many is no list of numbers", () => {
  const size = tensor([2], { dtype: "int64" }).expand(2 ** 40),
    bytes = serialize(new UnknownObject("nn.View", { size }));
  const View = { fromTorch: (object: UnknownObject) => ({ size: listOf("size", object.get("size")) }) };
  assertThrows(
    () => deserialize(bytes, { classes: [{ View: Object.assign(function View() {}, View) }] }),
    FileFormatError,
    "size must be a list of numbers but is Tensor",
  );
  assertEquals(listOf("size", tensor([[1, 2], [3, 4]]).t()), [1, 3, 2, 4]);
});
