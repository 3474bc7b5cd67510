import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "./linear.ts";
import { PartialLinear } from "./partial_linear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

function make(bias = true): PartialLinear {
  const layer = new PartialLinear(3, 4, bias, { generator: seeded() });
  layer.bias?.copy(tensor([[1, -1, 2, 0.5]]));
  return layer;
}

testLayer("PartialLinear", { make, size: [5, 3], large: [3000, 3] });
testLayer("PartialLinear with a partition", {
  make: () => make().setPartition([3, 1]),
  size: [5, 3],
  large: [3000, 3],
});
testLayer("PartialLinear with outputs that repeat", { make: () => make().setPartition([2, 0, 2]), size: [5, 3] });
testLayer("PartialLinear without bias", { make: () => make(false).setPartition([3, 1]), size: [5, 3] });

Deno.test("PartialLinear computes the outputs that the partition names, and trains their weights alone", () => {
  const layer = make().double(), linear = new Linear(3, 4, true, { dtype: "float64" }), x = numbers([5, 3]);
  linear.weight.copy(layer.weight);
  linear.bias!.copy(layer.bias!);
  assertClose(layer.forward(x), linear.forward(x));
  layer.setPartition(tensor([3, 1], { dtype: "int64" }));
  assertClose(layer.forward(x), linear.output.index(1, [3, 1]));
  layer.zeroGradParameters();
  layer.backward(x, numbers([5, 2]));
  assertEquals(layer.gradWeight.select(0, 0).norm() + layer.gradWeight.select(0, 2).norm(), 0);
  assertEquals(layer.gradWeight.select(0, 1).norm() > 0 && layer.gradWeight.select(0, 3).norm() > 0, true);
  assertEquals(layer.gradBias!.get(0, 0) + layer.gradBias!.get(0, 2), 0);
  assertClose(layer.resetPartition().forward(x), linear.output);
});

Deno.test("PartialLinear draws weights from a normal distribution, biases are 0", () => {
  const layer = new PartialLinear(5, 7, true, { generator: seeded() });
  assertEquals(layer.weight.toArray(), zeros([7, 5]).normal(0, 1, { generator: seeded() }).toArray());
  assertEquals(layer.bias!.norm(), 0);
  assertClose(new PartialLinear(200, 200).weight.std(), 1, { absolute: 0.02 });
});

Deno.test("PartialLinear.backwardUpdate() changes the weights of the partition as a step does", () => {
  const a = make().setPartition([3, 1]), b = a.clone(), x = numbers([5, 3], "float32"), g = numbers([5, 2], "float32");
  a.zeroGradParameters();
  a.forward(x);
  a.backward(x, g);
  a.updateParameters(0.1);
  b.shared = true;
  b.gradWeight.fill(8);
  b.forward(x);
  b.backwardUpdate(x, g, 0.1);
  assertClose(b.weight, a.weight);
  assertClose(b.bias!, a.bias!);
  assertEquals(b.gradWeight.sum(), 96);
});

Deno.test("PartialLinear checks partitions and sizes", () => {
  const layer = make();
  assertThrows(
    () => layer.setPartition([1, 4]),
    RangeError,
    "Cannot run PartialLinear.setPartition: indices must hold positions from 0 to 3 but has 4 at [1]",
  );
  assertThrows(() => layer.setPartition([]), TypeError, "indices must be [n], n >= 1, but are []");
  assertThrows(() => layer.setPartition([0.5]), TypeError, "indices must hold whole numbers but has 0.5 at [0]");
  layer.setPartition([0, 1]);
  assertThrows(
    () => layer.forward(zeros([5, 4])),
    TypeError,
    "Cannot run PartialLinear.forward: input must be [batch, 3] but is [5, 4]",
  );
  layer.forward(zeros([5, 3]));
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([5, 4])),
    TypeError,
    "Cannot run PartialLinear.backward: gradOutput must be [batch, 2] but is [5, 4]",
  );
  assertThrows(() => new PartialLinear(0, 2), RangeError, "Cannot run PartialLinear: inputSize must be at least 1");
});

Deno.test("PartialLinear.toString() is Torch7's text", () => {
  assertEquals(String(make()), "nn.PartialLinear(3 -> 4)");
  assertEquals(String(make().noBias()), "nn.PartialLinear(3 -> 4) without bias");
});
