import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  arange,
  DTYPES,
  gt,
  lt,
  maskedCopy,
  maskedFill,
  maskedSelect,
  NativeError,
  nonzero,
  rand,
  setNumThreads,
  tensor,
  where,
  zeros,
} from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const bits = [1, 0, 0, 1, 1, 0];

Deno.test("masks select, copy and fill elements of any dtype and layout", () => {
  for (const dtype of DTYPES) {
    const start = tensor([[1, 0, 1], [1, 1, 0]], { dtype: dtype === "bool" ? "bool" : "uint8" }).to(dtype);
    const flat = (start.toArray() as number[][]).flat(), mask = tensor(bits, { dtype: "uint8" }).view(2, 3);
    for (const [name, x] of Object.entries(layoutsOf(start))) {
      const what = `${dtype} ${name}`, m = layoutsOf(mask)[name as "strided"];
      assertEquals(maskedSelect(x, m).toArray(), flat.filter((_, i) => bits[i]), what);
      const source = zeros([3], { dtype }).set(1, 1);
      let next = 0;
      const copied = flat.map((v, i) => bits[i] ? source.get(next++) : v);
      assertEquals(maskedCopy(x, m, source).view(6).toArray(), copied, what);
      assertEquals(maskedFill(x, m, 0).view(6).toArray(), flat.map((v, i) => bits[i] ? 0 : v), what);
      assertEquals(x.toArray(), start.toArray(), what);
      assert(x.maskedCopy(m, source) === x && x.contiguous().view(6).equal(tensor(copied, { dtype })), what);
      x.maskedFill(m.bool(), 1);
      assertEquals((x.toArray() as number[][]).flat(), flat.map((v, i) => bits[i] ? 1 : v), what);
    }
  }
});

Deno.test("a mask is stretched, but never read as another size", () => {
  const x = arange(6).view(2, 3);
  assertEquals(maskedSelect(x, tensor([0, 1, 0], { dtype: "uint8" })).toArray(), [1, 4]);
  assertThrows(
    () => maskedSelect(x, tensor(bits, { dtype: "bool" })),
    TypeError,
    "Cannot run maskedSelect: sizes [2, 3] and [6] are not compatible",
  );
  assertEquals(maskedFill(x, tensor([[1], [0]], { dtype: "uint8" }), 9).toArray(), [[9, 9, 9], [3, 4, 5]]);
  assertEquals(maskedSelect(x, zeros([2, 3], { dtype: "uint8" })).size(), [0]);
});

Deno.test("where() chooses, broadcasts and takes numbers", () => {
  const x = tensor([[1, -2], [-3, 4]]);
  assertEquals(where(gt(x, 0), x, 0).toArray(), [[1, 0], [0, 4]]);
  assertEquals(where(gt(x, 0), 1, x).toArray(), [[1, -2], [-3, 1]]);
  assertEquals(where(tensor([1, 0], { dtype: "bool" }), tensor([[7], [8]]), x).toArray(), [[7, -2], [8, 4]]);
  where(lt(x, 0), 0, x, { out: x });
  assertEquals(x.toArray(), [[1, 0], [0, 4]]);
});

Deno.test("nonzero() lists subscripts in row-major order", () => {
  for (const dtype of DTYPES) {
    const x = tensor([[0, 1, 0], [1, 0, 1]], { dtype });
    for (const y of Object.values(layoutsOf(x))) assertEquals(nonzero(y).toArray(), [[0, 1], [1, 0], [1, 2]], dtype);
  }
  assertEquals(nonzero(tensor([0, -0, NaN, 1e-45])).toArray(), [[2], [3]]);
  assertEquals(zeros([2]).nonzero().size(), []);
  const large = gt(rand([40, 50, 60]), 0.5), [a, b, c] = nonzero(large).t();
  assertEquals(a!.count, large.sum());
  const flat = a!.clone().mul(50).add(b!).mul(60).add(c!).contiguous();
  assertEquals(large.take(flat).sum(), large.sum());
  assertEquals(flat.narrow(0, 1, flat.count - 1).clone().csub(flat.narrow(0, 0, flat.count - 1)).min() >= 1, true);
});

Deno.test("large masks are cut into parts, at any number of threads", () => {
  const x = rand([100000]), mask = gt(x, 0.3), wanted = (x.toArray() as number[]).filter((v) => v > Math.fround(0.3));
  for (const threads of [1, 2, 3]) {
    setNumThreads(threads);
    const chosen = maskedSelect(x, mask);
    assertEquals(chosen.toArray(), wanted);
    assert(zeros([100000]).maskedCopy(mask, chosen).equal(where(mask, x, 0)));
  }
  setNumThreads(1);
});

Deno.test("masks are checked", () => {
  const x = zeros([2, 2]);
  assertThrows(
    () => maskedSelect(x, x),
    TypeError,
    "Cannot run maskedSelect: mask must be uint8 or bool but is float32",
  );
  assertThrows(
    () => maskedSelect(x, zeros([3], { dtype: "uint8" })),
    TypeError,
    "sizes [2, 2] and [3] are not compatible",
  );
  assertThrows(
    () => maskedSelect(x, tensor([[0, 2], [0, 0]], { dtype: "uint8" })),
    NativeError,
    "Cannot run maskedSelect: mask must hold 0 and 1 only",
  );
  assertThrows(
    () => x.maskedCopy(tensor([[1, 1], [1, 0]], { dtype: "uint8" }), zeros([2])),
    NativeError,
    "Cannot run maskedCopy: the source must have 3 elements for mask but has 2",
  );
  assertThrows(() => where(gt(x, 0), 1, 2), TypeError, "x or y must be a tensor but both are numbers");
  assertThrows(() => where(gt(x, 0), x, zeros([2, 2], { dtype: "int32" })), TypeError, "Cannot run where");
});
