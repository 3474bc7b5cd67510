import { assert, assertEquals, assertThrows } from "@std/assert";
import { cos, manualSeed, randn, sin, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { checkgrad, type Objective } from "./mod.ts";
import { counting, valley } from "./testing.ts";

const float64 = { dtype: "float64" } as const;
const waves: Objective = (x) => [sin(x).sum(), cos(x)];

Deno.test("checkgrad finds a right gradient right, for parameters of any size", () => {
  manualSeed(3);
  for (const size of [[1], [5], [2, 3], [2, 1, 4]]) {
    const x = randn(size, float64), before = x.toArray(), counter = counting(waves);
    const [diff, dC, dCest] = checkgrad(counter.feval, x);
    assert(diff < 1e-8, `${diff}`);
    assertEquals([dC.size(), dCest.size(), x.toArray(), counter.calls], [size, size, before, 1 + 2 * x.nElement()]);
    assertClose(dC, cos(x));
    assertClose(dCest, cos(x), { absolute: 1e-8 });
  }
  assert(checkgrad(valley, tensor([-1.2, 1, -0.5], float64))[0] < 1e-8);
});

Deno.test("checkgrad measures by how much a gradient is wrong", () => {
  // dC = 3 x, dCest = 2 x: the ratio is 1 / 5.
  const x = tensor([1, -2, 4], float64);
  const [diff, dC, dCest] = checkgrad((x) => [x.dot(x), x.clone().mul(3)], x);
  assertClose(diff, 0.2, { relative: 1e-6 });
  assertEquals(dC.toArray(), [3, -6, 12]);
  assertClose(dCest, [2, -4, 8], { relative: 1e-6 });
  assert(checkgrad((x) => [x.dot(x), x.clone().mul(-2)], x)[0] > 1e6); // the wrong sign
});

Deno.test("checkgrad takes the difference of parabolas exactly, whatever eps", () => {
  const x = tensor([1, -2], float64), parabola: Objective = (x) => [x.dot(x), x.clone().mul(2)];
  for (const eps of [1e-3, 0.25, 10]) assertClose(checkgrad(parabola, x, eps)[2], [2, -4], { relative: 1e-10 });
});

Deno.test("checkgrad divides by what a float32 element really moved by", () => {
  const x = tensor([1000, 3]), line: Objective = (x) => [2 * x.get(0) - x.get(1), tensor([2, -1])];
  const [diff, , dCest] = checkgrad(line, x, 1e-3);
  assertEquals([diff, dCest.toArray(), x.toArray()], [0, [2, -1], [1000, 3]]);
});

Deno.test("checkgrad: a gradient that is 0, shared memory, no elements", () => {
  assertEquals(checkgrad((x) => [5, zeros([x.count], float64)], tensor([1, 2], float64))[0], 0);
  const shared = zeros([2], float64), x = tensor([1, -3], float64);
  const [diff, dC] = checkgrad((x) => [x.dot(x), shared.copy(x).mul(2)], x);
  assert(diff < 1e-7);
  assertEquals(dC.toArray(), [2, -6]);
  assertEquals(checkgrad((x) => [0, x.clone()], zeros([0]))[0], 0);
});

Deno.test("checkgrad says what is wrong, and leaves x alone", () => {
  const x = tensor([1, 2]), good: Objective = (x) => [0, x.clone()];
  const ranges: [() => unknown, string][] = [
    [() => checkgrad(good, x, 0), "eps must be above 0 and finite but is 0"],
    [() => checkgrad(good, x, NaN), "eps must be at least 0 but is NaN"],
    [() => checkgrad(good, x, 1e-9), "eps must change element 0, which is 1 in float32, but is 1e-9"],
    [() => checkgrad(() => [NaN, x], x), "the loss must be finite but is NaN"],
    [
      () => checkgrad((x) => [1 / (x.get(1) - 2.5), x.clone()], x, 0.5),
      "the loss near element 1 must be finite but is Infinity",
    ],
  ];
  for (const [run, text] of ranges) assertThrows(run, RangeError, `Cannot run checkgrad: ${text}`);
  const types: [() => unknown, string][] = [
    [() => checkgrad(() => [0, zeros([3])], x), "the gradient must be [2] like x but is [3]"],
    [
      () => checkgrad(() => 3 as unknown as [number, Tensor], x),
      "the objective must return a number and the gradient but returned number",
    ],
    [() => checkgrad(good, zeros([2], { dtype: "int64" })), "x must be float32 or float64 but is int64"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, `Cannot run checkgrad: ${text}`);
  assertEquals(x.toArray(), [1, 2]);
});
