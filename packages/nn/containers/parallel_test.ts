import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { Linear } from "../linear/linear.ts";
import { Sequential } from "./sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { Parallel } from "./parallel.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const linear = (i: number, o: number) => new Linear(i, o, true, { generator: seeded() });

testLayer("Parallel", {
  make: () => new Parallel(-2, -1).add(linear(4, 2)).add(new Sequential().add(linear(4, 3)).add(new Tanh())),
  size: [5, 2, 4],
  large: [2000, 2, 4],
});
testLayer("Parallel along the batch", {
  make: () => new Parallel(0, 0).add(linear(4, 2)).add(linear(4, 3)),
  size: [2, 4],
  samples: false,
});

Deno.test("Parallel uses as many modules as there are slices", () => {
  const net = new Parallel(0, 0).add(linear(4, 2)).add(linear(4, 3)).add(new Tanh());
  assertEquals(net.forward(zeros([3, 4])).size(), [9]);
  const x = numbers([1, 4], "float32");
  assertEquals(net.forward(x).size(), [2]);
  assertEquals(net.backward(x, zeros([2])).size(), [1, 4]);
  const slices = new Parallel(0, 0).add(new Tanh()).add(new Tanh());
  assertEquals(slices.forward(zeros([2])).size(), [2]);
});

Deno.test("Parallel gives zeros where a module computes no gradient", () => {
  const net = new Parallel(0, 0).add(linear(4, 2)).add(linear(4, 3)), x = numbers([2, 4], "float32");
  net.forward(x);
  net.backward(x, numbers([5], "float32"));
  net.get(0).gradInput = null;
  const gradInput = net.backward(x, numbers([5], "float32"));
  assert(gradInput.select(0, 0).norm() === 0 && gradInput.select(0, 1).norm() > 0);
});

Deno.test("Parallel refuses what does not fit, and names the module that fails", () => {
  const net = new Parallel(0, 0).add(linear(4, 2)).add(linear(4, 3));
  assertThrows(
    () => net.forward(zeros([3, 4])),
    TypeError,
    "Cannot run Parallel.forward: input must be [1 to 2, any] but is [3, 4]",
  );
  assertThrows(
    () => net.forward(zeros([2, 3])),
    TypeError,
    "in Parallel[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be [4] but is [3]",
  );
  assertThrows(
    () => new Parallel(2, 0).add(new Tanh()).forward(zeros([2, 3])),
    RangeError,
    "inputDimension must be from",
  );
  assertThrows(() => new Parallel(0, 1).add(new Tanh()).forward(zeros([1, 3])), RangeError, "outputDimension must be");
  assertThrows(() => new Parallel(0, 0).forward(zeros([1, 3])), TypeError, "there are no modules");
  const x = zeros([2, 4]);
  net.forward(x);
  assertThrows(() => net.backward(x, zeros([4])), TypeError, "gradOutput must be [5] but is [4]");
  assertThrows(() => net.backward(x, 3 as unknown as Tensor), TypeError, "gradOutput must be a tensor but is 3");
  assertThrows(
    () => net.backward(zeros([1, 4]), zeros([5])),
    TypeError,
    "Cannot run Parallel.backward: forward must be run with this input before",
  );
  assertEquals(
    String(net),
    "nn.Parallel {\n  input\n    |`-> (1): nn.Linear(4 -> 2)\n     `-> (2): nn.Linear(4 -> 3)\n     ... -> output\n}",
  );
});
