import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Sigmoid } from "./sigmoid.ts";
import { testLayer } from "../testing.ts";

testLayer("Sigmoid", { make: () => new Sigmoid(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("Sigmoid of rows", { make: () => new Sigmoid(), size: [6, 5], large: [600, 101] });

Deno.test("Sigmoid reaches its limits", () => {
  assertEquals(new Sigmoid().forward(tensor([-Infinity, -1000, 0, 1000, NaN])).toArray(), [0, 0, 0.5, 1, NaN]);
  assertEquals(String(new Sigmoid()), "nn.Sigmoid");
});
