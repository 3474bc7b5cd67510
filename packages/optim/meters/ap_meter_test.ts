import { assertEquals, assertThrows } from "@std/assert";
import { Generator, rand, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { APMeter } from "../mod.ts";

/** Σ over positives of (positives that score as high) / (all that score as high), over the number of positives. */
function byDefinition(scores: readonly number[], targets: readonly number[]): number {
  const positives = scores.filter((_, i) => targets[i] === 1);
  const precision = (s: number) => positives.filter((x) => x >= s).length / scores.filter((x) => x >= s).length;
  return positives.reduce((sum, s) => sum + precision(s), 0) / positives.length;
}

Deno.test("APMeter agrees with the definition, with ties and without", () => {
  for (const levels of [5, 1e6]) {
    const draw = rand([60, 3], { generator: new Generator(2), dtype: "float64" }).toArray() as number[][];
    const scores = draw.map((row) => row.map((x) => Math.floor(x * levels)));
    const targets = scores.map((row, i) => row.map((s, k) => +((i + k) % 4 === 0 || s % 7 === 4)));
    const meter = new APMeter();
    meter.add(tensor(scores.slice(0, 10)), tensor(targets.slice(0, 10)));
    meter.add(tensor(scores.slice(10)), tensor(targets.slice(10)));
    const column = (list: number[][], k: number) => list.map((row) => row[k]!);
    const wanted = [0, 1, 2].map((k) => byDefinition(column(scores, k), column(targets, k)));
    assertClose(meter.value(), wanted, { relative: 1e-12 });
  }
});

Deno.test("APMeter gives the values of torchnet's own tests", () => {
  const meter = new APMeter();
  const scores = tensor([[0.1, 4], [0.2, 3], [0.3, 2], [4, 1]]), targets = tensor([[0, 1], [1, 0], [0, 1], [1, 0]]);
  meter.add(scores, targets);
  assertClose(meter.value(), [(1 + 2 / 3) / 2, (1 + 2 / 3) / 2]);
  meter.reset();
  // With weights the precisions are over weights: 0.5 / 0.5, (0.5 + 0.2) / (0.5 + 0.4 + 0.2).
  meter.add(tensor([0.1, 0.2, 0.3, 4]), tensor([0, 1, 0, 1]), tensor([0.1, 0.2, 0.4, 0.5], { dtype: "float64" }));
  assertClose(meter.value(), [(1 + 0.7 / 1.1) / 2]);
});

Deno.test("APMeter takes classes, gives 0 to classes without examples, and nothing at first", () => {
  const meter = new APMeter();
  assertEquals(meter.value().toArray(), []);
  meter.add(tensor([[3, 2, 1], [1, 2, 3]]), tensor([0, 2]));
  assertEquals(meter.value().toArray(), [1, 0, 1]);
});

Deno.test("APMeter says what is wrong, and counts nothing then", () => {
  const meter = new APMeter();
  meter.add(tensor([[1, 2]]), tensor([[1, 0]]));
  assertThrows(() => meter.add(zeros([1, 3]), zeros([1, 3])), TypeError, "output must have 2 columns but has 3");
  assertThrows(() => meter.add(zeros([1, 2]), zeros([1, 2]), zeros([2])), TypeError, "weight must be [1] but has 2");
  assertThrows(() => meter.add(zeros([1, 2]), zeros([1, 2]), tensor([-1])), RangeError, "weight must be at least 0");
  assertThrows(() => meter.add(tensor([[1, NaN]]), zeros([1, 2])), RangeError, "output must not hold NaN");
  assertEquals(meter.value().toArray(), [1, 0]);
});
