import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { BCEWithLogitsCriterion, FocalCriterion } from "./mod.ts";
import { numbers, testCriterion, uniform } from "./testing.ts";

for (const [gamma, alpha] of [[2, 0.25], [0.5, null], [0, 0.25]] as const) {
  testCriterion(`FocalCriterion(${gamma}, ${alpha})`, {
    make: () => new FocalCriterion(gamma, alpha),
    input: () => numbers([3, 4]),
    target: () => uniform([3, 4], 0, 2).floor(),
    losses: [3, 4],
    sameDtype: true,
  });
}

Deno.test("FocalCriterion is what its formula says", () => {
  const x = numbers([20]).mul(3),
    y = uniform([20], 0, 2).floor(),
    criterion = new FocalCriterion(1.5, 0.3, { reduction: "none" });
  const expected = (x.toArray() as number[]).map((score, i) => {
    const p = 1 / (1 + Math.exp(-score)), right = y.get(i) === 1 ? p : 1 - p, factor = y.get(i) === 1 ? 0.3 : 0.7;
    return -factor * (1 - right) ** 1.5 * Math.log(right);
  });
  assertClose(criterion.lossTensor(x, y), expected, { relative: 1e-12 });
});

Deno.test("FocalCriterion with gamma 0 and no alpha is BCEWithLogitsCriterion", () => {
  const x = numbers([3, 4]),
    y = uniform([3, 4], 0, 2).floor(),
    focal = new FocalCriterion(0, null),
    plain = new BCEWithLogitsCriterion();
  assertClose(focal.forward(x, y), plain.forward(x, y), { relative: 1e-13 });
  assertClose(focal.backward(x, y), plain.backward(x, y));
});

Deno.test("FocalCriterion is finite for scores of any magnitude", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const criterion = new FocalCriterion(2, null, { reduction: "sum" });
    const x = tensor([1e4, -1e4, 1e4, -1e4], { dtype }), y = tensor([1, 0, 0, 1], { dtype });
    assertEquals(criterion.forward(x, y), 2e4);
    assertEquals(criterion.backward(x, y).toArray().map((g) => g as number + 0), [0, 0, 1, -1]);
  }
  assert(Number.isFinite(new FocalCriterion(0.1).backward(tensor([200, -200]), tensor([1, 0])).sum()));
});

Deno.test("FocalCriterion says what is wrong", () => {
  assertThrows(() => new FocalCriterion(-1), RangeError, "Cannot run FocalCriterion: gamma must be from 0 to");
  assertThrows(
    () => new FocalCriterion(2, 1.5),
    RangeError,
    "Cannot run FocalCriterion: alpha must be from 0 to 1 but is 1.5",
  );
  assertThrows(
    () => new FocalCriterion().forward(tensor([1, 2]), tensor([1])),
    TypeError,
    "Cannot run FocalCriterion.forward: target must be [2] like input but is [1]",
  );
});
