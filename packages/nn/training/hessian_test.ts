import { assert, assertEquals, assertThrows } from "@std/assert";
import { mul, ones, square, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { SpatialConvolutionLocal } from "../convolution/spatial_convolution_local.ts";
import { SpatialConvolutionMap } from "../convolution/spatial_convolution_map.ts";
import { SpatialFullConvolution } from "../convolution/spatial_full_convolution.ts";
import * as tables from "../convolution/tables.ts";
import { Linear } from "../linear/linear.ts";
import type { AnyModule } from "../module.ts";
import { Module } from "../module.ts";
import { Dropout } from "../noise/dropout.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { View } from "../shape/view.ts";
import { numbers, seeded } from "../testing.ts";
import { ReLU } from "../transfer/relu.ts";
import { Sigmoid } from "../transfer/sigmoid.ts";
import { SoftMax } from "../transfer/soft_max.ts";
import { Tanh } from "../transfer/tanh.ts";
import * as hessian from "./hessian.ts";

const double = { dtype: "float64" } as const;

const MODULES: [string, () => AnyModule, number[]][] = [
  ["Linear", () => new Linear(4, 3, true, double), [5, 4]],
  ["Linear without bias", () => new Linear(4, 3, false, double), [4]],
  ["SpatialConvolution", () => new SpatialConvolution(2, 3, 2, 3, 1, 1, 1, 0, double), [2, 2, 4, 5]],
  ["SpatialFullConvolution", () => new SpatialFullConvolution(2, 3, 2, 3, 2, 1, 0, 0, 0, 0, double), [2, 2, 4, 5]],
  ["SpatialConvolutionMap", () => new SpatialConvolutionMap(tables.full(2, 3), 2, 3, 1, 1, double), [2, 2, 4, 5]],
  ["SpatialConvolutionLocal", () => new SpatialConvolutionLocal(2, 3, 5, 4, 2, 3, 1, 1, 0, 0, double), [2, 2, 4, 5]],
  ["Tanh", () => new Tanh(double), [3, 4]],
  ["Sigmoid", () => new Sigmoid(double), [3, 4]],
  ["Dropout", () => new Dropout(0.5).double().evaluate(), [3, 4]],
  ["View", () => new View(12).double(), [3, 4]],
  ["SpatialMaxPooling", () => new SpatialMaxPooling(2, 2).double(), [2, 4, 4]],
  [
    "Sequential of a linear map and a function",
    () => new Sequential().add(new Tanh()).add(new View(2, 3)).add(new Linear(3, 2)).double(),
    [6],
  ],
];

for (const [name, make, size] of MODULES) {
  Deno.test(`hessian: ${name} passes second derivatives to the input`, () => {
    const error = hessian.testDiagHessianInput(make(), zeros(size, double), { generator: seeded() });
    assert(error < 1e-12, `${error}`);
  });
}

for (const [name, make, size] of MODULES.slice(0, 6)) {
  Deno.test(`hessian: ${name} adds second derivatives with respect to its parameters`, () => {
    const module = make(), options = { generator: seeded() };
    assert(hessian.testDiagHessianWeight(module, zeros(size, double), options) < 1e-12);
    if (module.bias) assert(hessian.testDiagHessianBias(module, zeros(size, double), options) < 1e-12);
  });
}

Deno.test("hessian: a net's second derivatives are those of the rule, written out", () => {
  const first = new Linear(3, 4, true, double), last = new Linear(4, 2, true, double), x = numbers([5, 3]);
  const net = new Sequential().add(first).add(new Tanh(double)).add(last), h = numbers([5, 2], "float64", 5).abs();
  const gradients = net.parameters()[1].map((g) => g.fill(7));
  net.forward(x);
  hessian.initDiagHessianParameters(net);
  const gradInput = net.get(1).gradInput, result = hessian.backward(net, x, h, 0.5);
  const hidden = net.get(1).output as Tensor, derivative = square(ones([5, 4], double).add(-1, square(hidden)));
  const product = (a: Tensor, b: Tensor): Tensor => zeros([a.size(0), b.size(1)], double).addmm(a, b);
  const h2 = mul(product(h, square(last.weight)), derivative);
  assertClose(result, product(h2, square(first.weight)));
  const [firstWeight, firstBias, lastWeight, lastBias] = hessian.diagHessianParameters(net);
  assertClose(lastWeight!, product(h.t(), square(hidden)).mul(0.5));
  assertClose(lastBias!, h.sum(0).view(2).mul(0.5));
  assertClose(firstWeight!, product(h2.t(), square(x)).mul(0.5));
  assertClose(firstBias!, h2.sum(0).view(4).mul(0.5));
  assertEquals(hessian.flatDiagHessian(net).nElement(), 12 + 4 + 8 + 2);
  assert(net.get(1).gradInput === gradInput && gradients.every((g) => g.min() === 7 && g.max() === 7));
  hessian.backward(net, x, h, 0.5);
  assertClose(firstBias!, h2.sum(0).view(4));
  hessian.initDiagHessianParameters(net);
  assertEquals(hessian.flatDiagHessian(net).norm(), 0);
});

Deno.test("hessian: a module of one's own takes part", () => {
  class Scale extends Module {
    override weight: Tensor = ones([1], double).fill(3);
    override gradWeight: Tensor = zeros([1], double);
    override updateOutput(input: Tensor): Tensor {
      return this.output = mul(input, this.weight.get(0));
    }
    override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
      return this.gradInput = mul(gradOutput, this.weight.get(0));
    }
    updateDiagHessianInput(_input: Tensor, h: Tensor): Tensor {
      return mul(h, this.weight.get(0) ** 2);
    }
    accDiagHessianParameters(input: Tensor, h: Tensor, [weight]: Tensor[], scale: number): void {
      weight!.add(scale * square(input).dot(h));
    }
  }
  const net = new Sequential().add(new Scale(double)).add(new Tanh(double)), x = numbers([4]), h = ones([4], double);
  hessian.initDiagHessianParameters(net);
  net.forward(x);
  const derivative = square(ones([4], double).add(-1, square(net.output)));
  assertClose(hessian.backward(net, x, h), mul(derivative, 9));
  assertClose(hessian.flatDiagHessian(net), [square(x).dot(derivative)]);
});

Deno.test("hessian: follows a change of dtype", () => {
  const linear = new Linear(3, 2, true, double);
  linear.forward(numbers([3]));
  hessian.backward(linear, numbers([3]), ones([2], double));
  linear.float().forward(numbers([3], "float32"));
  hessian.backward(linear, numbers([3], "float32"), ones([2]));
  assertEquals(hessian.flatDiagHessian(linear).dtype, "float32");
});

Deno.test("hessian: says what it does not know", () => {
  const x = zeros([3]);
  assertThrows(
    () => hessian.updateDiagHessianInput(new SoftMax(), x, x),
    TypeError,
    "Cannot run updateDiagHessianInput: it is not known how second derivatives pass SoftMax; the module can say so by " +
      "methods updateDiagHessianInput and accDiagHessianParameters of its own",
  );
  assertThrows(
    () => hessian.updateDiagHessianInput(new ReLU(true), x, x),
    TypeError,
    "Cannot run updateDiagHessianInput: ReLU must not work in place",
  );
  assertThrows(
    () => hessian.accDiagHessianParameters(new Tanh(), x, x, NaN),
    RangeError,
    "scale must be finite but is NaN",
  );
});
