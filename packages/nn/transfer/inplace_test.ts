// What holds for every layer that can overwrite its input and the gradient that it gets.
import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { AddConstant } from "../math/add_constant.ts";
import { MulConstant } from "../math/mul_constant.ts";
import type { Module } from "../module.ts";
import { numbers, scattered } from "../testing.ts";
import { ELU } from "./elu.ts";
import { HardTanh } from "./hard_tanh.ts";
import { LeakyReLU } from "./leaky_relu.ts";
import { ReLU6 } from "./relu6.ts";
import { RReLU } from "./rrelu.ts";
import { Threshold } from "./threshold.ts";

const LAYERS: Record<string, (inplace: boolean) => Module> = {
  ELU: (inplace) => new ELU(0.7, inplace),
  HardTanh: (inplace) => new HardTanh(-0.5, 0.8, inplace),
  LeakyReLU: (inplace) => new LeakyReLU(0.3, inplace),
  "LeakyReLU without slope": (inplace) => new LeakyReLU(0, inplace),
  ReLU6: (inplace) => new ReLU6(inplace),
  "RReLU when evaluating": (inplace) => new RReLU(0.1, 0.3, inplace).evaluate(),
  Threshold: (inplace) => new Threshold(0.2, -0.1, inplace),
  "Threshold at its value": (inplace) => new Threshold(0.2, 0.2, inplace),
  AddConstant: (inplace) => new AddConstant(1.5, inplace),
  "AddConstant of a tensor": (inplace) => new AddConstant(numbers([5], "float32", 8), inplace),
  MulConstant: (inplace) => new MulConstant(-1.5, inplace),
};
const restores = (name: string): boolean => name.includes("Constant");

for (const [name, make] of Object.entries(LAYERS)) {
  Deno.test(`${name} in place overwrites input and gradient with the same numbers`, () => {
    const plain = make(false), x = numbers([4, 5], "float32"), g = numbers([4, 5], "float32", 5);
    const output = plain.forward(x).clone(), gradInput = plain.backward(x, g).clone();
    assertEquals(x.toArray(), numbers([4, 5], "float32").toArray());
    for (const arrange of [(t: Tensor) => t.clone(), scattered]) {
      const layer = make(true), y = arrange(x), h = arrange(g);
      assert(layer.forward(y) === y);
      assertEquals(y.toArray(), output.toArray());
      assert(layer.backward(y, h) === h);
      assertEquals(h.toArray(), gradInput.toArray());
      assertClose(y, restores(name) ? x : output);
    }
  });

  Deno.test(`${name} in place leaves the user's tensors alone when it is cleared or converted`, () => {
    const layer = make(true), x = numbers([4, 5], "float32");
    const y = layer.forward(x).clone();
    layer.clearState();
    layer.double();
    assertEquals([x.dtype, layer.output.dtype, layer.output.size()], ["float32", "float64", []]);
    assertEquals(x.toArray(), y.toArray());
  });
}
