import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import type { AnyModule } from "../module.ts";
import { SpatialBatchNormalization } from "../normalization/spatial_batch_normalization.ts";
import { numbers, seeded } from "../testing.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { ReLU } from "../transfer/relu.ts";
import { Tanh } from "../transfer/tanh.ts";
import { Sequential } from "./sequential.ts";

const generator = seeded();

function convolution(inputs: number, outputs: number, k = 3): SpatialConvolution {
  return new SpatialConvolution(inputs, outputs, k, k, 1, 1, (k - 1) / 2, (k - 1) / 2, { generator });
}

function norm(n: number): SpatialBatchNormalization {
  const module = new SpatialBatchNormalization(n, 1e-3, 0.1, true, { generator });
  module.bias!.uniform(-1, 1, { generator });
  module.runningMean.uniform(-1, 1, { generator });
  module.runningVar.uniform(0.5, 2, { generator });
  return module;
}

/** Nets whose convolutions take each of the forms: points, rows, pixels and Winograd's. */
const NETS: Record<string, () => AnyModule[]> = {
  "3 -> 8, rectified": () => [convolution(3, 8), new ReLU()],
  "3 -> 8, in place": () => [convolution(3, 8), new ReLU(true)],
  "3 -> 40, tanh": () => [convolution(3, 40), new Tanh()],
  "3 -> 40, normalized": () => [convolution(3, 40), norm(40)],
  "points": () => [convolution(3, 40, 1).noBias(), norm(40), new ReLU(true)],
  "32 -> 64": () => [convolution(3, 32), norm(32), new ReLU(), convolution(32, 64).noBias(), norm(64), new Tanh()],
  "pooled": () => [convolution(3, 8), new Tanh(), new SpatialMaxPooling(2, 2)],
  "pooled in parts": () => [
    convolution(3, 300),
    new SpatialMaxPooling(3, 3, 2, 2, 1, 1),
    convolution(300, 8),
    new ReLU(true),
    new SpatialMaxPooling(2, 2),
  ],
  "64 -> 64, tanh": () => [convolution(3, 64), convolution(64, 64), new Tanh()],
};

/** Runs modules one by one. */
function chain(modules: readonly AnyModule[], x: Tensor): Tensor {
  return modules.reduce((y, module) => module.forward(y) as Tensor, x);
}

for (const [name, make] of Object.entries(NETS)) {
  Deno.test(`Sequential evaluates convolutions with what follows as one by one: ${name}`, () => {
    const net = new Sequential();
    make().forEach((module) => net.add(module));
    const x = numbers([3, 3, 17, 19], "float32"), apart = net.clone().evaluate().modules;
    net.evaluate();
    const wanted = chain(apart, x.clone());
    assertClose(net.forward(x.clone()), wanted, { relative: 2e-5, absolute: 2e-5 });
    for (const size of [[3, 17, 19], [1, 3, 5, 6]]) {
      const y = numbers(size, "float32");
      assertClose(net.forward(y.clone()), chain(apart, y.clone()), { relative: 2e-5, absolute: 2e-5 });
    }
    const double = net.clone().double(), z = numbers([2, 3, 9, 8]);
    assertClose(double.forward(z.clone()), chain(double.clone().modules, z.clone()), { relative: 1e-12 });
  });
}

Deno.test("outputs between modules that are evaluated in one pass are there when they are read", () => {
  const net = new Sequential().add(convolution(3, 8)).add(norm(8)).add(new ReLU()),
    x = numbers([2, 3, 8, 8], "float32");
  const apart = net.clone().evaluate().modules;
  net.evaluate();
  net.forward(x);
  chain(apart, x);
  net.modules.forEach((module, i) => {
    assertClose(module.output as Tensor, apart[i]!.output as Tensor, { relative: 1e-5, absolute: 1e-6 });
  });
  const other = numbers([2, 3, 8, 8], "float32", 9);
  net.forward(other);
  chain(apart, other);
  assertClose(net.get<SpatialConvolution>(0).output, apart[0]!.output as Tensor);
});

Deno.test("pooling in one pass with a convolution knows where its elements came from", () => {
  const net = new Sequential().add(convolution(3, 300)).add(new Tanh()).add(new SpatialMaxPooling(2, 2));
  const x = numbers([5, 3, 17, 19], "float32"), apart = net.clone().evaluate().modules;
  chain(apart, x);
  net.evaluate();
  for (const input of [x, numbers([5, 3, 17, 19], "float32", 9), x]) { // the first time they are found when they are read
    net.forward(input);
    chain(apart, input);
    assert(net.get<SpatialMaxPooling>(2).indices.equal((apart[2] as SpatialMaxPooling).indices));
  }
  const g = numbers(net.output.size(), "float32");
  assertClose(
    net.get<SpatialMaxPooling>(2).backward(net.get<Tanh>(1).output, g),
    (apart[2] as SpatialMaxPooling).backward(apart[1]!.output as Tensor, g),
  );
});

Deno.test("gradients after an evaluation are those of modules one by one", () => {
  const net = new Sequential().add(convolution(3, 8)).add(norm(8)).add(new Tanh()).double(), x = numbers([2, 3, 8, 8]);
  const g = numbers([2, 8, 8, 8]), apart = net.clone().evaluate();
  net.evaluate().zeroGradParameters();
  net.forward(x);
  const gradInput = net.backward(x, g);
  apart.zeroGradParameters();
  const outputs = apart.modules.map((m, i, all) => m.forward(i === 0 ? x : all[i - 1]!.output as Tensor));
  let back: Tensor = g;
  for (const i of [2, 1, 0]) {
    back = apart.modules[i]!.backward(i === 0 ? x : outputs[i - 1] as Tensor, back) as Tensor;
  }
  assertClose(gradInput, back, { relative: 1e-10 });
  net.parameters()[1].forEach((p, k) => assertClose(p, apart.parameters()[1][k]!, { relative: 1e-10 }));
});

Deno.test("a net that was evaluated trains on, is cleared and copied", () => {
  const net = new Sequential().add(convolution(3, 8)).add(norm(8)).add(new ReLU(true)),
    x = numbers([2, 3, 8, 8], "float32");
  const fresh = net.clone();
  net.evaluate().forward(x);
  const evaluated = net.clone().forward(x).clone();
  assertClose(net.forward(x), evaluated);
  net.clearState();
  assertEquals((net.get(0).output as Tensor).nElement(), 0);
  assertClose(net.double().forward(x.double()), evaluated.double(), { relative: 1e-5, absolute: 1e-5 });
  net.float();
  net.training();
  assert(net.forward(x).equal(fresh.forward(x)));
});

Deno.test("an evaluation allocates nothing after the second pass", () => {
  const net = new Sequential().add(convolution(3, 8)).add(norm(8)).add(new ReLU(true)).add(convolution(8, 8)).add(
    new Tanh(),
  );
  const x = numbers([2, 3, 8, 8], "float32");
  net.evaluate();
  net.forward(x);
  const output = net.forward(x);
  assertEquals(
    countBuffers(() => {
      for (let i = 0; i < 100; i++) assert(net.forward(x) === output);
    }),
    0,
  );
});

Deno.test("a hooked module is called by itself", () => {
  const net = new Sequential().add(convolution(3, 8)).add(new ReLU()).evaluate();
  let calls = 0;
  using _hook = net.get(1).registerForwardHook(() => calls++);
  net.forward(numbers([2, 3, 8, 8], "float32"));
  assertEquals(calls, 1);
});
