import { assertEquals, assertThrows } from "@std/assert";
import { Generator, randn, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ClassErrorMeter } from "../mod.ts";

Deno.test("ClassErrorMeter agrees with sorting every row", () => {
  const output = randn([50, 7], { generator: new Generator(3), dtype: "float64" }),
    rows = output.toArray() as number[][];
  const labels = rows.map((_, i) => i * 5 % 7), topk = [1, 3, 5, 7];
  const error = new ClassErrorMeter({ topk }), accuracy = new ClassErrorMeter({ topk, accuracy: true });
  for (const meter of [error, accuracy]) {
    meter.add(output.narrow(0, 0, 20), tensor(labels.slice(0, 20)));
    meter.add(output.narrow(0, 20, 30), tensor(labels.slice(20)).view(30, 1));
  }
  const wanted = topk.map((k) =>
    2 * rows.filter((row, i) => {
      const best = row.map((score, j) => [score, j] as const).sort((a, b) => b[0] - a[0]).slice(0, k);
      return !best.some(([, j]) => j === labels[i]);
    }).length
  );
  assertClose(error.value(), wanted);
  assertClose(accuracy.value(), wanted.map((percent) => 100 - percent));
  assertEquals(error.value(7), 0);
});

Deno.test("ClassErrorMeter takes classes, single examples and one-hot rows", () => {
  const meter = new ClassErrorMeter();
  meter.add(tensor([1, 3, 2]), 1);
  meter.add(tensor([1, 3, 2]), tensor([0, 1, 0]));
  meter.add(tensor([[1, 3], [2, 1]]), tensor([[0, 1], [0, 1]]));
  assertEquals(meter.value(), [25]);
  meter.reset();
  assertEquals(meter.value(), [NaN]);
});

Deno.test("ClassErrorMeter never takes NaN for right, and the first of equal scores for the better", () => {
  const meter = new ClassErrorMeter();
  meter.add(tensor([[NaN, NaN], [1, 1], [1, 1]]), tensor([0, 0, 1]));
  assertClose(meter.value(), [200 / 3]);
});

Deno.test("ClassErrorMeter says what is wrong, and counts nothing then", () => {
  const meter = new ClassErrorMeter({ topk: [1, 2] });
  assertThrows(
    () => meter.add(zeros([2, 3]), tensor([0, 3])),
    RangeError,
    "Cannot run ClassErrorMeter.add: target must",
  );
  assertThrows(() => meter.add(zeros([2, 3]), tensor([0, 1, 2])), TypeError, "target must be for the 2 rows of output");
  assertThrows(() => meter.add(zeros([2, 1]), tensor([0, 0])), RangeError, "at least 2 classes but has 1");
  assertThrows(() => meter.add(zeros([2, 3, 1]), 0), TypeError, "[examples, classes] or a vector but is [2, 3, 1]");
  assertThrows(() => meter.value(3), RangeError, "k must be one of 1, 2 but is 3");
  assertThrows(() => new ClassErrorMeter({ topk: [] }), RangeError, "topk must be a list of numbers but is empty");
  assertThrows(() => new ClassErrorMeter({ topk: [0] }), RangeError, "topk must be at least 1 but is 0");
  assertEquals(meter.value(), [NaN, NaN]);
});
