import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SoftSign } from "./soft_sign.ts";
import { testLayer } from "../testing.ts";

testLayer("SoftSign", { make: () => new SoftSign(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("SoftSign reaches its limits slowly", () => {
  const layer = new SoftSign(), x = tensor([-1e4, -1, 0, 3, 1e4]);
  assertClose(layer.forward(x), [-1e4 / 10001, -0.5, 0, 0.75, 1e4 / 10001]);
  assertClose(layer.backward(x, tensor([1, 1, 1, 1, 1])), [1 / 10001 ** 2, 0.25, 1, 1 / 16, 1 / 10001 ** 2]);
  assertEquals(String(layer), "nn.SoftSign");
});
