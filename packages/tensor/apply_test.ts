import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, DTYPES, logsumexp, tensor, zeros } from "./mod.ts";
import { assertClose, layoutsOf } from "./testing.ts";

Deno.test("apply(), map() and map2() call a function in row-major order", () => {
  for (const dtype of DTYPES) {
    for (const x of Object.values(layoutsOf(tensor([[1, 0], [0, 1]], { dtype })))) {
      const seen: number[] = [], a = tensor([[1, 1], [0, 0]], { dtype });
      assert(x.apply((v) => (seen.push(v), v === 0 ? 1 : undefined)) === x);
      assertEquals(seen, [1, 0, 0, 1], dtype);
      assertEquals(x.toArray(), [[1, 1], [1, 1]], dtype);
      assertEquals(x.map(a, (v, w) => v - w).toArray(), [[0, 0], [1, 1]], dtype);
      assertEquals(x.map2(a, a.t(), (v, w, u) => +(v + w + u > 1)).toArray(), [[1, 0], [1, 0]], dtype);
    }
  }
  assertEquals(arange(3).apply((x) => x * 2).toArray(), [0, 2, 4]);
  assertThrows(
    () => arange(2).apply(1 as unknown as () => number),
    TypeError,
    "Cannot run apply: fn must be a function but is 1",
  );
  assertThrows(
    () => arange(2).apply(() => "x" as unknown as number),
    TypeError,
    'must return a number or nothing but returned "x"',
  );
  assertThrows(() => arange(2).map(zeros([3]), (x) => x), TypeError, "Cannot run map");
});

Deno.test("logsumexp() neither overflows nor loses infinities", () => {
  assertClose(logsumexp(tensor([1000, 1000])), 1000 + Math.LN2);
  assertEquals(logsumexp(tensor([-Infinity, -Infinity])), -Infinity);
  assertEquals(logsumexp(tensor([Infinity, 0])), Infinity);
  assertClose(tensor([[0, 1], [2, 3]], { dtype: "float64" }).logsumexp(0), [[
    Math.log(1 + Math.E ** 2),
    Math.log(Math.E + Math.E ** 3),
  ]], { relative: 1e-14 });
  assertEquals(logsumexp(zeros([2, 3]), 1, { keepDim: false }).size(), [2]);
});

Deno.test("flatten() joins dimensions, as a view where it can", () => {
  const x = arange(24).view(2, 3, 4);
  assert(x.flatten().storage() === x.storage() && x.flatten(1).isSize([2, 12]));
  assertEquals(x.flatten(0, 1).select(0, 5).toArray(), [20, 21, 22, 23]);
  assertEquals(x.narrow(2, 0, 2).flatten(0, 1).storage() === x.storage(), true);
  assertEquals(x.transpose(0, 1).flatten(0, 1).size(), [6, 4]);
  assertEquals(x.transpose(0, 1).flatten().toArray(), x.transpose(0, 1).clone().view(24).toArray());
});
