import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, getNumThreads, ones, setNumThreads, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { LookupTable } from "./lookup_table.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const int64 = (data: number[] | number[][]): Tensor => tensor(data, { dtype: "int64" });
const INDICES = [[6, 0, 0], [2, 6, 1]];
const make = (paddingValue = -1) => new LookupTable(7, 3, paddingValue, undefined, 2, { generator: seeded() });

testLayer("LookupTable", { make, input: () => int64(INDICES), anyDtype: true });
Deno.test("LookupTable with all its options keeps its objects and allocates nothing after the second step", () => {
  const table = new LookupTable(7, 3, 0, 1, 2, { generator: seeded() }).scaleGradByFreq();
  const input = tensor(INDICES), g = numbers([2, 3, 3], "float32"); // indices of floating point are copied
  const step = (): Tensor => {
    table.forward(input);
    const gradInput = table.backward(input, g);
    table.updateParameters(0.1);
    table.zeroGradParameters();
    return gradInput;
  };
  step();
  const gradInput = step(), { output } = table;
  const buffers = countBuffers(() => {
    for (let i = 0; i < 300; i++) assert(step() === gradInput && table.output === output);
  });
  assertEquals(buffers, 0);
});

Deno.test("LookupTable takes vectors, whatever the dtype and the size of the indices", () => {
  const table = make(), expected = table.forward(int64(INDICES)).clone();
  assertEquals(expected.select(0, 1).select(0, 2).toArray(), table.weight.select(0, 1).toArray());
  for (const dtype of ["uint8", "int8", "int16", "int32", "float32", "float64"] as Dtype[]) {
    const input = tensor(INDICES, { dtype });
    assert(table.forward(input).equal(expected), dtype);
    const gradInput = table.backward(input, ones([2, 3, 3]));
    assertEquals([gradInput.dtype, gradInput.size(), gradInput.abs().max()], [dtype, [2, 3], 0]);
  }
  assertEquals(table.forward(int64([3])).size(), [1, 3]);
  assertEquals(table.forward(int64(INDICES).view(1, 2, 3)).size(), [1, 2, 3, 3]);
  assertEquals(table.forward(zeros([0], { dtype: "int64" })).size(), [0, 3]);
});

Deno.test("LookupTable adds the gradients of indices that repeat, but none to the padding", () => {
  const table = make(0), g = numbers([2, 3, 3], "float32"), input = int64(INDICES);
  table.gradWeight!.select(0, 0).fill(5);
  table.forward(input);
  table.backward(input, g, 2);
  assertEquals(table.gradWeight!.select(0, 0).toArray(), [5, 5, 5]);
  const at = (i: number, j: number) => g.select(0, i).select(0, j).clone();
  assertClose(table.gradWeight!.select(0, 6), at(0, 0).add(at(1, 1)).mul(2));
  assertClose(table.gradWeight!.select(0, 2), at(1, 0).mul(2));
  assertEquals(table.gradWeight!.narrow(0, 3, 3).norm(), 0);
  table.setPadding(-1).zeroGradParameters();
  table.backward(input, g);
  assertClose(table.gradWeight!.select(0, 0), at(0, 1).add(at(0, 2)));
});

Deno.test("LookupTable keeps NaN in the gradient of the padding away", () => {
  const table = make(0), g = ones([3, 3]), input = int64([0, 1, 2]);
  g.select(0, 0).fill(NaN);
  table.forward(input);
  table.backward(input, g);
  assertEquals(table.gradWeight!.sum(), 6);
});

Deno.test("LookupTable.scaleGradByFreq() divides by how often the input names an index", () => {
  const table = make().scaleGradByFreq(), input = int64(INDICES), g = ones([2, 3, 3]);
  for (let i = 0; i < 3; i++) {
    table.zeroGradParameters();
    table.forward(input);
    table.backward(input, g, 4);
    assertClose(table.gradWeight!.select(1, 0), [4, 4, 4, 0, 0, 0, 4]);
  }
});

Deno.test("LookupTable scales vectors in use that are longer than maxNorm", () => {
  for (const p of [1, 2, 3, Infinity]) {
    const table = new LookupTable(4, 2, -1, 1, p, { dtype: "float64" });
    const rows = [[3, 4], [0.3, 0.4], [3, 4], [0, 0]];
    table.weight.copy(tensor(rows, { dtype: "float64" }));
    const length = table.weight.select(0, 0).norm(p), short = rows[0]!.map((x) => x / (length + 1e-7));
    assertClose(table.forward(int64([0, 1, 0, 3])), [short, rows[1]!, short, [0, 0]], { relative: 1e-14 });
    assertClose(table.weight, [short, rows[1]!, rows[2]!, [0, 0]], { relative: 1e-14 });
    assertEquals(table.weight.select(0, 1).toArray(), rows[1]);
    table.setMaxNorm(undefined).forward(int64([2]));
    assertEquals(table.output.toArray(), [[3, 4]]);
    table.setMaxNorm(10).setNormType(2).forward(int64([2]));
    assertEquals(table.output.toArray(), [[3, 4]]);
  }
});

