import { assert, assertEquals, assertThrows } from "@std/assert";
import { setDefaultDtype, Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { BatchNormalization } from "./normalization/batch_normalization.ts";
import { Linear } from "./linear/linear.ts";
import { type AnyModule, Module } from "./module.ts";
import { Sequential } from "./containers/sequential.ts";
import { SpatialMaxPooling } from "./pooling/spatial_max_pooling.ts";
import { Tanh } from "./transfer/tanh.ts";
import { numbers } from "./testing.ts";
import { View } from "./shape/view.ts";

/** A layer as users write them, with a parameter of another name. */
class Scale extends Module {
  factor: Tensor = tensor([2]);
  gradFactor: Tensor = zeros([1]);

  override updateOutput(input: Tensor): Tensor {
    return this.output.resizeAs(input).copy(input).mul(this.factor.item());
  }

  override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    return this.gradInput.resizeAs(gradOutput).copy(gradOutput).mul(this.factor.item());
  }

  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.gradFactor.add(scale * input.dot(gradOutput));
  }

  override parameters(): [Tensor[], Tensor[]] {
    return [[this.factor], [this.gradFactor]];
  }
}

function net(): Sequential {
  return new Sequential().add(new Linear(2, 3)).add(new Tanh()).add(
    new Sequential().add(new Linear(3, 3)).add(new Scale()),
  );
}

Deno.test("a layer of one's own is cloned, converted, flattened and updated like the others", () => {
  const model = net(), copy = model.clone().double(), [parameters] = copy.getParameters();
  assertEquals(parameters.size(), [9 + 12 + 1]);
  assertEquals(parameters.get(21), 2);
  parameters.set(21, 5);
  const x = numbers([4, 2]), g = numbers([4, 3]);
  const scaled = copy.forward(x).clone();
  parameters.set(21, 1);
  assertClose(scaled, copy.forward(x).clone().mul(5));
  copy.zeroGradParameters();
  copy.backward(x, g);
  const inner = copy.get<Sequential>(2), scale = inner.get<Scale>(1);
  assertClose(
    scale.gradFactor.item(),
    inner.get(0).output instanceof Tensor ? inner.get<Linear>(0).output.dot(g) : NaN,
  );
  copy.updateParameters(0.5);
  assertClose(scale.factor.item(), 1 - 0.5 * scale.gradFactor.item());
  assertEquals(model.get<Sequential>(2).get<Scale>(1).factor.item(), 2);
  assertEquals(String(scale), "nn.Scale");
});

Deno.test("Module.training() and evaluate() reach all modules", () => {
  const model = net();
  assert(model.listModules().every((m) => m.train));
  model.evaluate();
  assert(model.listModules().every((m) => !m.train));
  model.training();
  assert(model.listModules().every((m) => m.train));
});

Deno.test("Module.listModules() and apply() visit a module before those inside", () => {
  const model = net(), inner = model.get<Sequential>(2), seen: AnyModule[] = [];
  model.apply((m) => seen.push(m));
  assertEquals(seen.length, 6);
  assert(seen.every((m, i) => m === model.listModules()[i]));
  assert(seen[0] === model && seen[3] === inner && seen[5] === inner.get(1));
});

Deno.test("Module.findModules() finds exactly a class, with the containers", () => {
  const model = net(), inner = model.get<Sequential>(2);
  const [found, containers] = model.findModules(Linear);
  assert(found.length === 2 && found[0] === model.get(0) && found[1] === inner.get(0));
  assert(containers[0] === model && containers[1] === inner);
  const [sequentials, around] = model.findModules(Sequential);
  assert(sequentials[0] === model && around[0] === model && sequentials[1] === inner && around[1] === model);
  assertEquals(model.findModules(BatchNormalization), [[], []]);
});

Deno.test("Module.replace() puts other modules in the place of modules", () => {
  const model = net(), replaced = model.replace((m) => m instanceof Tanh ? new View(3) : m);
  assert(replaced === model && model.get(1) instanceof View);
  const root = new Tanh().replace(() => new View(2));
  assert(root instanceof View);
});

Deno.test("Module.type() converts in place, keeps what is shared and leaves integers alone", () => {
  const a = new Linear(2, 2), b = new Linear(2, 2).share(a, "weight"), pool = new SpatialMaxPooling(2, 2);
  const model = new Sequential().add(a).add(b), { weight } = a;
  pool.forward(zeros([1, 2, 2]));
  assertEquals(model.type(), "float32");
  assert(model.type("float64") === model);
  assert(a.weight === weight && weight.dtype === "float64" && a.weight.storage() === b.weight.storage());
  assertEquals([model.type(), a.type(), model.output.dtype, a.gradInput!.dtype], [
    "float64",
    "float64",
    "float64",
    "float64",
  ]);
  assertEquals([pool.double().indices.dtype, pool.output.dtype], ["int32", "float64"]);
  assertEquals(model.float().forward(zeros([2])).dtype, "float32");
  assertThrows(
    () => model.type("int32"),
    TypeError,
    'Cannot run Sequential.type: dtype must be one of float32, float64 but is "int32"',
  );
});

