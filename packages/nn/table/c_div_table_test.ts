import { assertEquals } from "@std/assert";
import { type Dtype, tensor } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { CDivTable } from "./c_div_table.ts";

testLayer("CDivTable", {
  make: () => new CDivTable(),
  input: (dtype: Dtype) => [numbers([4, 3], dtype), numbers([4, 3], dtype, 8).abs().add(0.5)],
});

Deno.test("CDivTable divides by zero as division does", () => {
  const layer = new CDivTable(), input = [tensor([1, 0]), tensor([0, 0])];
  assertEquals(layer.forward(input).toArray(), [Infinity, NaN]);
});
