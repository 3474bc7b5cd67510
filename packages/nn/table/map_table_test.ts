import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Dropout } from "../noise/dropout.ts";
import { Linear } from "../linear/linear.ts";
import type { Module } from "../module.ts";
import { Sequential } from "../containers/sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { MapTable } from "./map_table.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const linear = () => new Linear(4, 2, true, { generator: seeded() });

testLayer("MapTable", { make: () => new MapTable(linear()), size: [[5, 4], [5, 4], [5, 4]] });
testLayer("MapTable of a net", {
  make: () => new MapTable(new Sequential().add(linear()).add(new Tanh())),
  size: [[5, 4], [5, 4]],
});
testLayer("MapTable of a module without parameters", { make: () => new MapTable(new Tanh()), size: [[5, 4], [5, 4]] });
testLayer("MapTable with parameters for each", {
  make: () => new MapTable(linear(), false).resize(2),
  size: [[5, 4], [5, 4]],
});

const inputs = (n: number) => Array.from({ length: n }, (_, i) => numbers([3, 4], "float32", i));
const gradients = (n: number) => Array.from({ length: n }, (_, i) => numbers([3, 2], "float32", 50 + i));

Deno.test("MapTable grows with its input, and its copies have the parameters of the module", () => {
  const module = linear(), net = new MapTable(module);
  assertEquals(net.forward(inputs(3)).map((y) => y.size()), [[3, 2], [3, 2], [3, 2]]);
  assertEquals([net.size(), net.forward(inputs(2)).length], [3, 2]);
  assertEquals([net.resize(1).size(), net.resize(4).size()], [1, 4]);
  assert(net.modules.every((m) => m.weight === module.weight && m.gradWeight === module.gradWeight));
  net.zeroGradParameters();
  net.forward(inputs(3));
  net.backward(inputs(3), gradients(3));
  const sum = module.gradWeight.clone();
  module.zeroGradParameters();
  inputs(3).forEach((x, i) => {
    module.forward(x);
    module.backward(x, gradients(3)[i]!);
  });
  assertClose(module.gradWeight, sum);
  net.updateParameters(0.5);
  assertEquals(net.clearState().size(), 1);
});

Deno.test("MapTable's parameters stay those of its copies when they are moved, converted or copied", () => {
  const net = new MapTable(linear());
  net.forward(inputs(2));
  const [parameters] = net.getParameters();
  assertEquals(parameters.nElement(), 10);
  parameters.fill(1);
  assertClose(net.forward([ones([4]), ones([4])])[1]!, [5, 5]);
  const copy = net.clone();
  assert(copy.get(0).weight === copy.get(1).weight && copy.get(0).weight !== net.get(0).weight);
  net.double();
  assert(net.get(0).weight === net.get(1).weight && net.get(1).weight!.dtype === "float64");
});

Deno.test("MapTable updates shared parameters once for each entry", () => {
  const net = new MapTable(linear()), other = new MapTable(linear());
  net.zeroGradParameters();
  net.forward(inputs(2));
  net.backward(inputs(2), gradients(2));
  net.updateParameters(0.1);
  other.forward(inputs(2));
  other.backwardUpdate(inputs(2), gradients(2), 0.1);
  assertClose(other.get<Linear>(0).weight, net.get<Linear>(0).weight);
});

Deno.test("MapTable without sharing copies the module with its parameters", () => {
  const net = new MapTable(linear(), false);
  net.forward(inputs(2));
  assertEquals(net.parameters()[0].length, 4);
  assert(net.get<Linear>(1).weight.equal(net.get<Linear>(0).weight));
  net.get<Linear>(1).weight.fill(0);
  assert(net.get<Linear>(0).weight.norm() > 0);
  net.reset();
  assert(net.get<Linear>(1).weight.norm() > 0);
  assertEquals(net.clearState().size(), 2);
});

Deno.test("MapTable.replace() reaches the module, and copies of what it became are made", () => {
  const net = new MapTable(new Sequential().add(linear()).add(new Dropout()));
  net.forward(inputs(2));
  net.replace((module) => module instanceof Dropout ? new Tanh() : module);
  const [a, b] = net.forward(inputs(2)) as [Tensor, Tensor];
  assert(a.max() < 1 && b.max() < 1);
  assert(
    net.get<Sequential>(1).get(1) instanceof Tanh && net.get<Sequential>(1).get(0).weight === net.parameters()[0][0],
  );
});

Deno.test("MapTable takes one module, and refuses what does not fit", () => {
  const empty = new MapTable();
  assertEquals(String(empty), "nn.MapTable { }");
  assertThrows(() => empty.forward(inputs(1)), TypeError, "Cannot run MapTable.forward: there are no modules");
  assertThrows(() => empty.resize(2), TypeError, "Cannot run MapTable.resize: there are no modules");
  const net = empty.add(linear());
  assertThrows(() => net.add(linear()), TypeError, "Cannot run MapTable.add: there must be one module");
  assertThrows(() => net.resize(0), RangeError, "n must be at least 1 but is 0");
  assertThrows(
    () => new MapTable(3 as unknown as Module),
    TypeError,
    "Cannot run MapTable: the module must be a Module",
  );
  assertThrows(
    () => net.forward([zeros([3, 4]), zeros([3, 5])]),
    TypeError,
    "in MapTable[1] > Linear(4 -> 2): Cannot run Linear.forward: input must be [batch, 4] but is [3, 5]",
  );
  assertEquals(String(net), "nn.MapTable {\n  nn.Linear(4 -> 2)\n}");
});
