import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, rand, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "./linear/linear.ts";
import { Module } from "./module.ts";
import { Sequential } from "./containers/sequential.ts";
import { Tanh } from "./transfer/tanh.ts";
import { numbers } from "./testing.ts";

function net(): Sequential {
  return new Sequential().add(new Linear(2, 3)).add(new Tanh()).add(new Linear(3, 3)).add(new Linear(3, 1));
}

Deno.test("getParameters() gives flat views of all parameters in order, and of their gradients", () => {
  const model = net(), [weights] = model.parameters(), values = weights.flatMap((w) => w.reshape(-1).toArray());
  const [parameters, gradients] = model.getParameters();
  assertEquals(parameters.toArray(), values);
  assertEquals([parameters.size(), gradients.size()], [[25], [25]]);
  parameters.fill(2);
  assertEquals(model.get<Linear>(2).weight.sum(), 18);
  model.get<Linear>(3).bias!.fill(7);
  assertEquals(parameters.get(24), 7);
  gradients.fill(1);
  assertEquals(model.get<Linear>(0).gradWeight.sum(), 6);
});

Deno.test("getParameters() is what a step changes", () => {
  const flat = net(), plain = flat.clone(), [parameters, gradients] = flat.getParameters();
  const x = numbers([4, 2], "float32"), g = numbers([4, 1], "float32");
  for (const model of [flat, plain]) {
    model.zeroGradParameters();
    model.forward(x);
    model.backward(x, g);
  }
  plain.updateParameters(0.1);
  parameters.add(-0.1, gradients);
  assertClose(flat.forward(x), plain.forward(x));
});

Deno.test("getParameters() keeps what is shared, and counts it once", () => {
  const model = net(), twin = new Linear(3, 3);
  twin.share(model.get(2), "weight", "bias", "gradWeight", "gradBias");
  model.insert(twin, 3);
  const [parameters] = model.getParameters();
  assertEquals(parameters.size(), [25]);
  parameters.fill(3);
  assertEquals([twin.weight.sum(), model.get<Linear>(2).weight.sum()], [27, 27]);
  twin.weight.set(0, 0, 5);
  assertEquals(model.get<Linear>(2).weight.get(0, 0), 5);
});

Deno.test("getParameters() keeps weights that are the transposed ones of another layer", () => {
  const encoder = new Linear(3, 2), decoder = new Linear(2, 3);
  decoder.weight.set(encoder.weight.t());
  decoder.gradWeight.set(encoder.gradWeight.t());
  const [parameters] = new Sequential().add(encoder).add(decoder).getParameters();
  assertEquals(parameters.size(), [6 + 2 + 3]);
  assertEquals(decoder.weight.t().toArray(), encoder.weight.toArray());
  parameters.zero();
  assertEquals([decoder.weight.norm(), encoder.weight.norm()], [0, 0]);
});

Deno.test("getParameters() leaves out memory that no parameter uses", () => {
  const memory = arange(100), linear = new Linear(2, 3);
  linear.weight.set(memory.narrow(0, 10, 6).view(3, 2));
  linear.bias!.set(memory.narrow(0, 50, 3));
  const [parameters] = linear.getParameters();
  assertEquals(parameters.toArray(), [10, 11, 12, 13, 14, 15, 50, 51, 52]);
  assertEquals(linear.weight.toArray(), [[10, 11], [12, 13], [14, 15]]);
  parameters.zero();
  assertEquals(memory.get(10), 10);
});

Deno.test("getParameters() refuses tensors with gaps in their memory that nothing fills", () => {
  const memory = arange(12).view(3, 4), linear = new Linear(2, 3);
  linear.weight.set(memory.narrow(1, 0, 2));
  assertThrows(
    () => linear.getParameters(),
    TypeError,
    "Cannot run Linear.getParameters: the parameters must use their memory without gaps but number 0 of size [3, 2] has " +
      "the strides [4, 1]",
  );
  const other = new Linear(2, 3);
  other.weight.set(memory.narrow(1, 2, 2));
  for (const layer of [linear, other]) layer.gradWeight.set(zeros([3, 4]).narrow(1, 0, 2));
  const gradients = zeros([3, 4]);
  linear.gradWeight.set(gradients.narrow(1, 0, 2));
  other.gradWeight.set(gradients.narrow(1, 2, 2));
  const [parameters] = new Sequential().add(linear).add(other).getParameters();
  assertEquals(parameters.size(), [12 + 3 + 3]);
  assertEquals(linear.weight.toArray(), [[0, 1], [4, 5], [8, 9]]);
});

