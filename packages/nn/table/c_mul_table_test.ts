import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, testLayer } from "../testing.ts";
import { CMulTable } from "./c_mul_table.ts";

testLayer("CMulTable", { make: () => new CMulTable(), size: [[4, 3], [4, 3]], large: [[300, 200], [300, 200]] });
testLayer("CMulTable of four tensors", { make: () => new CMulTable(), size: [[4, 3], [4, 3], [4, 3], [4, 3]] });
testLayer("CMulTable of one tensor", { make: () => new CMulTable(), size: [[4, 3]] });

Deno.test("CMulTable gives the product of the other tensors as gradient, at zeros too", () => {
  const layer = new CMulTable(), input = [tensor([0, 2]), tensor([3, 0]), tensor([5, 0])];
  assertEquals(layer.forward(input).toArray(), [0, 0]);
  const gradInput = layer.backward(input, tensor([1, 10]));
  assertEquals(gradInput.map((g) => g.toArray()), [[15, 0], [0, 0], [0, 0]]);
});

Deno.test("CMulTable multiplies any number of tensors", () => {
  for (let n = 1; n < 7; n++) {
    const input = Array.from({ length: n }, (_, i) => numbers([3, 4], "float64", i)),
      g = numbers([3, 4], "float64", 50);
    const layer = new CMulTable().double();
    assertClose(layer.forward(input), input.slice(1).reduce((y, x) => y.cmul(x), input[0]!.clone()));
    layer.backward(input, g).forEach((gradient, i) => {
      assertClose(gradient, input.reduce((y, x, k) => k === i ? y : y.cmul(x), g.clone()));
    });
  }
});
