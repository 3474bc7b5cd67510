import { assertEquals, assertThrows } from "@std/assert";
import { Generator, rand, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { AUCMeter } from "../mod.ts";

/** Share of the pairs of a positive and a negative example that are ordered rightly; ties count one half. */
function overPairs(scores: readonly number[], targets: readonly number[]): number {
  let right = 0, pairs = 0;
  for (const [i, s] of scores.entries()) {
    for (const [j, z] of scores.entries()) {
      if (targets[i] !== 1 || targets[j] !== 0) continue;
      pairs++;
      right += s > z ? 1 : s === z ? 0.5 : 0;
    }
  }
  return right / pairs;
}

Deno.test("AUCMeter agrees with counting over all pairs, with ties and without", () => {
  for (const levels of [4, 1e6]) {
    const draw = rand([120], { generator: new Generator(11), dtype: "float64" }).toArray() as number[];
    const scores = draw.map((x) => Math.floor(x * levels)),
      targets = scores.map((s, i) => +(i % 3 === 0 || s % 5 === 3));
    const meter = new AUCMeter();
    meter.add(tensor(scores.slice(0, 50)), tensor(targets.slice(0, 50)));
    meter.add(tensor(scores.slice(50)).view(70, 1), tensor(targets.slice(50)).view(70, 1));
    assertClose(meter.value()[0], overPairs(scores, targets), { relative: 1e-12 });
  }
});

Deno.test("AUCMeter returns a point of the curve for each threshold", () => {
  const meter = new AUCMeter();
  meter.add(tensor([3, 2, 2, 1]), tensor([1, 0, 1, 0]));
  const [area, tpr, fpr] = meter.value();
  assertEquals([area, tpr.toArray(), fpr.toArray()], [0.875, [0, 0.5, 1, 1], [0, 0, 0.5, 1]]);
});

Deno.test("AUCMeter gives 1/2 without examples and NaN for one kind alone", () => {
  const meter = new AUCMeter();
  assertEquals(meter.value()[0], 0.5);
  meter.add(tensor([1, 2]), tensor([1, 1]));
  assertEquals(meter.value()[0], NaN);
  meter.reset();
  assertEquals(meter.value()[0], 0.5);
});

Deno.test("AUCMeter says what is wrong", () => {
  const meter = new AUCMeter();
  assertThrows(() => meter.add(zeros([2]), zeros([3])), TypeError, "target must be [2, 1] like output but is [3, 1]");
  assertThrows(
    () => meter.add(zeros([2, 2]), zeros([2, 2])),
    TypeError,
    "output must be [batch] or [batch, 1] but has 2",
  );
  assertThrows(() => meter.add(zeros([2]), tensor([0, 3])), RangeError, "must hold 0 and 1 only but holds 3");
  assertThrows(() => meter.add(tensor([NaN]), zeros([1])), RangeError, "output must not hold NaN");
  assertEquals(meter.value()[0], 0.5);
});