Deno.test("getParameters() refuses gradients that share memory otherwise than their parameters", () => {
  const model = net();
  model.get<Linear>(2).gradWeight.set(zeros([100]).narrow(0, 0, 9).view(3, 3));
  model.get<Linear>(2).gradBias!.set(model.get<Linear>(2).gradWeight.select(0, 0));
  const before = model.get<Linear>(0).weight.storage();
  assertThrows(
    () => model.getParameters(),
    TypeError,
    "Cannot run Sequential.getParameters: parameters and gradients must share memory alike but parameter 3 of size [3] " +
      "comes at 18, its gradient at 9",
  );
  assert(model.get<Linear>(0).weight.storage() === before);
});

Deno.test("getParameters() refuses parameters of several dtypes", () => {
  assertThrows(
    () => new Sequential().add(new Linear(2, 2)).add(new Linear(2, 2).double()).getParameters(),
    TypeError,
    "Cannot run Sequential.getParameters: the parameters must have one dtype but are float32 and, at 2, float64",
  );
});

Deno.test("getParameters() moves nothing when it is called again, also on a module inside", () => {
  const model = net(), [parameters, gradients] = model.getParameters(), again = model.getParameters();
  assert(again[0] === parameters && again[1] === gradients);
  const [inner, innerGradients] = model.get(2).getParameters();
  assertEquals(inner.storage() === parameters.storage(), true);
  assertEquals([inner.storageOffset(), inner.nElement()], [9, 12]);
  inner.fill(4);
  innerGradients.fill(5);
  assertEquals([parameters.narrow(0, 9, 12).sum(), gradients.sum()], [48, 60]);
  assert(model.getParameters()[0] === parameters);
});

const STALE = "Cannot use a flat tensor of getParameters(): its parameters were moved by";

Deno.test("flat parameters say so when getParameters() of a larger net has moved what they show", () => {
  const part = net(), [parameters, gradients] = part.getParameters();
  const whole = new Sequential().add(part).add(new Linear(1, 2)), [all] = whole.getParameters();
  for (
    const use of [() => parameters.add(1), () => gradients.zero(), () => parameters.sum(), () => parameters.get(0)]
  ) {
    assertThrows(use, Error, `${STALE} getParameters() of another module; call getParameters() again`);
  }
  assertEquals(parameters.size(), [25]);
  assertEquals(part.getParameters()[0].storage() === all.storage(), true);
});

Deno.test("flat parameters say so when type() or share() has moved what they show", () => {
  const model = net(), [parameters] = model.getParameters();
  model.double();
  assertThrows(() => parameters.add(1), Error, `${STALE} type()`);
  const [wide] = model.getParameters();
  wide.add(1);
  model.get(0).share(new Linear(2, 3).double(), "weight");
  assertThrows(() => wide.add(1), Error, `${STALE} share()`);
  assertEquals(rand([2, 2]).add(1).nElement(), 4);
});

Deno.test("a clone has flat parameters of its own, and leaves those of the original alone", () => {
  const model = net(), [parameters] = model.getParameters(), copy = model.clone(), [own] = copy.getParameters();
  assertEquals(own.toArray(), parameters.toArray());
  own.zero();
  assert(parameters.norm() > 0);
  parameters.add(1);
  assertEquals(copy.get<Linear>(0).weight.norm(), 0);
});

Deno.test("getParameters() of a module without parameters is empty", () => {
  assertEquals(new Tanh().getParameters().map((x) => x.size()), [[], []]);
});

Deno.test("Module.flatten() moves any tensors together", () => {
  const a = tensor([1, 2]), b = tensor([[3], [4]]), flat = Module.flatten([a, b, a]);
  assertEquals(flat.toArray(), [1, 2, 3, 4]);
  flat.add(1);
  assertEquals([a.toArray(), b.toArray()], [[2, 3], [[4], [5]]]);
  assertEquals(Module.flatten([]).size(), []);
});
