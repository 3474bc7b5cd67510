import { assertEquals, assertThrows } from "@std/assert";
import { arange, type Dtype, DTYPES, empty, tensor, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

Deno.test("get() and set() reach every element, in every dtype and layout", () => {
  for (const dtype of DTYPES) {
    for (const [layout, x] of Object.entries(layoutsOf(zeros([2, 3, 4], { dtype })))) {
      for (const [i, j, k] of [[0, 0, 0], [1, 2, 3], [-1, -3, 1], [1, 0, -4]] as const) {
        x.set(i, j, k, 1);
        assertEquals(x.get(i, j, k), 1, `${dtype} ${layout} ${i} ${j} ${k}`);
      }
      assertEquals(x.to("int32").sum(), 4, `${dtype} ${layout}`);
    }
  }
  const line = arange(4), matrix = arange(6).view(2, 3);
  assertEquals([line.get(0), line.get(-1), matrix.get(1, 2), matrix.get(-1, -3)], [0, 3, 5, 3]);
  assertEquals(line.set(-2, 9).toArray(), [0, 1, 9, 3]);
  assertEquals(matrix.set(1, 0, 9).set(-2, -1, 8).toArray(), [[0, 1, 8], [9, 4, 5]]);
  const deep = zeros([1, 2, 1, 2, 1]);
  deep.set(0, 1, 0, 1, 0, 7);
  assertEquals(deep.get(0, 1, 0, 1, 0), 7);
});

Deno.test("int64 is read and written exactly, or not at all", () => {
  const x = zeros([2], { dtype: "int64" });
  x.set(0, 2n ** 62n + 1n);
  assertEquals(x.getBigInt(0), 2n ** 62n + 1n);
  assertThrows(() => x.get(0), RangeError, "Cannot read 4611686018427387905 exactly as a number: use getBigInt");
  assertThrows(() => x.set(1, 2 ** 60), RangeError, "Cannot write 1152921504606847000 exactly as int64: use a bigint");
  assertThrows(() => x.set(1, NaN), RangeError, "Cannot write NaN exactly as int64: use a bigint");
  assertThrows(() => x.set(1, 2n ** 63n), RangeError, "exactly as int64: it has more than 64 bits");
  x.set(1, -1.75);
  assertEquals(x.get(1), -1);
  assertThrows(
    () => zeros([1]).getBigInt(0),
    TypeError,
    "Cannot run getBigInt: the tensor must be int64 but is float32",
  );
});

Deno.test("item() is the only element", () => {
  assertEquals(tensor([[3]]).item(), 3);
  assertEquals(arange(4).select(0, 2).item(), 2);
  assertThrows(() => arange(2).item(), TypeError, "Cannot run item: the tensor must have one element but is [2]");
});

Deno.test("toArray() nests as the sizes do", () => {
  assertEquals(arange(4).view(2, 1, 2).toArray(), [[[0, 1]], [[2, 3]]]);
  assertEquals(empty([]).toArray(), []);
  assertEquals(empty([0, 2]).toArray(), []);
  assertEquals(empty([2, 0]).toArray(), [[], []]);
  assertEquals(tensor([true, false], { dtype: "bool" }).toArray(), [1, 0]);
});

Deno.test("at() takes indices, half-open ranges and null", () => {
  const x = arange(12).view(3, 4);
  assertEquals(x.at(1).toArray(), [4, 5, 6, 7]);
  assertEquals(x.at(1, 2).toArray(), [6]);
  assertEquals(x.at([1, 3]).toArray(), [[4, 5, 6, 7], [8, 9, 10, 11]]);
  assertEquals(x.at(null, [1, -1]).toArray(), [[1, 2], [5, 6], [9, 10]]);
  assertEquals(x.at(-1, [0, 4, 2]).toArray(), [8, 10]);
  assertEquals(x.at([0, 3, 2], 0).toArray(), [0, 8]);
  assertEquals(x.at([2, 1]).size(), [0, 4]);
  assertEquals(x.at().toArray(), x.toArray());
});

Deno.test("setAt() fills or copies into what at() takes", () => {
  const x = zeros([3, 4]);
  x.setAt([1], 5).setAt([null, [2, 4]], tensor([[1, 2], [3, 4], [5, 6]], { dtype: "int32" }));
  assertEquals(x.toArray(), [[0, 0, 1, 2], [5, 5, 3, 4], [0, 0, 5, 6]]);
  assertThrows(() => x.setAt([0], tensor([1, 2])), TypeError, "Cannot run copy: the source must have the 4 elements");
});

Deno.test("indices are checked", () => {
  const x = zeros([2, 3]), line = zeros([3]);
  assertThrows(() => x.get(2, 0), RangeError, "Cannot run get: index 0 must be from -2 to 1 but is 2");
  assertThrows(() => x.get(0, -4), RangeError, "Cannot run get: index 1 must be from -3 to 2 but is -4");
  assertThrows(() => line.get(0.5), RangeError, "Cannot run get: index 0 must be from -3 to 2 but is 0.5");
  assertThrows(() => line.get(NaN), RangeError, "Cannot run get: index 0 must be from -3 to 2 but is NaN");
  assertThrows(() => x.get(0), RangeError, "Cannot run get: there must be 2 indices for [2, 3] but there is 1");
  assertThrows(() => line.get(0, 0), RangeError, "Cannot run get: there must be 1 indices for [3] but there are 2");
  assertThrows(() => line.set(3, 1), RangeError, "Cannot run set: index 0 must be from -3 to 2 but is 3");
  assertThrows(() => x.set(0, 1), RangeError, "Cannot run set: there must be 2 indices for [2, 3] but there is 1");
  assertThrows(
    () => line.set(0, "1" as unknown as number),
    TypeError,
    'Cannot run set: the value must be a number but is "1"',
  );
  assertThrows(
    () => line.set("0" as unknown as number, 1),
    TypeError,
    'Cannot run set: the first argument must be a tensor or an index but is "0"',
  );
  assertThrows(() => x.at(0, 3), RangeError, "Cannot run at: index 1 must be from -3 to 2 but is 3");
  assertThrows(() => x.at(0, 0, 0), RangeError, "Cannot run at: [2, 3] takes at most 2 indices but 3 are given");
  assertThrows(() => x.at([0, 3]), RangeError, "Cannot run at: the end of range 0 must be from -2 to 2 but is 3");
  assertThrows(() => x.at([0, 2, 0]), RangeError, "Cannot run at: the step of range 0 must be at least 1 but is 0");
  assertEquals(x.sum() + line.sum(), 0);
});

Deno.test("16-bit floating point is written to the last bit", () => {
  for (
    const [dtype, value, wanted] of [
      ["float16", 0.1, 0.0999755859375],
      ["float16", 65520, Infinity],
      ["float16", 2 ** -25, 0],
      ["bfloat16", 0.1, 0.10009765625],
      ["bfloat16", 1 + 2 ** -8, 1],
      ["bfloat16", 1 + 2 ** -8 + 2 ** -30, 1.0078125],
    ] as [Dtype, number, number][]
  ) {
    assertEquals(zeros([1], { dtype }).set(0, value).get(0), wanted, `${dtype} ${value}`);
  }
});
