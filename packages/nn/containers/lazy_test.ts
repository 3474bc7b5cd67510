import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import { Linear } from "../linear/linear.ts";
import { Dropout } from "../noise/dropout.ts";
import { numbers, seeded, testLayer } from "../testing.ts";
import { Tanh } from "../transfer/tanh.ts";
import { type InputSize, Lazy } from "./lazy.ts";
import { Sequential } from "./sequential.ts";

const linear = (): Lazy =>
  new Lazy((size) => new Linear(size.at(-1)!, 3, true, { dtype: "float64", generator: seeded() }));

testLayer("Lazy, once its sizes are known", {
  make: () => {
    const lazy = linear();
    lazy.forward(zeros([1, 4]));
    return lazy;
  },
  size: [5, 4],
  large: [300, 4],
});

Deno.test("Lazy makes its module once, for the sizes of the first input", () => {
  const sizes: InputSize[] = [];
  const lazy = new Lazy((size) => {
    sizes.push(size);
    return new Linear(size[1]!, 2);
  });
  assertEquals(String(lazy), "nn.Lazy(sizes are not known yet)");
  assertEquals(lazy.forward(zeros([5, 4])).size(), [5, 2]);
  assertEquals(lazy.forward(zeros([3, 4])).size(), [3, 2]);
  assertEquals(sizes, [[5, 4]]);
  assertEquals(String(lazy), "nn.Lazy(nn.Linear(4 -> 2))");
  assertEquals(lazy.parameters()[0].map((p) => p.size()), [[2, 4], [2]]);
});

Deno.test("Lazy says that its sizes are not known yet", () => {
  const net = new Sequential().add(linear()).add(new Tanh());
  const message = "Cannot run Lazy.parameters: sizes are not known yet; forward must be called before";
  assertThrows(() => net.getParameters(), Error, message);
  assertThrows(() => linear().backward(zeros([1, 4]), zeros([1, 3])), Error, "Cannot run Lazy.backward: sizes are not");
  net.zeroGradParameters();
  net.training().reset();
  net.forward(zeros([2, 4]));
  assertEquals(net.getParameters()[0].nElement(), 15);
});

Deno.test("Lazy can be copied, converted and set to evaluation before its module is made", () => {
  const lazy = linear(), copy = lazy.clone(), double = lazy.clone().double();
  lazy.forward(zeros([2, 4]));
  assertEquals([lazy.modules.length, copy.modules.length, copy.forward(zeros([2, 7])).size(1)], [1, 0, 3]);
  assertEquals(lazy.type(), "float32");
  assertEquals(lazy.get(0).type(), "float32");
  assertEquals(double.forward(zeros([2, 4], { dtype: "float64" })).dtype, "float64");
  const dropout = new Lazy(() => new Dropout(0.5)).evaluate(), x = numbers([9], "float32");
  assert(dropout.forward(x).equal(x));
  const later = lazy.clone();
  assert(later.get(0) !== lazy.get(0) && later.forward(x.narrow(0, 0, 4)).equal(lazy.forward(x.narrow(0, 0, 4))));
  assertEquals(lazy.double().get(0).type(), "float64");
});

Deno.test("Lazy gives nested sizes for lists of tensors", () => {
  class Pick extends Module<readonly Tensor[], Tensor> {
    override updateOutput(input: readonly Tensor[]): Tensor {
      return this.output = input[0]!;
    }
    override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
      return this.gradInput = [gradOutput, input[1]!];
    }
  }
  let sizes: InputSize = [];
  const lazy = new Lazy<readonly Tensor[], Tensor, readonly InputSize[]>((size) => {
    sizes = size;
    return new Pick();
  });
  lazy.forward([zeros([2, 3]), zeros([4])]);
  assertEquals(sizes, [[2, 3], [4]]);
});

Deno.test("Lazy works with summary() and hooks", () => {
  const net = new Sequential().add(linear()).add(new Tanh());
  assertEquals(net.summary([2, 4]).rows.map(({ module }) => module.constructor.name), ["Sequential", "Lazy", "Tanh"]);
  assertEquals(net.summary([2, 4]).multiplyAdds, 24);
});

Deno.test("Lazy says where errors come from, and refuses what makes no module", () => {
  const lazy = linear();
  lazy.forward(zeros([2, 4]));
  assertThrows(
    () => lazy.forward(zeros([2, 5])),
    TypeError,
    "in Lazy[0] > Linear(4 -> 3): Cannot run Linear.forward: input must be [batch, 4] but is [2, 5]",
  );
  assertThrows(
    () => new Lazy(() => 3 as unknown as Module).forward(zeros([2])),
    TypeError,
    "Cannot run Lazy.forward: make must return a Module but returns 3",
  );
  assertThrows(
    () => new Lazy(3 as unknown as () => Module),
    TypeError,
    "Cannot run Lazy: make must be a function but is 3",
  );
  assertThrows(() => lazy.add(new Tanh()), Error, "Cannot run Lazy.add: its module is made by the function");
});
