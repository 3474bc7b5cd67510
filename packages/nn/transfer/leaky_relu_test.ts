import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { LeakyReLU } from "./leaky_relu.ts";
import { testLayer } from "../testing.ts";

testLayer("LeakyReLU", { make: () => new LeakyReLU(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("LeakyReLU that falls to the left", { make: () => new LeakyReLU(-0.3), size: [6, 5], large: [600, 101] });

Deno.test("LeakyReLU takes a truth value for in place with a slope of 0.01", () => {
  const layer = new LeakyReLU(true), x = tensor([-100, 2]);
  assertEquals(layer.forward(x) === x, true);
  assertClose(x, [-1, 2]);
  assertEquals([layer.negval, layer.inplace], [0.01, true]);
  assertEquals([new LeakyReLU(false).negval, new LeakyReLU(false).inplace], [0.01, false]);
});

Deno.test("LeakyReLU with a negative slope never works in place", () => {
  const layer = new LeakyReLU(-2, true), x = tensor([-1, 2]);
  assertEquals(layer.forward(x).toArray(), [2, 2]);
  assertEquals(layer.backward(x, tensor([1, 1])).toArray(), [-2, 1]);
  assertEquals(x.toArray(), [-1, 2]);
});

Deno.test("LeakyReLU.toString() is Torch7's text", () => {
  assertEquals(String(new LeakyReLU()), "nn.LeakyReLU(0.01)");
  assertEquals(String(new LeakyReLU(1 / 3)), "nn.LeakyReLU(0.333333)");
  assertThrows(() => new LeakyReLU(NaN), RangeError, "Cannot run LeakyReLU: negval must be finite but is NaN");
});
