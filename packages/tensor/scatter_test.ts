import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  arange,
  type Dtype,
  indexAdd,
  indexCopy,
  indexFill,
  NativeError,
  put,
  rand,
  scatter,
  scatterAdd,
  setNumThreads,
  type Tensor,
  tensor,
  zeros,
} from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const long = (data: Parameters<typeof tensor>[0]): Tensor => tensor(data, { dtype: "int64" });

/** The same in plain JavaScript: y[…, index[…], …] = or += source[…] along dim of three dimensions. */
function reference(x: Tensor, dim: number, index: Tensor, source: Tensor, add: boolean): number[][][] {
  const y = x.toArray() as number[][][];
  const [a, b, c] = index.size() as [number, number, number];
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) {
        const at = [i, j, k], p = index.get(i, j, k);
        at[dim] = p < 0 ? p + x.size(dim) : p;
        const row = y[at[0]!]![at[1]!]!;
        row[at[2]!] = (add ? row[at[2]!]! : 0) + source.get(i, j, k);
      }
    }
  }
  return y;
}

Deno.test("scatter() and scatterAdd() agree with plain JavaScript in any layout", () => {
  const index = long([[[0, 2, 1], [-1, 0, 0]], [[1, 1, 2], [0, 2, -3]]]), source = arange(1, 13).view(2, 2, 3);
  for (const dtype of ["float32", "float64", "int32", "int64", "uint8"] as Dtype[]) {
    for (let dim = 0; dim < 3; dim++) {
      const start = arange(27).view(3, 3, 3).to(dtype), from = source.to(dtype);
      const plain = reference(start, dim, index, from, false), summed = reference(start, dim, index, from, true);
      for (const [name, x] of Object.entries(layoutsOf(start))) {
        const what = `${dtype} ${name} ${dim}`, positions = layoutsOf(index)[name as "strided"];
        assertEquals(scatter(x, dim, positions, layoutsOf(from)[name as "strided"]).toArray(), plain, what);
        assertEquals(x.toArray(), start.toArray(), what);
        assert(x.scatterAdd(dim, positions, from) === x);
        assertEquals(x.toArray(), summed, what);
      }
    }
  }
  assertEquals(scatter(zeros([1, 3]), 1, long([[1]]), 5).toArray(), [[0, 5, 0]]);
  assertEquals(scatterAdd(zeros([3]), 0, long([2, 2]), 5).toArray(), [0, 0, 10]);
});

Deno.test("indexCopy(), indexAdd() and indexFill() write slices", () => {
  const x = zeros([3, 2]), rows = tensor([[1, 2], [3, 4]]);
  assertEquals(indexCopy(x, 0, [2, 0], rows).toArray(), [[3, 4], [0, 0], [1, 2]]);
  assertEquals(indexAdd(x, 0, [1, 1], rows).toArray(), [[0, 0], [4, 6], [0, 0]]);
  assertEquals(indexFill(x, 1, [-1], 9).toArray(), [[0, 9], [0, 9], [0, 9]]);
  assertEquals(x.sum(), 0);
  x.indexCopy(1, [1], tensor([[1], [2], [3]])).indexAdd(0, long([0]), tensor([[5, 5]])).indexFill(0, [2], -1);
  assertEquals(x.toArray(), [[5, 6], [0, 2], [-1, -1]]);
  assertEquals(x.t().indexFill(0, [0], 0).toArray(), [[0, 0, 0], [6, 2, -1]]);
  const y = arange(4);
  y.indexCopy(0, [3, 2, 1, 0], y); // reads what it writes
  assertEquals(y.toArray(), [3, 2, 1, 0]);
});

Deno.test("put() writes in row-major order", () => {
  assertEquals(put(zeros([2, 2]), [0, -1], tensor([1, 2])).toArray(), [[1, 0], [0, 2]]);
  const x = zeros([3, 2]);
  x.t().put([1, 1], 4, { accumulate: true });
  assertEquals(x.toArray(), [[0, 0], [8, 0], [0, 0]]);
  assertThrows(() => put(x, [0], tensor([1, 2])), TypeError, "source must have the 1 elements of index but is [2]");
});

Deno.test("nothing is written if a position lies outside", () => {
  const x = zeros([2, 3]);
  assertThrows(
    () => x.scatter(1, long([[0], [3]]), 1),
    NativeError,
    "index must be from -3 to 2 but is 3 at position 1",
  );
  assertThrows(() => x.indexFill(0, [1, -3], 1), NativeError, "index must be from -2 to 1 but is -3 at position 1");
  assertThrows(() => x.put([6], 1), NativeError, "index must be from -6 to 5 but is 6");
  assertEquals(x.sum(), 0);
  assertThrows(
    () => x.indexCopy(0, [0], zeros([2, 3])),
    TypeError,
    "Cannot run indexCopy: source must be [1, 3] but is [2, 3]",
  );
  assertThrows(() => x.scatter(0, long([[0, 0, 0, 0]]), 1), NativeError, "size 1 of r must be at least 4 but is 3");
  assertThrows(() => x.scatter(0, long([[0], [0]]), zeros([1, 1])), TypeError, "source must be at least [2, 1]");
  assertThrows(() => zeros([1]).expand(3).indexFill(0, [0], 1), TypeError, "the tensor must not be expanded");
  assertThrows(
    () => x.indexAdd(0, [0], zeros([1, 3], { dtype: "int32" })),
    TypeError,
    "x must be float32 like r but is int32",
  );
  assertThrows(
    () => zeros([2], { dtype: "bool" }).scatterAdd(0, long([0]), 1),
    TypeError,
    "Cannot run scatterAdd: not defined for bool",
  );
});

Deno.test("sums of repeated positions do not depend on the threads", () => {
  const index = long(Array.from({ length: 64 * 300 }, (_, i) => (i * 7919) % 64)).view(300, 64),
    source = rand([300, 64]);
  for (const dim of [0, 1]) {
    const sums = [1, 2, 3].map((threads) => {
      setNumThreads(threads);
      return zeros([300, 64]).scatterAdd(dim, index, source);
    });
    assert(sums[0]!.equal(sums[1]!) && sums[0]!.equal(sums[2]!));
  }
  setNumThreads(1);
});
