import { assertEquals, assertThrows } from "@std/assert";
import { Generator, rand, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { PrecisionMeter } from "../mod.ts";

Deno.test("PrecisionMeter agrees with counting", () => {
  const output = rand([30, 3], { generator: new Generator(4), dtype: "float64" }), threshold = [0.2, 0.7];
  const rows = output.toArray() as number[][],
    hot = rows.map((row, i) => row.map((_, k) => +((i * 7 + k * 3) % 5 < 2)));
  const all = new PrecisionMeter({ threshold }), each = new PrecisionMeter({ threshold, perclass: true });
  for (const meter of [all, each]) {
    meter.add(output.narrow(0, 0, 12), tensor(hot.slice(0, 12)));
    meter.add(output.narrow(0, 12, 18), tensor(hot.slice(12)));
  }
  for (const t of threshold) {
    const cells = rows.flatMap((row, i) => row.map((score, k) => ({ score, k, hit: hot[i]![k]! })));
    const precision = (list: typeof cells) => {
      const predicted = list.filter(({ score }) => score >= t);
      return 100 * predicted.filter(({ hit }) => hit === 1).length / predicted.length;
    };
    assertClose(all.value(t) as number, precision(cells));
    assertClose(each.value(t) as Tensor, [0, 1, 2].map((k) => precision(cells.filter((cell) => cell.k === k))));
  }
  assertClose(all.value() as number[], [all.value(0.2) as number, all.value(0.7) as number]);
});

Deno.test("PrecisionMeter gives the values of torchnet's own tests", () => {
  const meter = new PrecisionMeter({ threshold: [0.5, 0.7] });
  meter.add(
    tensor([0, 0.5, 0.5, 0.5, 0.7, 0.7, 0.7, 0, 0, 0], { dtype: "float64" }),
    tensor([0, 0, 1, 1, 1, 1, 1, 1, 1, 0]),
  );
  assertClose(meter.value() as number[], [100 * 5 / 6, 100]);
});

Deno.test("PrecisionMeter takes classes, and gives 100 where nothing was predicted", () => {
  const meter = new PrecisionMeter({ perclass: true });
  meter.add(tensor([[0.9, 0.6, 0], [0.9, 0.1, 0]]), tensor([0, 1]));
  assertEquals((meter.value(0.5) as Tensor).toArray(), [50, 0, 100]);
  meter.reset();
  assertEquals(new PrecisionMeter().value(), [100]);
});

Deno.test("PrecisionMeter says what is wrong", () => {
  const meter = new PrecisionMeter();
  meter.add(zeros([1, 2]), zeros([1, 2]));
  assertThrows(() => meter.add(zeros([1, 3]), zeros([1, 3])), TypeError, "output must be [batch, 2] but is [1, 3]");
  assertThrows(() => meter.value(0.6), RangeError, "Cannot run PrecisionMeter.value: t must be one of 0.5 but is 0.6");
  assertThrows(
    () => new PrecisionMeter({ threshold: [2] }),
    RangeError,
    "Cannot run PrecisionMeter: threshold must be",
  );
  assertThrows(
    () => new PrecisionMeter({ threshold: [] }),
    RangeError,
    "threshold must be a list of numbers but is empty",
  );
});
