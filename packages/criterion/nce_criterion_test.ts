import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { NCECriterion } from "./mod.ts";
import { testCriterion, uniform } from "./testing.ts";

const draw = (): Tensor[] => [
  uniform([5], 0.5, 1),
  uniform([5, 3], 0.5, 1, 4),
  uniform([5], 0.5, 1, 5),
  uniform([5, 3], 0.5, 1, 6),
];

testCriterion("NCECriterion", {
  make: () => new NCECriterion(),
  input: draw,
  target: () => undefined,
  trueGradient: (k) => k < 2,
  losses: [5],
});

Deno.test("NCECriterion is what its formula says, with gradients of 0 for the noise", () => {
  const [pt, ps, qt, qs] = draw() as [Tensor, Tensor, Tensor, Tensor],
    criterion = new NCECriterion({ reduction: "none" });
  const expected = Array.from({ length: 5 }, (_, i) => {
    let loss = -Math.log(pt.get(i) / (pt.get(i) + 3 * qt.get(i) + 1e-7));
    for (let j = 0; j < 3; j++) loss -= Math.log(3 * qs.get(i, j) / (ps.get(i, j) + 3 * qs.get(i, j) + 1e-7));
    return loss;
  });
  assertClose(criterion.lossTensor([pt, ps, qt, qs]), expected, { relative: 1e-13 });
  const [, , gt, gs] = criterion.backward([pt, ps, qt, qs]);
  assertEquals([gt!.size(), gt!.norm(), gs!.size(), gs!.norm()], [[5], 0, [5, 3], 0]);
});

Deno.test("NCECriterion gives 0 for no samples", () => {
  const criterion = new NCECriterion(), input = [zeros([0]), zeros([0, 3]), zeros([0]), zeros([0, 3])];
  assertEquals(criterion.forward(input), 0);
  assertEquals(criterion.backward(input).map((g) => g.size()), [[0], [0, 3], [0], [0, 3]]);
});

Deno.test("NCECriterion says what is wrong", () => {
  const criterion = new NCECriterion(), [pt, ps, qt, qs] = draw() as [Tensor, Tensor, Tensor, Tensor];
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward([pt, ps]), "input must be a list of 4 tensors but is a list of 2"],
    [() => criterion.forward([ps, ps, qt, qs]), "input[0] must be [5] but is [5, 3]"],
    [() => criterion.forward([pt, pt, qt, qs]), "input[1] must be [batch, k] but is [5]"],
    [() => criterion.forward([pt, ps, qs, qs]), "input[2] must be [5] but is [5, 3]"],
    [() => criterion.forward([pt, ps, qt, qs.narrow(1, 0, 2)]), "input[3] must be [5, 3] but is [5, 2]"],
    [() => criterion.forward([pt, ps, qt, qs.float()]), "input[3] must be float64 like input[0] but is float32"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run NCECriterion.forward: ${text}`);
});
