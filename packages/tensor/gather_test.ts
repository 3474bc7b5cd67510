import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, DTYPES, gather, index, indexSelect, NativeError, take, type Tensor, tensor, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const long = (data: Parameters<typeof tensor>[0]): Tensor => tensor(data, { dtype: "int64" });
const x = (): Tensor => arange(24).view(2, 3, 4);

Deno.test("index() takes slices of any dimension, dtype and layout", () => {
  for (const dtype of DTYPES) {
    for (const [name, y] of Object.entries(layoutsOf(x().to(dtype)))) {
      const all = y.toArray() as number[][][], what = `${dtype} ${name}`;
      assertEquals(index(y, 0, [1, 0, 1]).toArray(), [all[1]!, all[0]!, all[1]!], what);
      assertEquals(index(y, 1, [2, -3]).toArray(), all.map((m) => [m[2]!, m[0]!]), what);
      assertEquals(index(y, -1, long([3, 1])).toArray(), all.map((m) => m.map((r) => [r[3]!, r[1]!])), what);
    }
  }
  assertEquals(indexSelect(arange(5), 0, [4, 0]).toArray(), [4, 0]);
  assertEquals(x().index(0, []).size(), [0, 3, 4]);
  assertEquals(arange(10).index(0, arange(0, 10, 3, { dtype: "int64" })).toArray(), [0, 3, 6, 9]);
  assertEquals(arange(6).index(0, long([[0, 1], [2, 3]]).t().select(0, 1)).toArray(), [1, 3]);
});

Deno.test("index() writes to out, which may be the tensor itself", () => {
  const y = arange(4), out = zeros([1]);
  assert(index(y, 0, [3, 2], { out }) === out);
  assertEquals(out.toArray(), [3, 2]);
  assert(index(y, 0, [3, 2, 1, 0], { out: y }) === y);
  assertEquals(y.toArray(), [3, 2, 1, 0]);
});

Deno.test("gather() takes an element for each entry of index", () => {
  const y = x(), dims = [2, 3, 4], positions = long([[[2, -1, 0, 1]], [[0, 0, 2, -3]]]);
  const wanted = (positions.toArray() as number[][][]).map((m, i) =>
    m.map((r) => r.map((p, k) => y.get(i, p < 0 ? p + 3 : p, k)))
  );
  for (const layout of Object.values(layoutsOf(y))) {
    for (const index of Object.values(layoutsOf(positions))) assertEquals(gather(layout, 1, index).toArray(), wanted);
  }
  for (let d = 0; d < 3; d++) {
    const size = dims.slice(), order = arange(dims[d]!, undefined, 1, { dtype: "int64" });
    const shape = [1, 1, 1].with(d, dims[d]!), same = order.view(shape).expand(size);
    assertEquals(y.gather(d, same).toArray(), y.toArray());
  }
});

Deno.test("take() reads in row-major order", () => {
  assertEquals(take(x(), long([[0, 23], [-1, 5]])).toArray(), [[0, 23], [23, 5]]);
  assertEquals(x().transpose(0, 2).take([1]).toArray(), [12]);
  const out = zeros([3, 2]).t();
  assertEquals(take(arange(3), long([[0, 1, 2], [2, 1, 0]]), { out }).toArray(), [[0, 1, 2], [2, 1, 0]]);
});

Deno.test("positions are checked", () => {
  const y = x();
  assertThrows(
    () => index(y, 0, [0, 2]),
    NativeError,
    "Cannot run gather: index must be from -2 to 1 but is 2 at position 1",
  );
  assertThrows(() => index(y, 3, [0]), RangeError, "Cannot run index: dim must be from -3 to 2 but is 3");
  assertThrows(() => index(y, 0, tensor([0])), TypeError, "Cannot run index: index must be int64 but is float32");
  assertThrows(() => index(y, 0, long([[0]])), TypeError, "Cannot run index: index must be [n] but is [1, 1]");
  assertThrows(() => index(y, 0, "0" as unknown as number[]), TypeError, "index must be an int64 tensor or a list");
  assertThrows(() => gather(y, 0, long([0])), TypeError, "index must have the 3 dimensions of [2, 3, 4] but is [1]");
  assertThrows(
    () => gather(y, 0, zeros([1, 4, 1], { dtype: "int64" })),
    NativeError,
    "size 1 of x must be at least 4 but is 3",
  );
  assertThrows(() => take(y, [24]), NativeError, "index must be from -24 to 23 but is 24 at position 0");
  assertThrows(
    () => index(y, 0, [0], { out: zeros([1], { dtype: "int32" }) }),
    TypeError,
    "out must be float32 but is int32",
  );
});
