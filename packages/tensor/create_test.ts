import { assert, assertEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { type Dtype, DTYPES, setDefaultDtype, tensor } from "./mod.ts";
import { assertClose } from "./testing.ts";

Deno.test("empty(), zeros(), ones() and full() have the sizes and the dtype asked for", () => {
  for (const dtype of DTYPES) {
    for (const shape of [[3], [2, 3], [1, 2, 3, 4], [0], [2, 0], []]) {
      for (const x of [T.empty(shape, { dtype }), T.zeros(shape, { dtype }), T.ones(shape, { dtype })]) {
        assertEquals([x.size(), x.dtype, x.isContiguous()], [shape, dtype, true]);
      }
    }
    assertEquals(T.zeros([2, 2], { dtype }).toArray(), [[0, 0], [0, 0]]);
    assertEquals(T.ones([2], { dtype }).toArray(), [1, 1]);
    assertEquals(T.full([2], 7, { dtype }).toArray(), dtype === "bool" ? [1, 1] : [7, 7]);
  }
  assertEquals(T.zeros(Array(16).fill(1)).dim(), 16);
});

Deno.test("zeros() are zero in memory that was used before", () => {
  for (const n of [16, 1000, 5000]) {
    for (let i = 0; i < 300; i++) {
      const x = T.zeros([n]);
      assertEquals([x.get(0), x.get(n - 1)], [0, 0]);
      x.fill(1).dispose();
    }
  }
});

Deno.test("the functions called like are like a tensor", () => {
  const x = T.zeros([2, 3], { dtype: "int16" }).t();
  for (const y of [T.zerosLike(x), T.onesLike(x), T.emptyLike(x), x.newEmpty(3, 2)]) {
    assertEquals([y.size(), y.dtype, y.isContiguous()], [[3, 2], "int16", true]);
  }
  assertEquals(T.onesLike(x).sum() + T.zerosLike(x).sum(), 6);
});

Deno.test("tensor() reads nested lists and typed arrays", () => {
  assertEquals(tensor([1, 2, 3]).size(), [3]);
  assertEquals(tensor([[[1], [2]], [[3], [4]], [[5], [6]]]).size(), [3, 2, 1]);
  assertEquals(tensor([[1, 2], [3, 4]]).toArray(), [[1, 2], [3, 4]]);
  assertEquals(tensor(new Float64Array([0.5, 1.5])).toArray(), [0.5, 1.5]);
  assertEquals(tensor([true, false]).toArray(), [1, 0]);
  assertEquals(tensor([2n ** 60n], { dtype: "int64" }).getBigInt(0), 2n ** 60n);
  assertEquals(tensor([]).size(), []);
  assertEquals(tensor([0.1]).get(0), Math.fround(0.1));
  assertThrows(
    () => tensor([[1, 2], [3]]),
    TypeError,
    "Cannot make a tensor: every list at depth 1 must have 2 entries but one is a list of 1",
  );
  assertThrows(
    () => tensor([[1], 2]),
    TypeError,
    "Cannot make a tensor: every list at depth 1 must have 1 entries but one is number",
  );
  assertThrows(
    () => tensor([1, [2]]),
    TypeError,
    "Cannot make a tensor: elements must be numbers but one is object",
  );
  assertThrows(
    () => tensor(["1" as unknown as number]),
    TypeError,
    "Cannot make a tensor: elements must be numbers but one is string",
  );
});

Deno.test("range() includes its end, arange() does not", () => {
  assertEquals(T.range(1, 4).toArray(), [1, 2, 3, 4]);
  assertEquals(T.range(1, 2, 0.5).toArray(), [1, 1.5, 2]);
  assertEquals(T.range(3, 0, -2).toArray(), [3, 1]);
  assertEquals(T.range(2, 2).toArray(), [2]);
  assertEquals(T.arange(4).toArray(), [0, 1, 2, 3]);
  assertEquals(T.arange(1, 2, 0.25).toArray(), [1, 1.25, 1.5, 1.75]);
  assertEquals(T.arange(3, 0, -1, { dtype: "int32" }).toArray(), [3, 2, 1]);
  assertEquals(T.arange(0).size(), []);
  assertEquals(T.arange(2 ** 53 - 3, 2 ** 53 - 1, 1, { dtype: "int64" }).getBigInt(1), 2n ** 53n - 2n);
  assertEquals(T.arange(100000).get(99999), 99999);
  assertThrows(() => T.range(1, 0), RangeError, "Cannot run range: step 1 does not lead from 1 to 0");
  assertThrows(() => T.arange(0, 1, 0), RangeError, "Cannot run arange: step 0 does not lead from 0 to 1");
  assertThrows(() => T.arange(NaN), RangeError, "Cannot run arange: to must be finite but is NaN");
});

Deno.test("linspace() and logspace() include both ends", () => {
  assertEquals(T.linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1]);
  assertEquals(T.linspace(0, 1).numel(), 100);
  assertEquals(T.linspace(2, 2, 1).toArray(), [2]);
  assertEquals(T.linspace(1, -1, 3).toArray(), [1, 0, -1]);
  assertEquals(T.linspace(0, 0.1, 7, { dtype: "float64" }).get(6), 0.1);
  assertClose(T.logspace(0, 2, 3), [1, 10, 100]);
  assertThrows(() => T.linspace(0, 1, 1), RangeError, "Cannot run linspace: n must be at least 2 but is 1");
});

