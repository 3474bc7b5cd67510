import { assert, assertEquals, assertThrows } from "@std/assert";
import { NativeError, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "../linear/linear.ts";
import { LogSoftMax } from "../transfer/log_soft_max.ts";
import { Module } from "../module.ts";
import { ReLU } from "../transfer/relu.ts";
import { Sequential } from "./sequential.ts";
import { Sigmoid } from "../transfer/sigmoid.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { Tanh } from "../transfer/tanh.ts";
import { numbers, seeded, testLayer } from "../testing.ts";
import { View } from "../shape/view.ts";

function net(): Sequential {
  const options = { generator: seeded() };
  return new Sequential()
    .add(new SpatialConvolution(1, 3, 3, 3, 1, 1, 0, 0, options))
    .add(new Tanh())
    .add(new SpatialMaxPooling(2, 2))
    .add(new View(12))
    .add(new Sequential().add(new Linear(12, 5, true, options)).add(new Sigmoid()))
    .add(new Linear(5, 3, true, options))
    .add(new LogSoftMax());
}

testLayer("Sequential", { make: net, size: [4, 1, 6, 6], large: [200, 1, 6, 6] });

Deno.test("Sequential.backward() goes through the modules as updateGradInput() and accGradParameters() do", () => {
  const model = net(), x = numbers([4, 1, 6, 6], "float32"), g = numbers([4, 3], "float32", 5);
  model.zeroGradParameters();
  model.forward(x);
  const gradInput = model.backward(x, g).clone(), gradients = model.parameters()[1].map((t) => t.clone());
  model.zeroGradParameters();
  assertEquals(model.updateGradInput(x, g).toArray(), gradInput.toArray());
  assert(model.parameters()[1].every((t) => t.norm() === 0));
  model.accGradParameters(x, g);
  model.parameters()[1].forEach((t, k) => assertEquals(t.toArray(), gradients[k]!.toArray()));
});

Deno.test("Sequential.backwardUpdate() changes the parameters as a step does", () => {
  const a = net(), b = net(), x = numbers([4, 1, 6, 6], "float32"), g = numbers([4, 3], "float32", 5);
  a.zeroGradParameters();
  a.forward(x);
  const gradInput = a.backward(x, g).clone();
  a.updateParameters(0.1);
  b.forward(x);
  assertClose(b.backwardUpdate(x, g, 0.1), gradInput);
  b.parameters()[0].forEach((p, k) => assertClose(p, a.parameters()[0][k]!));
});

/** Counts the calls of updateGradInput. */
class Counting extends Tanh {
  calls = 0;
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    this.calls++;
    return super.updateGradInput(input, gradOutput);
  }
}

Deno.test("Sequential computes no gradient before the first parameters when nobody needs it", () => {
  for (const owner of ["first", "container", "nested"]) {
    const counting = new Counting(), options = { generator: seeded() };
    const front = new Sequential().add(counting).add(new Linear(2, 3, true, options)),
      back = new Linear(3, 2, true, options);
    const model = owner === "nested" ? new Sequential().add(front).add(back) : front.add(back), plain = model.clone();
    if (owner === "container") model.gradInput = null;
    else if (owner === "first") counting.gradInput = null;
    else front.gradInput = null;
    const x = numbers([4, 2], "float32"), g = numbers([4, 2], "float32", 5);
    for (const m of [model, plain]) {
      m.zeroGradParameters();
      m.forward(x);
    }
    plain.backward(x, g);
    assertEquals(model.backward(x, g).nElement(), 0);
    assertEquals(counting.calls, 0);
    model.parameters()[1].forEach((t, k) => assertEquals(t.toArray(), plain.parameters()[1][k]!.toArray()));
    model.zeroGradParameters();
    model.updateGradInput(x, g);
    model.accGradParameters(x, g);
    model.parameters()[1].forEach((t, k) => assertEquals(t.toArray(), plain.parameters()[1][k]!.toArray()));
  }
});

Deno.test("Sequential without modules passes all through", () => {
  const model = new Sequential(), x = zeros([2]);
  assert(model.forward(x) === x && model.backward(x, x) === x);
  assertEquals(String(model), "nn.Sequential {\n  [input -> output]\n}");
});

Deno.test("Sequential.add(), insert(), remove(), get() and size() keep the list", () => {
  const [a, b, c] = [new Tanh(), new ReLU(), new Sigmoid()], model = new Sequential().add(a).insert(b, 0).insert(c);
  assert(model.get(0) === b && model.get(1) === a && model.get(-1) === c && model.size() === 3);
  assert(model.remove(1).get(1) === c && model.remove().size() === 1);
  assertThrows(() => model.get(1), RangeError, "Cannot run Sequential.get: index must be from -1 to 0 but is 1");
  assertThrows(() => model.get(0.5), RangeError, "Cannot run Sequential.get: index must be from -1 to 0 but is 0.5");
  assertThrows(
    () => model.insert(a, 3),
    RangeError,
    "Cannot run Sequential.insert: index must be from -1 to 1 but is 3",
  );
  assertThrows(() => new Sequential().remove(), RangeError, "Cannot run Sequential.remove: there are no modules");
  assertThrows(
    () => model.add({} as Module),
    TypeError,
    "Cannot run Sequential.add: the module must be a Module but is Object",
  );
  assertThrows(() => model.insert(undefined as unknown as Module), TypeError, "must be a Module but is undefined");
});

