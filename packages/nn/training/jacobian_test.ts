import { assert, assertEquals, assertThrows } from "@std/assert";
import { Generator, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MultiHeadAttention } from "../attention/multi_head_attention.ts";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { Linear } from "../linear/linear.ts";
import { Module } from "../module.ts";
import { numbers, seeded } from "../testing.ts";
import { Tanh } from "../transfer/tanh.ts";
import { gradientCheck } from "./gradient_check.ts";
import { Jacobian, SparseJacobian } from "./jacobian.ts";

const double = { dtype: "float64" } as const;

Deno.test("Jacobian.forward() and backward() give the matrix of a linear map", () => {
  const linear = new Linear(3, 2, true, double), x = numbers([3]);
  assertClose(Jacobian.backward(linear, x), linear.weight.t());
  assertClose(Jacobian.forward(linear, x), linear.weight.t(), { relative: 1e-8, absolute: 1e-8 });
  const expected = zeros([6, 2], double);
  for (let j = 0; j < 2; j++) expected.select(1, j).narrow(0, 3 * j, 3).copy(x);
  assertClose(Jacobian.backward(linear, x, linear.gradWeight), expected);
  assertClose(Jacobian.forward(linear, x, linear.weight), expected, { relative: 1e-8, absolute: 1e-8 });
});

Deno.test("Jacobian.backwardUpdate() and forwardUpdate() give parameters less the matrix, and restore them", () => {
  const linear = new Linear(3, 2, true, double),
    x = numbers([3]),
    before = linear.parameters()[0].map((p) => p.clone());
  const expected = Jacobian.backward(linear, x, linear.gradBias!).mul(-1).add(linear.bias!.view(2, 1).expand(2, 2));
  assertClose(Jacobian.backwardUpdate(linear, x, linear.bias!), expected);
  assertClose(Jacobian.forwardUpdate(linear, x, linear.bias!), expected, { relative: 1e-8, absolute: 1e-8 });
  linear.parameters()[0].forEach((p, k) => assert(p.equal(before[k]!)));
});

Deno.test("Jacobian tests pass for modules that are right", () => {
  const generator = seeded(), options = { generator, min: -1, max: 1 };
  const convolution = new SpatialConvolution(2, 3, 2, 2, 1, 1, 1, 0, double), image = zeros([2, 4, 3], double);
  const net = new Sequential().add(new Linear(3, 4)).add(new Tanh()).add(new Linear(4, 2)).double(),
    x = zeros([5, 3], double);
  for (const [module, input] of [[convolution, image], [net, x], [new Tanh(double), x]] as const) {
    assert(Jacobian.testJacobian(module, input, options) < 1e-8);
    assert(input.norm() > 0);
    const [parameters, gradients] = module.parameters();
    parameters.forEach((p, k) => {
      assert(Jacobian.testJacobianParameters(module, input, p, gradients[k]!, options) < 1e-8);
      assert(Jacobian.testJacobianUpdateParameters(module, input, p, options) < 1e-8);
    });
    assertEquals(Jacobian.testIO(module, input, options), [0, 0]);
  }
  for (
    const [module, input] of [[convolution, numbers([2, 4, 3])], [
      new Linear(3, 2, true, double),
      numbers([4, 3]),
    ]] as const
  ) {
    for (const name of ["weight", "bias"]) {
      const errors = Jacobian.testAllUpdate(module, input, name, name.replace(/^./, (c) => `grad${c.toUpperCase()}`));
      for (const error of Object.values(errors)) assert(error < 1e-12, JSON.stringify(errors));
    }
  }
  const attention = new MultiHeadAttention(4, 2, double), rows = numbers([3, 4]);
  const errors = Jacobian.testAllUpdate(attention, rows, "inWeight", "gradInWeight");
  for (const error of Object.values(errors)) assert(error < 1e-12, JSON.stringify(errors));
});

/** A module whose gradients are wrong. */
class Wrong extends Linear {
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    return super.updateGradInput(input, gradOutput).mul(1.01);
  }
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    super.accGradParameters(input, gradOutput, scale);
    this.gradBias?.add(scale * 0.25);
  }
}

Deno.test("Jacobian and gradientCheck() find what is wrong", () => {
  const wrong = new Wrong(3, 2, true, double), x = numbers([4, 3]), options = { generator: seeded() };
  assert(Jacobian.testJacobian(wrong, x, options) > 1e-3);
  assert(Jacobian.testJacobianParameters(wrong, x, wrong.weight, wrong.gradWeight, options) < 1e-8);
  assert(Jacobian.testJacobianParameters(wrong, x, wrong.bias!, wrong.gradBias!, options) > 0.1);
  const { input, parameters: [weight, bias] } = gradientCheck(wrong, x);
  assert(input > 1e-3 && weight! < 1e-7 && bias! > 1e-3, `${input} ${weight} ${bias}`);
});

Deno.test("gradientCheck() leaves module and input alone, whatever their dtype", () => {
  const net = new Sequential().add(new Linear(3, 4)).add(new Tanh()).add(new Linear(4, 2)),
    x = numbers([5, 3], "float32");
  const parameters = net.parameters()[0].map((p) => p.clone()), before = x.clone();
  net.parameters()[1].forEach((g) => g.fill(3));
  const found = gradientCheck(net, x);
  assert(Math.max(found.input, ...found.parameters) < 1e-7 && found.parameters.length === 4);
  assert(x.equal(before) && net.type() === "float32");
  net.parameters()[0].forEach((p, k) => assert(p.equal(parameters[k]!)));
  net.parameters()[1].forEach((g) => assertEquals(g.mean(), 3));
});

