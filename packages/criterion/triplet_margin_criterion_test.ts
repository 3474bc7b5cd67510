import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { TripletMarginCriterion, type TripletMarginOptions } from "./mod.ts";
import { assertGradInput, numbers, testCriterion } from "./testing.ts";

const triplets = (...size: number[]): Tensor[] => [numbers(size), numbers(size, 4), numbers(size, 5)];

for (const [p, swap] of [[2, false], [2, true], [1, false], [3, true]] as const) {
  testCriterion(`TripletMarginCriterion, p ${p}${swap ? ", swap" : ""}`, {
    make: () => new TripletMarginCriterion(0.7, p, { swap }),
    input: () => triplets(6, 4),
    target: () => undefined,
    losses: [6],
  });
}

Deno.test("TripletMarginCriterion: the losses are what they should be", () => {
  const [a, b, c] = triplets(8, 3) as [Tensor, Tensor, Tensor];
  const criterion = new TripletMarginCriterion(0.7, 3, { eps: 0.01, swap: true, reduction: "none" });
  const d = (x: Tensor, y: Tensor, i: number): number => {
    let sum = 0;
    for (let k = 0; k < 3; k++) sum += Math.abs(x.get(i, k) - y.get(i, k) + 0.01) ** 3;
    return Math.cbrt(sum);
  };
  const expected = Array.from(
    { length: 8 },
    (_, i) => Math.max(0, d(a, b, i) - Math.min(d(a, c, i), d(b, c, i)) + 0.7),
  );
  assertClose(criterion.lossTensor([a, b, c]), expected, { relative: 1e-12 });
});

Deno.test("TripletMarginCriterion takes one triplet, and samples that are equal", () => {
  const criterion = new TripletMarginCriterion(1, 2, { eps: 0 });
  assertGradInput(criterion, triplets(4), undefined);
  const x = tensor([1, 2]);
  assertEquals(criterion.forward([x, x, x]), 1);
  assert(criterion.backward([x, x, x]).every((g) => g.equal(zeros([2]))));
});

Deno.test("TripletMarginCriterion gives 0 for no triplets", () => {
  for (const reduction of ["mean", "none"] as const) {
    const criterion = new TripletMarginCriterion(1, 2, { reduction }), x = zeros([0, 3]);
    assertEquals(criterion.forward([x, x, x]), 0);
    assertEquals(criterion.backward([x, x, x]).map((g) => g.size()), [[0, 3], [0, 3], [0, 3]]);
  }
});

Deno.test("TripletMarginCriterion says what is wrong", () => {
  const criterion = new TripletMarginCriterion(), x = zeros([3, 2]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward([x, x]), TypeError, ".forward: input must be a list of 3 tensors but is a list of 2"],
    [
      () => criterion.forward([x, x, zeros([2, 3])]),
      TypeError,
      ".forward: input[2] must be [3, 2] like input[0] but is [2, 3]",
    ],
    [
      () => criterion.backward([x, x.double(), x]),
      TypeError,
      ".backward: input[1] must be float32 like input[0] but is float64",
    ],
    [() => new TripletMarginCriterion(1, 0.5), RangeError, ": p must be from 1 to"],
    [() => new TripletMarginCriterion(NaN), RangeError, ": margin must be finite but is NaN"],
    [() => new TripletMarginCriterion(1, 2, { eps: -1 }), RangeError, ": eps must be from 0 to"],
    [
      () => new TripletMarginCriterion(1, 2, { swap: 1 } as unknown as TripletMarginOptions),
      TypeError,
      ": swap must be true or false but is 1",
    ],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run TripletMarginCriterion${text}`);
});