Deno.test("modules are made in the default dtype", () => {
  setDefaultDtype("float64");
  const linear = new Linear(2, 2), tanh = new Tanh({ dtype: "float32" });
  setDefaultDtype("float32");
  assertEquals([linear.weight.dtype, linear.output.dtype, tanh.type()], ["float64", "float64", "float32"]);
});

Deno.test("Module.clone() shares nothing, except what is named", () => {
  const model = net(), x = numbers([3, 2], "float32"), output = model.forward(x).clone();
  const copy = model.clone(), twin = model.clone("weight");
  model.get<Linear>(0).weight.zero();
  assertEquals(copy.forward(x).toArray(), output.toArray());
  assertEquals(twin.get<Linear>(0).weight.norm(), 0);
  assert(twin.get<Linear>(0).bias!.storage() !== model.get<Linear>(0).bias!.storage());
  assert(twin.get(0).shared && model.get(0).shared && !copy.get(0).shared);
});

Deno.test("Module.clone() keeps what is shared inside, and modules that occur twice", () => {
  const linear = new Linear(2, 2),
    model = new Sequential().add(linear).add(linear).add(new Linear(2, 2).share(linear, "weight"));
  const copy = model.clone();
  assert(copy.get(0) === copy.get(1) && copy.get(0) !== linear);
  assert(copy.get<Linear>(2).weight.storage() === copy.get<Linear>(0).weight.storage());
  assert(copy.get<Linear>(0).weight.storage() !== linear.weight.storage());
});

Deno.test("Module.clone() copies of a view no more than it shows", () => {
  const images = zeros([1000, 4]), view = new View(4);
  view.forward(images.narrow(0, 0, 2));
  assertEquals(view.clone().output.storage().length, 8);
});

Deno.test("Module.share() wants the same structure and names that exist", () => {
  const model = net();
  assertThrows(
    () => model.share(net(), "wieght"),
    TypeError,
    'Cannot run Sequential.share: no module has a tensor named "wieght"',
  );
  assertThrows(
    () => model.share(new Sequential(), "weight"),
    TypeError,
    "Cannot run Sequential.share: the other module must contain 3 modules but contains 0",
  );
});

Deno.test("Module.accUpdateGradParameters() of shared layers updates what both use", () => {
  const a = new BatchNormalization(2), b = new BatchNormalization(2).share(a, "weight", "bias");
  const x = numbers([5, 2], "float32"), g = numbers([5, 2], "float32", 5), plain = a.clone();
  plain.shared = false;
  b.forward(x);
  plain.forward(x);
  b.backwardUpdate(x, g, 0.1);
  plain.backwardUpdate(x, g, 0.1);
  assertClose(a.weight!, plain.weight!);
  assert(b.gradWeight!.norm() > 0, "the gradients are used");
  assertEquals(plain.gradWeight!.norm(), 0);
});

Deno.test("Module.clearState() drops results without touching those that others hold", () => {
  const model = net(), x = numbers([3, 2], "float32"), output = model.forward(x), values = output.toArray();
  model.backward(x, numbers([3, 3], "float32"));
  assert(model.clearState() === model);
  for (const module of model.listModules()) {
    assertEquals([(module.output as Tensor).nElement(), (module.gradInput as Tensor).nElement()], [0, 0]);
  }
  assertEquals(output.toArray(), values);
  assertEquals(model.forward(x).toArray(), values);
});

Deno.test("Module.clearState() leaves gradInput = null as it is", () => {
  const linear = new Linear(2, 2);
  linear.gradInput = null;
  assertEquals(linear.clearState().gradInput, null);
  assertEquals(linear.double().gradInput, null);
  assertEquals(linear.clone().gradInput, null);
});

Deno.test("countBuffers() notices what allocates", () => {
  assert(countBuffers(() => zeros([1000])) === 1);
  assert(
    countBuffers(() => {
      for (let i = 0; i < 300; i++) zeros([1]);
    }) >= 2,
  );
});

Deno.test("Module.sharedAccUpdateGradParameters() zeroes and uses the gradients, defaultAccUpdateGradParameters() leaves them", () => {
  const make = (): BatchNormalization => {
    const layer = new BatchNormalization(3);
    layer.gradWeight!.fill(9);
    layer.gradBias!.fill(9);
    layer.weight!.fill(1);
    return layer;
  };
  const x = numbers([5, 3], "float32"), g = numbers([5, 3], "float32", 5), shared = make(), plain = make();
  for (const layer of [shared, plain]) layer.forward(x);
  shared.sharedAccUpdateGradParameters(x, g, 0.1);
  plain.defaultAccUpdateGradParameters(x, g, 0.1);
  assertClose(shared.weight!, plain.weight!);
  assertClose(shared.bias!, g.sum(0).view(3).mul(-0.1));
  assertClose(shared.gradBias!, g.sum(0).view(3));
  assertEquals(plain.gradWeight!.toArray(), [9, 9, 9]);
});
