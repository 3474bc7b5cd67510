import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Log } from "./log.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("Log", { make: () => new Log(), input: (dtype) => numbers([4, 5], dtype).abs().add(0.1) });

Deno.test("Log has its pole at 0", () => {
  const layer = new Log(), x = tensor([0, 1, -1]);
  assertEquals(layer.forward(x).toArray(), [-Infinity, 0, NaN]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [Infinity, 1, -1]);
  assertEquals(String(layer), "nn.Log");
});