Deno.test("Sequential puts the place in front of an error, and keeps the error as its cause", () => {
  const linear = new Linear(1024, 1000);
  const model = new Sequential().add(new Tanh()).add(new Sequential().add(new ReLU()).add(linear)).add(new Tanh());
  const message = "Cannot run Linear.forward: input must be [batch, 1024] but is [100, 1000]";
  const error = assertThrows(
    () => model.forward(zeros([100, 1000])),
    TypeError,
    `in Sequential[1] > Sequential[1] > Linear(1024 -> 1000): ${message}`,
  );
  assert(error.cause instanceof TypeError && error.cause.message === message);

  const x = zeros([100, 1024]);
  model.forward(x);
  assertThrows(
    () => model.backward(x, zeros([100, 999])),
    TypeError,
    "in Sequential[2] > Tanh: Cannot run Tanh.backward: gradOutput must be [100, 1000] but is [100, 999]",
  );
  assertEquals(model.forward(x).size(), [100, 1000]);
});

Deno.test("errors from inside keep their class", () => {
  class Failing extends Module {
    constructor(readonly error: unknown) {
      super();
    }
    override updateOutput(): Tensor {
      throw this.error;
    }
    override updateGradInput(): Tensor {
      throw this.error;
    }
  }
  const thrown = (error: unknown): unknown => {
    try {
      new Sequential().add(new Failing(error)).forward(zeros([1]));
    } catch (caught) {
      return caught;
    }
  };
  const native = thrown(new NativeError("Cannot", 4));
  assert(
    native instanceof NativeError && native.status === 4 && native.message === "in Sequential[0] > Failing: Cannot",
  );
  assert(thrown(new RangeError("far")) instanceof RangeError);
  assertEquals((thrown(new Error("else")) as Error).message, "in Sequential[0] > Failing: else");
  assertEquals(thrown("text"), "text");
});

Deno.test("Sequential.toString() is Torch7's text", () => {
  assertEquals(
    String(net()),
    `nn.Sequential {
  [input -> (1) -> (2) -> (3) -> (4) -> (5) -> (6) -> (7) -> output]
  (1): nn.SpatialConvolution(1 -> 3, 3x3)
  (2): nn.Tanh
  (3): nn.SpatialMaxPooling(2x2, 2,2)
  (4): nn.View(12)
  (5): nn.Sequential {
    [input -> (1) -> (2) -> output]
    (1): nn.Linear(12 -> 5)
    (2): nn.Sigmoid
  }
  (6): nn.Linear(5 -> 3)
  (7): nn.LogSoftMax
}`,
  );
});

Deno.test("Sequential.reset() draws all parameters anew", () => {
  const model = net(), before = model.parameters()[0].map((p) => p.clone());
  model.reset();
  model.parameters()[0].forEach((p, k) => assert(!p.equal(before[k]!)));
  model.reset(1e-3);
  assert(model.parameters()[0].every((p) => p.max() < 2e-3));
});

Deno.test("a tiny net trains without anything piling up", () => {
  const model = new Sequential().add(new Linear(2, 3)).add(new Tanh()).add(new Linear(3, 1)).add(new Sigmoid());
  const x = numbers([4, 2], "float32"), g = numbers([4, 1], "float32"), [parameters, gradients] = model.getParameters();
  const run = (steps: number): number => {
    const before = Deno.memoryUsage().heapUsed;
    for (let i = 0; i < steps; i++) {
      gradients.zero();
      model.forward(x);
      model.backward(x, g);
      parameters.add(-0.001, gradients);
    }
    return (Deno.memoryUsage().heapUsed - before) / steps;
  };
  run(3000);
  const bytes = Math.min(...[1, 2, 3, 4, 5].map(() => run(2000)).map(Math.abs));
  assert(bytes < 64, `${bytes} bytes a step`);
});

Deno.test("Container.applyToModules() calls a function for its modules, not for those inside", () => {
  const inner = new Sequential().add(new Tanh()),
    net = new Sequential().add(inner).add(new Tanh()),
    seen: unknown[] = [];
  net.applyToModules((module) => seen.push(module));
  assertEquals(seen.length, 2);
  assert(seen[0] === inner && seen[1] === net.get(1));
});
