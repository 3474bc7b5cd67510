import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { CAddTable } from "../table/c_add_table.ts";
import { Decorator } from "./decorator.ts";
import { Linear } from "../linear/linear.ts";
import type { Module } from "../module.ts";
import { Sequential } from "./sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const linear = () => new Linear(4, 2, true, { generator: seeded() });

testLayer("Decorator", { make: () => new Decorator(linear()), size: [5, 4] });
testLayer("Decorator of a list", { make: () => new Decorator(new CAddTable()), size: [[5, 4], [5, 4]] });
testLayer("Decorator of a net", {
  make: () => new Decorator(new Sequential().add(linear()).add(new Tanh())),
  size: [5, 4],
});

Deno.test("Decorator passes everything on", () => {
  const module = linear(), decorator = new Decorator(module), x = numbers([5, 4], "float32"), g = zeros([5, 2]);
  assert(decorator.forward(x) === module.output && decorator.backward(x, g) === module.gradInput);
  assert(decorator.parameters()[0][0] === module.weight && decorator.get(0) === module);
  module.gradInput = null;
  assertEquals(decorator.backward(x, g).nElement(), 0);
  assertEquals(String(decorator), "nn.Decorator @ nn.Linear(4 -> 2)");
  assertEquals(new Decorator(linear().double()).type(), "float64");
});

Deno.test("Decorator refuses what is no module", () => {
  assertThrows(
    () => new Decorator(3 as unknown as Module),
    TypeError,
    "Cannot run Decorator: the module must be a Module but is 3",
  );
  assertThrows(
    () => new Decorator(linear()).forward(zeros([3])),
    TypeError,
    "in Decorator[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be [4] but is [3]",
  );
});
