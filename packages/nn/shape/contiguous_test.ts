import { assert, assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { Contiguous } from "./contiguous.ts";

testLayer("Contiguous", { make: () => new Contiguous(), size: [4, 3, 2], anyDtype: true });

Deno.test("Contiguous shows what is contiguous and copies what is not", () => {
  const layer = new Contiguous(), x = numbers([3, 2], "float32"), y = layer.forward(x);
  x.set(0, 0, 50);
  assertEquals(y.get(0, 0), 50);
  const z = layer.forward(numbers([2, 3], "float32").t());
  assert(z === y && z.isContiguous() && z.equal(numbers([2, 3], "float32").t()));
  assertEquals(x.get(0, 0), 50);
});

Deno.test("Contiguous copies what is not contiguous in its dtype, whatever came before", () => {
  const layer = new Contiguous(), x = tensor([[1, 2], [3, 4]]), i = tensor([[1, 2], [3, 4]], { dtype: "int64" });
  assertEquals(layer.forward(x.t()).dtype, "float32");
  assertEquals(layer.forward(i.t()).dtype, "int64");
  assertEquals(layer.output.toArray(), [[1, 3], [2, 4]]);
});
