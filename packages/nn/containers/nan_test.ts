import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import * as nn from "../mod.ts";
import { seeded, testLayer } from "../testing.ts";

const linear = () => new nn.Linear(4, 2, true, { generator: seeded() });
const nan = 0 / 0;

testLayer("NaN", { make: () => new nn.NaN(linear(), 1), size: [5, 4] });
testLayer("NaN of a list", { make: () => new nn.NaN(new nn.CAddTable(), "sum"), size: [[5, 4], [5, 4]] });

/** Divides by its input. */
const inverse = () => new nn.Sequential<readonly nn.Activity[]>().add(new nn.CDivTable());

Deno.test("NaN names where it was found", () => {
  const x = zeros([3, 4]), g = zeros([3, 2]), layer = new nn.NaN(linear(), 7), text = "nn.NaN(7) @ nn.Linear(4 -> 2)";
  assertThrows(
    () => layer.forward(zeros([3, 4]).fill(nan)),
    RangeError,
    `Cannot run NaN.forward: NaN found in the input of ${text}`,
  );
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([3, 2]).fill(nan)),
    RangeError,
    `Cannot run NaN.backward: NaN found in the gradOutput of ${text}`,
  );
  layer.zeroGradParameters();
  layer.get<nn.Linear>(0).weight.fill(nan);
  assertThrows(() => layer.forward(x), RangeError, "NaN found in the parameters of");
  assertThrows(() => layer.updateGradInput(x, g), RangeError, "NaN found in the gradInput of");
  layer.get<nn.Linear>(0).weight.fill(0);
  layer.get<nn.Linear>(0).gradWeight.fill(nan);
  assertThrows(() => layer.accGradParameters(x, g), RangeError, "NaN found in the gradParameters of");
  const quotient = new nn.NaN(inverse());
  assertThrows(() => quotient.forward([tensor([0]), tensor([0])]), RangeError, "NaN found in the output of");
});

Deno.test("NaN tells infinities of both signs apart", () => {
  const layer = new nn.NaN(new nn.Identity<Tensor>(), 1), x = tensor([Infinity, -Infinity]);
  assertEquals(layer.forward(x).toArray(), [Infinity, -Infinity]);
  assertThrows(
    () => layer.forward(tensor([Infinity, nan])),
    RangeError,
    "NaN found in the input of nn.NaN(1) @ nn.Identity",
  );
});

Deno.test("NaN counts its modules, and its class has its name", () => {
  const [a, b] = [new nn.NaN(linear()), new nn.NaN(linear())];
  assertEquals(Number(b.id) - Number(a.id), 1);
  assertEquals(a.constructor.name, "NaN");
  const net = new nn.Sequential().add(linear()).add(new nn.Tanh());
  net.replace((module) => module instanceof nn.Tanh ? new nn.NaN(module, "end") : module);
  assertEquals(String(net.get(1)), "nn.NaN(end) @ nn.Tanh");
  assertThrows(
    () => net.get(1).forward(zeros([2]).int()),
    TypeError,
    "in NaN[0] > Tanh: Cannot run Tanh.forward: input must be float32 like the module but is int32",
  );
});