Deno.test("LookupTable.accUpdateOnly() trains by backwardUpdate() alone", () => {
  const a = make(), b = a.clone().accUpdateOnly(), input = int64(INDICES), g = numbers([2, 3, 3], "float32");
  a.zeroGradParameters();
  a.forward(input);
  a.backward(input, g);
  a.updateParameters(0.1);
  b.shared = true;
  b.zeroGradParameters();
  b.forward(input);
  b.backwardUpdate(input, g, 0.1);
  assertClose(b.weight, a.weight);
  assertEquals(b.gradWeight, null);
  assertEquals(b.parameters(), [[], []]);
  assertThrows(
    () => b.backward(input, g),
    Error,
    "Cannot run LookupTable.backward: after accUpdateOnly() only backwardUpdate() trains the layer",
  );
});

Deno.test("LookupTable.backwardUpdate() leaves the gradients alone", () => {
  const table = make(), input = int64(INDICES), before = table.weight.clone();
  table.gradWeight!.fill(8);
  table.forward(input);
  table.backwardUpdate(input, ones([2, 3, 3]), 1);
  assertEquals(table.gradWeight!.sum(), 8 * 21);
  assertClose(table.weight.select(0, 6), before.select(0, 6).sub(2));
});

Deno.test("LookupTable: one and two threads give the same bits", () => {
  const threads = getNumThreads(), table = new LookupTable(300, 256, 7);
  const input = zeros([40, 50], { dtype: "int64" }).random(0, 299), g = numbers([40, 50, 256], "float32");
  const [one, two] = [1, 2].map((n) => {
    setNumThreads(n);
    table.zeroGradParameters();
    table.forward(input);
    table.backward(input, g, 0.3);
    return table.gradWeight!.clone();
  });
  setNumThreads(threads);
  assert(one!.equal(two!));
});

Deno.test("LookupTable draws from a normal distribution", () => {
  assertEquals(make().weight.toArray(), zeros([7, 3]).normal(0, 1, { generator: seeded() }).toArray());
  const table = new LookupTable(200, 200);
  table.reset(0.1);
  assertClose(table.weight.std(), 0.1, { absolute: 0.002 });
});

Deno.test("LookupTable says which index is wrong and where, and changes nothing", () => {
  const table = make(), output = table.forward(int64([1, 2])).clone();
  const refuse = (input: Tensor, message: string) =>
    assertThrows(() => table.forward(input), Error, `Cannot run LookupTable.forward: ${message}`);
  refuse(int64([[0, 1], [7, 2]]), "input must hold positions from 0 to 6 but has 7 at [1, 0]");
  refuse(int64([0, 1, -1]), "input must hold positions from 0 to 6 but has -1 at [2]");
  refuse(tensor([0, 1.5]), "input must hold whole numbers but has 1.5 at [1]");
  refuse(tensor([0, NaN]), "input must hold whole numbers but has NaN at [1]");
  refuse(tensor([Infinity]), "input must hold whole numbers but has Infinity at [0]");
  refuse(zeros([2], { dtype: "bool" }), "input must hold integers but is bool");
  refuse(zeros([], { dtype: "int64" }), "input must be [n] or [batch, n] but is []");
  assert(table.output.equal(output));
  assertThrows(
    () => table.backward(int64([1, 2]), zeros([2, 4])),
    TypeError,
    "Cannot run LookupTable.backward: gradOutput must be [2, 3] but is [2, 4]",
  );
});

Deno.test("LookupTable checks its arguments", () => {
  const refuse = (args: [number, number, number?, number?, number?], message: string) =>
    assertThrows(() => new LookupTable(...args), RangeError, `Cannot run LookupTable: ${message}`);
  refuse([0, 3], "nIndex must be at least 1 but is 0");
  refuse([7, 0.5], "nOutput must be at least 1 but is 0.5");
  refuse([7, 3, 7], "paddingValue must be from -1 to 6 but is 7");
  refuse([7, 3, -1, 0], "maxNorm must be more than 0 but is 0");
  refuse([7, 3, -1, Infinity], "maxNorm must be finite but is Infinity");
  refuse([7, 3, -1, 1, 0], "normType must be more than 0 but is 0");
  assertThrows(() => make().setPadding(9), RangeError, "Cannot run LookupTable.setPadding: paddingValue must be");
  assertThrows(
    () => make().setMaxNorm(-1),
    RangeError,
    "Cannot run LookupTable.setMaxNorm: maxNorm must be at least 0",
  );
  assertThrows(() => make().setNormType(NaN), RangeError, "Cannot run LookupTable.setNormType: normType must be");
});
