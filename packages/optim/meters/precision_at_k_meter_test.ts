import { assertEquals, assertThrows } from "@std/assert";
import { eye, Generator, randn, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { PrecisionAtKMeter } from "../mod.ts";

Deno.test("PrecisionAtKMeter gives the values of torchnet's own tests", () => {
  const meter = new PrecisionAtKMeter({ topk: [1, 2, 3] }), target = eye(3);
  const output = tensor([[0.5, 0.1, 0.4], [0.1, 0.5, 0.4], [0.1, 0.4, 0.5]]);
  meter.add(output, target);
  assertClose(meter.value(), [100, 50, 100 / 3]);
  meter.add(output, tensor([0, 1, 2])); // the same as classes
  assertClose(meter.value(), [100, 50, 100 / 3]);
  meter.reset();
  target.set(0, 2, 1);
  meter.add(output, target);
  assertClose(meter.value(), [100, 400 / 6, 400 / 9]);
});

Deno.test("PrecisionAtKMeter agrees with sorting, whichever way batches and dimensions lie", () => {
  const output = randn([5, 12], { generator: new Generator(6), dtype: "float64" }),
    rows = output.toArray() as number[][];
  const hot = rows.map((row, i) => row.map((_, j) => +((i * 5 + j * 3) % 4 === 0))),
    target = tensor(hot),
    topk = [4, 1];
  const wanted = topk.map((k) => {
    const hits = rows.map((row, i) => {
      const least = [...row].sort((a, b) => b - a)[k - 1]!;
      return row.filter((score, j) => score >= least && hot[i]![j] === 1).length;
    });
    return 100 * hits.reduce((a, b) => a + b, 0) / (5 * k);
  });
  const [rowwise, columnwise, online, both] = [{}, { dim: 0 }, { online: true }, { dim: 0, online: true }].map((
    options,
  ) => new PrecisionAtKMeter({ topk, ...options })) as [
    PrecisionAtKMeter,
    PrecisionAtKMeter,
    PrecisionAtKMeter,
    PrecisionAtKMeter,
  ];
  for (const [from, n] of [[0, 2], [2, 3]] as const) {
    const [o, t] = [output.narrow(0, from, n), target.narrow(0, from, n)];
    rowwise.add(o, t);
    columnwise.add(o.t(), t.t());
  }
  for (const [from, n] of [[0, 3], [3, 7], [10, 2]] as const) {
    const [o, t] = [output.narrow(1, from, n), target.narrow(1, from, n)];
    online.add(o, t);
    both.add(o.t(), t.t());
  }
  for (const meter of [rowwise, columnwise, online, both]) assertClose(meter.value(), wanted);
  assertClose(online.value(1), wanted[1]!); // asking again changes nothing
});

Deno.test("PrecisionAtKMeter says what is wrong", () => {
  const meter = new PrecisionAtKMeter();
  assertThrows(() => meter.add(zeros([1, 9]), zeros([1, 9])), RangeError, "at least 10 candidates but has 9");
  assertThrows(() => meter.value(3), RangeError, "k must be one of 10 but is 3");
  assertThrows(() => new PrecisionAtKMeter({ dim: 2 }), RangeError, "Cannot run PrecisionAtKMeter: dim must be");
  const online = new PrecisionAtKMeter({ topk: [3], online: true });
  online.add(zeros([2, 2]), zeros([2, 2]));
  assertThrows(() => online.value(), RangeError, "there must be 3 candidates but are 2");
  assertThrows(
    () => online.add(zeros([3, 2]), zeros([3, 2])),
    TypeError,
    "output must be [2, candidates] but is [3, 2]",
  );
  assertEquals(meter.value(), [NaN]);
});
