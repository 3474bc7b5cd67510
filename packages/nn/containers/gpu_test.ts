import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { cpu, type Device, Generator, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose, countBuffers, elsewhere } from "@taimatsu/tensor/testing";
import { GPU } from "./gpu.ts";
import { Identity } from "../shape/identity.ts";
import { Linear } from "../linear/linear.ts";
import { Sequential } from "./sequential.ts";
import { Tanh } from "../transfer/tanh.ts";

const linear = (): Linear => new Linear(4, 2, true, { generator: new Generator(7), device: cpu });
const x = tensor([[1, 2, -3, 4], [0, 1, 5, -2], [7, 0.5, 0, 1]], { dtype: "float32", device: cpu });
const g = tensor([[1, 2], [-3, 0], [0.5, 1]], { dtype: "float32", device: cpu });

Deno.test("GPU computes on its device, and hands over outputs and gradients where they are wanted", () => {
  const plain = linear(), y = plain.forward(x).clone();
  plain.zeroGradParameters();
  const gradInput = plain.backward(x, g);
  const places: [Device, Device | undefined, Device, Device][] = [
    [cpu, undefined, elsewhere, elsewhere],
    [cpu, cpu, cpu, cpu],
    [elsewhere, cpu, cpu, elsewhere],
    [elsewhere, elsewhere, elsewhere, cpu],
  ];
  for (const [inDevice, outDevice, there, gradDevice] of places) {
    const module = linear(), layer = new GPU(module, elsewhere, outDevice), input = x.to(inDevice);
    assertStrictEquals(module.weight.device, elsewhere);
    const output = layer.forward(input);
    assertStrictEquals(output.device, there);
    assertClose(output.cpu(), y);
    module.zeroGradParameters();
    const gradient = layer.backward(input, g.to(gradDevice));
    assertStrictEquals(gradient.device, inDevice);
    assertClose(gradient.cpu(), gradInput);
    assertClose(module.gradWeight.cpu(), plain.gradWeight);
  }
});

Deno.test("GPU goes to the CPU with its net and back to its own device, whatever the net's", () => {
  const module = linear(), layer = new GPU(module, elsewhere, cpu), net = new Sequential({ device: cpu }).add(layer);
  const y = net.forward(x).clone();
  net.cpu();
  assertStrictEquals(module.weight.device, cpu);
  assertStrictEquals(layer.forward(x), module.output);
  assertClose(module.output, y);
  net.to(elsewhere);
  assertStrictEquals(module.weight.device, elsewhere);
  assertStrictEquals((net.forward(x) as Tensor).device, cpu);
  net.double();
  assertEquals([module.weight.dtype, module.weight.device.name], ["float64", elsewhere.name]);
  assertClose((net.forward(x.double()) as Tensor).float(), y);
});

Deno.test("modules that share parameters still do after their net moved", () => {
  const first = linear(), second = linear();
  const net = new Sequential({ device: cpu }).add(new GPU(first, elsewhere)).add(new GPU(second, elsewhere));
  second.share(first, "weight", "gradWeight");
  net.cpu().to(elsewhere);
  assert(first.weight.isSetTo(second.weight));
  assertStrictEquals(first.weight.device, elsewhere);
});

Deno.test("a net over two devices trains, but has no flat parameters", () => {
  const net = new Sequential({ device: cpu }).add(new GPU(linear(), elsewhere, cpu)).add(new Tanh({ device: cpu }))
    .add(new Linear(2, 1, true, { device: cpu }));
  net.zeroGradParameters();
  net.forward(x);
  assertStrictEquals((net.backward(x, g.narrow(1, 0, 1)) as Tensor).device, cpu);
  net.updateParameters(0.1);
  assertThrows(
    () => net.getParameters(),
    TypeError,
    "the parameters must be on one device but are on elsewhere:0 and, at 2, on cpu",
  );
});

Deno.test("GPU takes lists, leaves other dtypes alone, keeps its objects, and can be copied and cleared", () => {
  const lists = new GPU(new Identity<readonly Tensor[]>({ device: cpu }), elsewhere, cpu);
  const [a, b] = lists.forward([x, tensor([1, 2], { dtype: "int64", device: elsewhere })]);
  assertEquals([a!.device.name, b!.device.name, b!.dtype, b!.toArray()], ["cpu", "cpu", "int64", [1, 2]]);

  const layer = new GPU(linear(), elsewhere, cpu);
  for (let i = 0; i < 2; i++) layer.backward((layer.forward(x), x), g);
  const { output, gradInput } = layer;
  const buffers = countBuffers(() => {
    for (let i = 0; i < 300; i++) assert(layer.forward(x) === output && layer.backward(x, g) === gradInput);
  });
  assertEquals(buffers, 0);
  const copy = layer.clone();
  assert(copy.forward(x).equal(output));
  assertStrictEquals(copy.get<Linear>(0).weight.device, elsewhere);
  assert(layer.clearState().forward(x).equal(copy.output));
  layer.gradInput = null;
  assertEquals(layer.backward(x, g).nElement(), 0);
});

Deno.test("GPU refuses what is no GPU", () => {
  assertThrows(
    () => new GPU(linear(), 0 as unknown as Device),
    TypeError,
    "Cannot run GPU: device must be a device, as cpu or cuda(0), but is 0",
  );
  assertThrows(() => new GPU(linear(), cpu), TypeError, "Cannot run GPU: device must be a GPU but is cpu");
  assertThrows(() => new GPU({} as Linear, elsewhere), TypeError, "Cannot run GPU: the module must be a Module");
  assertEquals(String(new GPU(linear(), elsewhere)), "nn.GPU(elsewhere:0) @ nn.Linear(4 -> 2)");
});
