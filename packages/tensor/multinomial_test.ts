import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  empty,
  Generator,
  multinomial,
  multinomialAlias,
  multinomialAliasSetup,
  type Tensor,
  tensor,
  zeros,
} from "./mod.ts";
import { assertClose } from "./testing.ts";

/** How often each category comes, as shares. */
function shares(x: Tensor, categories: number): number[] {
  const list = x.toArray() as number[];
  return Array.from({ length: categories }, (_, c) => list.filter((v) => v === c).length / list.length);
}

const p = [0.1, 0, 0.6, 0.3];

Deno.test("positions come as often as their weights say", () => {
  const generator = new Generator(1), many = multinomial(tensor(p).mul(7), 40000, true, { generator });
  assertEquals(many.dtype, "int64");
  assertClose(shares(many, 4), p, { absolute: 0.01 }); // four standard deviations
  const table = multinomialAliasSetup(tensor(p)),
    r = multinomialAlias(empty([40000], { dtype: "int64" }), table, { generator });
  assertClose(shares(r, 4), p, { absolute: 0.01 });
});

Deno.test("without replacement each position comes once", () => {
  const generator = new Generator(2), weights = tensor([[1, 2, 3, 4], [4, 0, 1, 1]]);
  for (let i = 0; i < 50; i++) {
    const [first, second] = multinomial(weights, 3, false, { generator }).toArray() as number[][];
    assertEquals([new Set(first).size, new Set(second).size], [3, 3]);
    assert(!second!.includes(1));
  }
  assertEquals(tensor([0, 1]).multinomial(1).toArray(), [1]);
});

Deno.test("weights are checked", () => {
  assertThrows(() => multinomial(zeros([3]), 1), RangeError, "Cannot run multinomial: the weights must not all be 0");
  assertThrows(
    () => multinomial(tensor([1, -1]), 1),
    RangeError,
    "the weights must be finite and from 0 but one is -1",
  );
  assertThrows(() => multinomial(tensor([1, NaN]), 1), RangeError, "but one is NaN");
  assertThrows(() => multinomial(tensor([1, 0]), 2), RangeError, "n without replacement must be from 1 to 1 but is 2");
  assertThrows(() => multinomial(zeros([1, 1, 1]), 1), TypeError, "p must be [rows, categories] but is [1, 1, 1]");
  assertThrows(() => multinomial(zeros([2], { dtype: "int32" }), 1), TypeError, "p must be float32 or float64");
  assertThrows(
    () => multinomialAlias(zeros([2]), multinomialAliasSetup(tensor([1]))),
    TypeError,
    "must be int64 but is float32",
  );
});