Deno.test("eye() has ones on its diagonal", () => {
  assertEquals(T.eye(2).toArray(), [[1, 0], [0, 1]]);
  assertEquals(T.eye(2, 3).toArray(), [[1, 0, 0], [0, 1, 0]]);
  assertEquals(T.eye(3, 1, { dtype: "uint8" }).toArray(), [[1], [0], [0]]);
  assertThrows(() => T.eye(0), RangeError, "Cannot run eye: n must be at least 1 but is 0");
});

Deno.test("fromStorage() and emptyStrided() describe memory as asked", () => {
  const x = T.arange(12);
  assertEquals(T.fromStorage(x.storage(), 2, [2, 3], [4, 1]).toArray(), [[2, 3, 4], [6, 7, 8]]);
  assertEquals(T.fromStorage(x.storage(), 11, [3], [-5]).toArray(), [11, 6, 1]);
  assertEquals(T.fromStorage(x.storage(), 9).toArray(), [9, 10, 11]);
  assertThrows(
    () => T.fromStorage(x.storage(), 0, [3], [-1]),
    RangeError,
    "Cannot run fromStorage: the tensor must lie in the storage of 12 elements but reaches from -2 to 0",
  );
  assertThrows(
    () => T.fromStorage(x.storage(), 0, [3], [0.5]),
    TypeError,
    "Cannot run fromStorage: strides must be 1 integers but are [0.5]",
  );
  const y = T.emptyStrided([2, 3], [1, 2]).copy(T.arange(6));
  assertEquals([0, 1, 2, 3, 4, 5].map((i) => y.storage().get(i)), [0, 3, 1, 4, 2, 5]);
  assertEquals(T.emptyStrided([2, 3], [0, 1]).storage().length, 3);
});

Deno.test("the default dtype is that of tensors made without one", () => {
  assertEquals(T.defaultDtype(), "float32");
  try {
    setDefaultDtype("float64");
    assertEquals(T.defaultDtype(), "float64");
    for (const x of [T.zeros([1]), tensor([1]), T.rand([1]), T.arange(2), T.eye(2)]) assertEquals(x.dtype, "float64");
    assertEquals(tensor([1], { dtype: "int8" }).real().dtype, "float64");
  } finally {
    setDefaultDtype("float32");
  }
  assertThrows(
    () => setDefaultDtype("float" as Dtype),
    TypeError,
    `Cannot run setDefaultDtype: dtype must be one of ${DTYPES.join(", ")} but is "float"`,
  );
  assertEquals(T.zeros([1]).dtype, "float32");
});

Deno.test("isTensor() and isStorage()", () => {
  const x = T.zeros([1]);
  assert(T.isTensor(x) && T.isStorage(x.storage()));
  assert(!T.isTensor(x.storage()) && !T.isStorage(x) && !T.isTensor(null) && !T.isTensor({ store: 1 }));
});

Deno.test("sizes are checked", () => {
  const wanted = "sizes must be integers from 0 but the size is";
  assertThrows(() => T.zeros([-1]), RangeError, `Cannot run zeros: ${wanted} [-1]`);
  assertThrows(() => T.zeros([2, NaN]), RangeError, `Cannot run zeros: ${wanted} [2, NaN]`);
  assertThrows(() => T.empty([0.5]), RangeError, `Cannot run empty: ${wanted} [0.5]`);
  assertThrows(
    () => T.zeros(3 as unknown as number[]),
    TypeError,
    "Cannot run zeros: the size must be a list of numbers but is 3",
  );
  assertThrows(
    () => T.zeros(Array(17).fill(1)),
    RangeError,
    "Cannot run zeros: the size must have at most 16 dimensions but has 17",
  );
  assertThrows(
    () => T.zeros([2 ** 40, 2 ** 40]),
    RangeError,
    "Cannot run zeros: the size [1099511627776, 1099511627776] has more elements than can be counted",
  );
  assertThrows(
    () => T.zeros([2 ** 50]),
    RangeError,
    "Cannot make a tensor: 4503599627370496 bytes of memory are not to be had",
  );
  assertThrows(() => T.zeros([1], { dtype: "complex" as Dtype }), TypeError, "dtype must be one of uint8, int8");
});

Deno.test("newEmpty() and newTensor() keep the dtype", () => {
  const x = T.zeros([2], { dtype: "int16" });
  assertEquals([x.newEmpty(2, 3).size(), x.newEmpty([1]).dtype], [[2, 3], "int16"]);
  assertEquals([x.newTensor([[1, 2]]).toArray(), x.newTensor([1]).dtype], [[[1, 2]], "int16"]);
});