Deno.test("gradientCheck() takes lists of tensors, and integers among them", () => {
  const attention = new MultiHeadAttention<readonly Tensor[]>(4, 2);
  attention.inBias!.uniform(-1, 1);
  const found = gradientCheck(attention, [numbers([3, 4]), numbers([5, 4]), numbers([5, 4], "float32", 9)]);
  assert(Math.max(found.input, ...found.parameters) < 1e-6, JSON.stringify(found));

  /** Multiplies the rows of a tensor by factors that are chosen. */
  class Choose extends Module<readonly Tensor[], Tensor> {
    override weight: Tensor = numbers([3]);
    override gradWeight: Tensor = zeros([3], double);
    factors(index: Tensor): Tensor {
      return this.weight.indexSelect(0, index).view(-1, 1);
    }
    override updateOutput([x, index]: readonly Tensor[]): Tensor {
      return this.output = x!.clone().cmul(this.factors(index!).expand(x!.size()));
    }
    override updateGradInput([x, index]: readonly Tensor[], g: Tensor): readonly Tensor[] {
      return this.gradInput = [g.clone().cmul(this.factors(index!).expand(x!.size())), index!.clone().zero()];
    }
    override accGradParameters([x, index]: readonly Tensor[], g: Tensor, scale = 1): void {
      this.gradWeight.indexAdd(0, index!, g.clone().cmul(x!).sum(1).view(-1).mul(scale));
    }
  }
  const index = tensor([2, 0, 2, 1], { dtype: "int64" });
  const { input, parameters } = gradientCheck(new Choose(), [numbers([4, 2]), index]);
  assert(Math.max(input, ...parameters) < 1e-7);
  assert(Jacobian.testJacobian(new Choose(double), [numbers([4, 2]), index]) < 1e-8);
});

Deno.test("gradientCheck() gives 0 where there is no gradient, and NaN where numbers are missing", () => {
  const linear = new Linear(3, 2);
  linear.gradInput = null;
  assertEquals(gradientCheck(linear, numbers([4, 3])).input, 0);
  assertEquals(gradientCheck(new Linear(1, 1), tensor([NaN])).parameters[0], NaN);
  assertThrows(
    () => gradientCheck(linear, zeros([3]), { step: 0 }),
    RangeError,
    "Cannot run gradientCheck: step must be",
  );
  assertThrows(() => gradientCheck(linear, zeros([3]), { seed: -1 }), RangeError, "seed must be at least 0 but is -1");
});

/** Sparse vectors [n, 2] of positions and values times a matrix: what SparseLinear does for one sample. */
class Sparse extends Module {
  override weight: Tensor = numbers([2, 6]);
  override gradWeight: Tensor = zeros([2, 6], double);
  override updateOutput(input: Tensor): Tensor {
    this.output.resize(2).zero();
    for (let i = 0; i < input.size(0); i++) this.output.add(input.get(i, 1), this.weight.select(1, input.get(i, 0)));
    return this.output;
  }
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    const gradInput = input.clone();
    for (let i = 0; i < input.size(0); i++) {
      gradInput.set(i, 1, this.weight.select(1, input.get(i, 0)).contiguous().dot(gradOutput));
    }
    return this.gradInput = gradInput;
  }
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    for (let i = 0; i < input.size(0); i++) {
      this.gradWeight.select(1, input.get(i, 0)).add(scale * input.get(i, 1), gradOutput);
    }
  }
}

Deno.test("SparseJacobian moves the values and leaves the positions", () => {
  const sparse = new Sparse(double), x = tensor([[4, 0.5], [1, -2], [5, 1]], double), options = { generator: seeded() };
  assertClose(SparseJacobian.backward(sparse, x), sparse.weight.indexSelect(1, [4, 1, 5]).t());
  assert(SparseJacobian.testJacobian(sparse, x, options) < 1e-8);
  assertEquals(x.select(1, 0).toArray(), [4, 1, 5]);
  assert(SparseJacobian.testJacobianParameters(sparse, x, sparse.weight, sparse.gradWeight, options) < 1e-8);
  assert(SparseJacobian.testJacobianUpdateParameters(sparse, x, sparse.weight, options) < 1e-8);
  assertEquals(SparseJacobian.testIO(sparse, x, options), [0, 0]);
  for (const error of Object.values(SparseJacobian.testAllUpdate(sparse, x, "weight", "gradWeight"))) {
    assert(error < 1e-12);
  }
});

Deno.test("Jacobian says what does not fit", () => {
  const linear = new Linear(3, 2, true, double), x = numbers([3]);
  assertThrows(
    () => Jacobian.testAllUpdate(linear, x, "weights", "gradWeight"),
    TypeError,
    'Cannot run testAllUpdate: Linear has no tensor named "weights"',
  );
  assertThrows(
    () => Jacobian.testJacobian(linear, zeros([3]).int()),
    TypeError,
    "Cannot run Jacobian: input must hold floating-point numbers but holds none",
  );
  const generator = new Generator(3);
  assertThrows(
    () => Jacobian.testJacobian(linear, x, { min: NaN, generator }),
    RangeError,
    "min must be finite but is NaN",
  );
});
