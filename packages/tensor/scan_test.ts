import { assert, assertEquals, assertThrows } from "@std/assert";
import { cumprod, cumsum, type Dtype, rand, setNumThreads, tensor, zeros } from "./mod.ts";
import { assertClose, layoutsOf } from "./testing.ts";

Deno.test("cumsum() and cumprod() run along any dimension, dtype and layout", () => {
  for (const dtype of ["uint8", "int8", "int16", "int32", "int64", "float32", "float64"] as Dtype[]) {
    const x = tensor([[[1, 2], [3, 4]], [[2, 1], [1, 3]]], { dtype });
    for (const y of Object.values(layoutsOf(x))) {
      assertEquals(cumsum(y).toArray(), [[[1, 2], [3, 4]], [[3, 3], [4, 7]]], dtype);
      assertEquals(cumsum(y, 1).toArray(), [[[1, 2], [4, 6]], [[2, 1], [3, 4]]], dtype);
      assertEquals(cumprod(y, -1).toArray(), [[[1, 2], [3, 12]], [[2, 2], [1, 3]]], dtype);
    }
  }
});

Deno.test("integers wrap", () => {
  assertEquals(cumsum(tensor([200, 100], { dtype: "uint8" })).toArray(), [200, 44]);
  assertEquals(cumprod(tensor([64, 4], { dtype: "int8" })).toArray(), [64, 0]);
});

Deno.test("float32 is summed in float64, bit for bit alike at any number of threads", () => {
  const x = rand([100003]), wanted: number[] = [];
  let total = 0;
  for (const v of x.toArray() as number[]) wanted.push(total += v);
  const sums = [1, 2, 3].map((threads) => {
    setNumThreads(threads);
    return [cumsum(x), cumsum(x.view(1, -1).expand(2, -1), 1)] as const;
  });
  setNumThreads(1);
  assertClose(sums[0]![0], wanted, { relative: 1e-7 }); // half a unit in the last place of float32
  for (const [line, lines] of sums) {
    assert(line.equal(sums[0]![0]));
    assert(lines.select(0, 1).equal(line));
  }
});

Deno.test("rows of all lengths agree with plain JavaScript", () => {
  for (const n of [1, 7, 63, 64, 65, 1000, 32768, 32769]) {
    const x = rand([n], { dtype: "float64" }), wanted: number[] = [];
    let total = 0;
    for (const v of x.toArray() as number[]) wanted.push(total += v);
    assertClose(cumsum(x), wanted, { relative: 1e-13 });
  }
  assertEquals(cumsum(zeros([0])).size(), [0]);
});

Deno.test("out receives the sums, in any layout", () => {
  const x = tensor([[1, 2], [3, 4]]), out = zeros([2, 2]).t();
  assert(cumsum(x, 1, { out }) === out);
  assertEquals(out.toArray(), [[1, 3], [3, 7]]);
  cumsum(x, 0, { out: x });
  assertEquals(x.toArray(), [[1, 2], [4, 6]]);
  assertThrows(() => cumsum(x, 2), RangeError, "Cannot run cumsum: dim must be from -2 to 1 but is 2");
  assertThrows(() => cumsum(zeros([2], { dtype: "bool" })), TypeError, "Cannot run cumsum: not defined for bool");
});
