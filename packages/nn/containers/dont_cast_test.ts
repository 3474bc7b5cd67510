import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { DontCast } from "./dont_cast.ts";
import { Identity } from "../shape/identity.ts";
import { Linear } from "../linear/linear.ts";
import { Sequential } from "./sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { numbers, seeded } from "../testing.ts";

const linear = () => new Linear(4, 2, true, { generator: seeded() });

Deno.test("DontCast keeps the dtype of its module, and converts inputs, outputs and gradients", () => {
  const module = linear(), plain = linear(), net = new Sequential().add(new DontCast(module, true)).add(new Tanh());
  net.double();
  assertEquals([module.weight.dtype, module.type(), net.get(0).type()], ["float32", "float32", "float64"]);
  const x = numbers([3, 4], "float64"), g = numbers([3, 2], "float64", 5), y = net.get(0).forward(x) as Tensor;
  assertEquals(y.dtype, "float64");
  assertClose(y.float(), plain.forward(x.float()));
  module.zeroGradParameters();
  plain.zeroGradParameters();
  const gradInput = net.get(0).backward(x, g) as Tensor;
  assertEquals(gradInput.dtype, "float64");
  assertClose(gradInput.float(), plain.backward(x.float(), g.float()));
  assertClose(module.gradWeight, plain.gradWeight);
});

Deno.test("DontCast converts nothing where dtypes agree, and leaves the tensors of others alone", () => {
  const module = linear(),
    layer = new DontCast(module, true),
    x = numbers([3, 4], "float32"),
    g = numbers([3, 2], "float32");
  assert(layer.forward(x) === module.output && layer.backward(x, g) === module.gradInput);
  const before = x.clone();
  layer.double();
  layer.forward(numbers([3, 4], "float64", 9));
  layer.forward(x);
  assertEquals(x.toArray(), before.toArray());
  assertEquals([layer.output.dtype, layer.backward(x, g).dtype], ["float64", "float32"]);
});

Deno.test("DontCast converts outputs alone, or nothing, if it is told so", () => {
  const x = numbers([3, 4], "float32"), out = new DontCast(linear(), false, true).double();
  assertEquals(out.forward(x).dtype, "float64");
  assertEquals(out.backward(x, numbers([3, 2], "float64")).dtype, "float32");
  const none = new DontCast(linear()).double();
  assertEquals(none.forward(x).dtype, "float32");
  assertThrows(
    () => none.forward(x.double()),
    TypeError,
    "in DontCast[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be float32 like the module but is float64",
  );
});

Deno.test("DontCast leaves integers in lists as they are", () => {
  const layer = new DontCast(new Identity<readonly Tensor[]>(), true).double();
  const x = [tensor([1], { dtype: "float64" }), tensor([2], { dtype: "int64" })],
    dtypes = (y: readonly Tensor[]) => y.map((t) => t.dtype);
  assertEquals(dtypes(layer.forward(x)), ["float64", "int64"]);
  assertEquals(dtypes(layer.get<Identity<readonly Tensor[]>>(0).output), ["float32", "int64"]);
  assertEquals(dtypes(layer.backward(x, x)), ["float64", "int64"]);
});

Deno.test("DontCast keeps its objects, allocates nothing after the second step, and can be copied and cleared", () => {
  const layer = new DontCast(linear(), true).double(), x = numbers([3, 4], "float64"), g = numbers([3, 2], "float64");
  for (let i = 0; i < 2; i++) layer.backward((layer.forward(x), x), g);
  const { output, gradInput } = layer;
  const buffers = countBuffers(() => {
    for (let i = 0; i < 300; i++) assert(layer.forward(x) === output && layer.backward(x, g) === gradInput);
  });
  assertEquals(buffers, 0);
  const copy = layer.clone();
  assert(copy.forward(x).equal(output) && copy.get(0).weight !== layer.get(0).weight);
  assert(layer.clearState().forward(x).equal(copy.output));
  layer.gradInput = null;
  assertEquals(layer.backward(x, g).nElement(), 0);
});

Deno.test("DontCast refuses what is no dtype", () => {
  assertThrows(
    () => new DontCast(linear(), true, true, "int32" as Dtype),
    TypeError,
    'Cannot run DontCast: moduleType must be one of float32, float64 but is "int32"',
  );
  assertThrows(
    () => new DontCast(3 as unknown as Linear),
    TypeError,
    "Cannot run DontCast: the module must be a Module",
  );
  assertEquals(String(new DontCast(linear())), "nn.DontCast @ nn.Linear(4 -> 2)");
});
