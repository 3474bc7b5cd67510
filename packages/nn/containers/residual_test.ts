import { assert, assertEquals, assertThrows } from "@std/assert";
import { add, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "../linear/linear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";
import { Tanh } from "../transfer/tanh.ts";
import { Residual } from "./residual.ts";
import { Sequential } from "./sequential.ts";

const residual = (): Residual => {
  const options = { generator: seeded() };
  return new Residual().add(new Linear(4, 6, true, options)).add(new Tanh()).add(new Linear(6, 4, true, options));
};

testLayer("Residual", { make: residual, size: [5, 4], large: [500, 4] });

Deno.test("Residual adds the input to what its modules return", () => {
  const layer = residual().double(), plain = new Sequential(), x = numbers([3, 4]), g = numbers([3, 4], "float64", 5);
  for (const module of layer.clone().modules) plain.add(module);
  assertClose(layer.forward(x), add(plain.forward(x), x));
  assertClose(layer.backward(x, g), add(plain.backward(x, g), g));
  assertClose(layer.updateGradInput(x, g), add(plain.updateGradInput(x, g), g));
});

Deno.test("Residual without modules doubles", () => {
  const layer = new Residual(), x = zeros([3]).fill(1);
  assertEquals(layer.forward(x).toArray(), [2, 2, 2]);
  assertEquals(layer.backward(x, x).toArray(), [2, 2, 2]);
  assertEquals(x.toArray(), [1, 1, 1]);
});

Deno.test("Residual refuses modules that change the size", () => {
  const layer = new Residual().add(new Linear(4, 3));
  assertThrows(
    () => layer.forward(zeros([2, 4])),
    TypeError,
    "Cannot run Residual.forward: the modules must return the input's size [2, 4] but return [2, 3]",
  );
});

Deno.test("Residual learns inside of other containers when nobody needs the gradient with respect to the input", () => {
  const net = new Sequential().add(residual()).add(new Linear(4, 2)), full = net.clone();
  net.gradInput = null;
  const x = numbers([3, 4], "float32"), g = numbers([3, 2], "float32");
  for (const model of [net, full]) {
    model.zeroGradParameters();
    model.forward(x);
    model.backward(x, g);
  }
  const gradients = full.parameters()[1] as Tensor[];
  net.parameters()[1].forEach((gradient, k) => assert(gradient.equal(gradients[k]!)));
});
