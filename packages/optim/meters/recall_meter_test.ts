import { assertEquals, assertThrows } from "@std/assert";
import { Generator, rand, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { RecallMeter } from "../mod.ts";

Deno.test("RecallMeter agrees with counting", () => {
  const output = rand([30, 3], { generator: new Generator(4), dtype: "float64" }), threshold = [0.2, 0.7];
  const rows = output.toArray() as number[][],
    hot = rows.map((row, i) => row.map((_, k) => +((i * 7 + k * 3) % 5 < 2)));
  const all = new RecallMeter({ threshold }), each = new RecallMeter({ threshold, perclass: true });
  for (const meter of [all, each]) meter.add(output, tensor(hot));
  for (const t of threshold) {
    const cells = rows.flatMap((row, i) => row.map((score, k) => ({ score, k, hit: hot[i]![k]! })));
    const recall = (list: typeof cells) => {
      const wanted = list.filter(({ hit }) => hit === 1);
      return 100 * wanted.filter(({ score }) => score >= t).length / wanted.length;
    };
    assertClose(all.value(t) as number, recall(cells));
    assertClose(each.value(t) as Tensor, [0, 1, 2].map((k) => recall(cells.filter((cell) => cell.k === k))));
  }
});

Deno.test("RecallMeter gives 100 where there was nothing to find", () => {
  const meter = new RecallMeter({ perclass: true });
  meter.add(tensor([[0.9, 0.6, 0], [0.9, 0.1, 0]]), tensor([0, 1]));
  assertEquals((meter.value(0.5) as Tensor).toArray(), [100, 0, 100]);
  meter.reset();
  assertEquals(new RecallMeter().value(), [100]);
});

Deno.test("RecallMeter says what is wrong", () => {
  assertThrows(
    () => new RecallMeter().add(zeros([2, 2]), tensor([0, 2])),
    RangeError,
    "Cannot run RecallMeter.add: target",
  );
  assertThrows(
    () => new RecallMeter().value(1),
    RangeError,
    "Cannot run RecallMeter.value: t must be one of 0.5 but is 1",
  );
});
