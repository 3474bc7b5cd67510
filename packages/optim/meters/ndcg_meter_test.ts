import { assertEquals, assertThrows } from "@std/assert";
import { Generator, randn, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { NDCGMeter } from "../mod.ts";

Deno.test("NDCGMeter gives the value of torchnet's own test, the example of the literature", () => {
  const meter = new NDCGMeter({ K: [6] });
  meter.add(tensor([6, 5, 4, 3, 2, 1]), tensor([3, 2, 3, 0, 1, 2]));
  assertClose(meter.value(6), 0.932, { absolute: 5e-4 });
});

/** All orders of a list. */
function permutations(list: readonly number[]): number[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((x, i) => permutations(list.filter((_, j) => j !== i)).map((rest) => [x, ...rest]));
}

Deno.test("NDCGMeter agrees with the best over all orders", () => {
  const output = randn([4, 5], { generator: new Generator(9), dtype: "float64" }),
    rows = output.toArray() as number[][];
  const gains = rows.map((row, i) => row.map((_, j) => (i * 3 + j * 2) % 4)),
    K = [1, 2, 5],
    meter = new NDCGMeter({ K });
  meter.add(output.narrow(0, 0, 1), tensor(gains.slice(0, 1)));
  meter.add(output.narrow(0, 1, 3), tensor(gains.slice(1)));
  const dcg = (list: readonly number[], k: number) =>
    list.slice(0, k).reduce((sum, gain, i) => sum + (i === 0 ? gain : gain * Math.LN2 / Math.log(i + 1)), 0);
  const wanted = K.map((k) =>
    rows.reduce((sum, row, i) => {
      const found = row.map((score, j) => ({ score, gain: gains[i]![j]! })).sort((a, b) => b.score - a.score);
      const best = Math.max(...permutations(gains[i]!).map((order) => dcg(order, k)));
      return sum + dcg(found.map(({ gain }) => gain), k) / best;
    }, 0) / 4
  );
  assertClose(meter.value(), wanted, { relative: 1e-12 });
});

Deno.test("NDCGMeter counts 0 for examples where nothing is relevant", () => {
  const meter = new NDCGMeter();
  assertEquals(meter.value(), [NaN]);
  meter.add(tensor([[1, 2], [1, 2]]), tensor([[0, 0], [0, 3]]));
  assertEquals(meter.value(), [0.5]);
  meter.reset();
  assertEquals(meter.value(), [NaN]);
});

Deno.test("NDCGMeter says what is wrong", () => {
  const meter = new NDCGMeter({ K: [2] });
  assertThrows(
    () => meter.add(zeros([3]), zeros([2])),
    TypeError,
    "relevance must be [1, 3] like output but is [1, 2]",
  );
  assertThrows(
    () => meter.add(zeros([3]), tensor([1, -1, 0])),
    RangeError,
    "relevance must be at least 0 but holds -1",
  );
  assertThrows(() => meter.add(zeros([1]), zeros([1])), RangeError, "output must have at least 2 items but has 1");
  assertThrows(() => meter.value(1), RangeError, "k must be one of 2 but is 1");
});
