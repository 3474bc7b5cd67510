import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Storage, Tensor } from "@taimatsu/tensor";
import { tensorsOf } from "../activity.ts";
import { Concat } from "../containers/concat.ts";
import { ConcatTable } from "../table/concat_table.ts";
import { ParallelTable } from "../table/parallel_table.ts";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { Linear } from "../linear/linear.ts";
import type { AnyModule } from "../module.ts";
import { SpatialBatchNormalization } from "../normalization/spatial_batch_normalization.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { Identity } from "../shape/identity.ts";
import { View } from "../shape/view.ts";
import { CAddTable } from "../table/c_add_table.ts";
import { numbers, seeded } from "../testing.ts";
import { ReLU } from "../transfer/relu.ts";
import { Tanh } from "../transfer/tanh.ts";
import { shareGradInput } from "./share_grad_input.ts";

const generator = seeded();

function chain(...modules: AnyModule[]): Sequential {
  const net = new Sequential();
  modules.forEach((module) => net.add(module));
  return net;
}

function convolution(inputs: number, outputs: number): SpatialConvolution {
  return new SpatialConvolution(inputs, outputs, 3, 3, 1, 1, 1, 1, { generator });
}

function linear(): Linear {
  return new Linear(6, 6, true, { generator });
}

/** A block of a residual net: x + F(x). */
function block(inputs: number, shortcut: AnyModule, inplace: boolean): Sequential {
  const branch = chain(
    convolution(inputs, 4),
    new SpatialBatchNormalization(4),
    new ReLU(inplace),
    convolution(4, 4),
    new SpatialBatchNormalization(4),
  );
  return chain(new ConcatTable().add(branch).add(shortcut), new CAddTable(), new ReLU(inplace));
}

const NETS: Record<string, [make: () => Sequential, size: number[]]> = {
  "a chain of alike": [() => chain(linear(), linear(), linear(), linear()), [2, 6]],
  "a chain": [
    () => chain(linear(), new Tanh(), linear(), new ReLU(true), linear(), new Tanh()),
    [2, 6],
  ],
  "a convolutional net": [
    () =>
      chain(
        convolution(2, 4),
        new SpatialBatchNormalization(4),
        new ReLU(),
        new SpatialMaxPooling(2, 2),
        convolution(4, 4),
        new ReLU(),
        new View(-1).setNumInputDims(3),
        new Linear(64, 6, true, { generator }),
      ),
    [2, 2, 8, 8],
  ],
  "residual blocks": [
    () => chain(block(4, new Identity(), false), block(4, convolution(4, 4), true), block(4, new Identity(), true)),
    [2, 4, 5, 5],
  ],
  "branches": [
    () =>
      chain(
        linear(),
        new Concat(1).add(chain(linear(), new Tanh(), linear())).add(linear()).add(new Identity()),
        new Linear(18, 6, true, { generator }),
        new ConcatTable().add(linear()).add(new Identity()),
        new ParallelTable().add(chain(new Tanh(), linear())).add(linear()),
        new CAddTable(),
      ),
    [2, 6],
  ],
};

function storages(net: AnyModule): Set<Storage> {
  const gradients = net.listModules().map((m) => m.gradInput).filter((g) => g instanceof Tensor);
  return new Set(gradients.filter((g) => g.nElement() > 0).map((g) => g.storage()));
}

for (const [name, [make, size]] of Object.entries(NETS)) {
  Deno.test(`shareGradInput changes nothing but memory: ${name}`, () => {
    const net = make().double(), apart = net.clone(), input = numbers(size);
    assert(shareGradInput(net, input.narrow(0, 0, 1)) === net);
    for (const x of [input, numbers([7, ...size.slice(1)]), input]) {
      const y = net.forward(x), g = numbers(y.size(), "float64", 8);
      assert(y.equal(apart.forward(x)));
      for (const module of [net, apart]) module.zeroGradParameters();
      const gradInput = net.backward(x, g.clone());
      assert(gradInput.equal(apart.backward(x, g.clone())));
      net.parameters()[1].forEach((p, k) => assert(p.equal(apart.parameters()[1][k]!)));
    }
    assert(storages(net).size < storages(apart).size);
  });
}

Deno.test("shareGradInput keeps two gradients of a chain, and the one that backward returns", () => {
  const net = new Sequential(), x = numbers([4, 6], "float32");
  for (let i = 0; i < 10; i++) net.add(linear()).add(new Tanh());
  shareGradInput(net, x);
  net.backward(x, net.forward(x));
  assertEquals(storages(net).size, 3);
  const other = net.clone();
  other.backward(x, other.forward(x));
  assertEquals(storages(other).size, 20);
});

Deno.test("shareGradInput leaves no pass that would read what was overwritten", () => {
  const net = chain(linear(), new Tanh(), linear(), new Tanh(), linear()), x = numbers([2, 6], "float32");
  const apart = net.clone(), g = numbers([2, 6], "float32", 8);
  const outside = new Concat(1).add(net);
  shareGradInput(net, x);
  net.forward(x);
  net.updateGradInput(x, g);
  const message = "gradients inside share memory since shareGradInput: call backward";
  assertThrows(() => net.accGradParameters(x, g), Error, `Cannot run Sequential.accGradParameters: ${message}`);
  assertThrows(() => net.backwardUpdate(x, g, 0.1), Error, `Cannot run Sequential.accUpdateGradParameters: ${message}`);
  outside.forward(x);
  assertThrows(() => outside.backwardUpdate(x, g, 0.1), Error, message);
  net.clearState().forward(x);
  apart.forward(x);
  assert(net.backwardUpdate(x, g, 0.1).equal(apart.backwardUpdate(x, g, 0.1)));
  net.parameters()[0].forEach((p, k) => assert(p.equal(apart.parameters()[0][k]!)));
});

Deno.test("shareGradInput leaves the net as it was", () => {
  const net = chain(convolution(2, 3), new SpatialBatchNormalization(3), new ReLU()).evaluate();
  const x = numbers([2, 2, 4, 4], "float32"), norm = net.get<SpatialBatchNormalization>(1);
  const state = [...net.parameters().flat(), norm.runningMean, norm.runningVar], before = state.map((t) => t.clone());
  shareGradInput(net, x);
  state.forEach((t, k) => assert(t.equal(before[k]!)));
  assert(net.listModules().every((m) => !m.train && tensorsOf(m.output).every((t) => t.nElement() === 0)));
});

Deno.test("shareGradInput says what is wrong", () => {
  assertThrows(
    () => shareGradInput(3 as unknown as AnyModule, numbers([1])),
    TypeError,
    "Cannot run shareGradInput: net must be a Module but is 3",
  );
  assertThrows(() => shareGradInput(linear(), numbers([2, 5], "float32")), TypeError, "Linear.forward: input must be");
});
