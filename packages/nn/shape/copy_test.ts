import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Copy } from "./copy.ts";
import { Sequential } from "../containers/sequential.ts";

testLayer("Copy", { make: () => new Copy("float32", "float32", true), size: [4, 3], anyDtype: true });

Deno.test("Copy converts the input and the gradient", () => {
  const layer = new Copy("uint8", "float64"), x = tensor([[1, 2], [3, 4]], { dtype: "uint8" }), y = layer.forward(x);
  assertEquals([y.dtype, y.toArray()], ["float64", [[1, 2], [3, 4]]]);
  const g = layer.backward(x, tensor([[5, 6], [7, 8]], { dtype: "float64" }));
  assertEquals([g.dtype, g.toArray()], ["uint8", [[5, 6], [7, 8]]]);
  assert(layer.forward(x) === y && layer.backward(x, y) === g);
});

Deno.test("Copy passes what needs no conversion, unless it is told to copy", () => {
  const x = zeros([2]), layer = new Copy();
  assert(layer.forward(x) === x && layer.backward(x, x) === x);
  const forced = new Copy("float32", "float32", true);
  assert(forced.forward(x) !== x && forced.backward(x, x) !== x);
});

Deno.test("Copy takes the dtype of its module when that is converted, unless it is told not to", () => {
  const free = new Copy("float64", "float32"), fixed = new Copy("float64", "float32", false, true);
  const net = new Sequential().add(free).add(fixed).double(), x = zeros([2], { dtype: "float64" });
  net.forward(x);
  assertEquals([free.output.dtype, fixed.output.dtype], ["float64", "float32"]);
});

Deno.test("Copy refuses what is no dtype", () => {
  assertThrows(() => new Copy("float" as Dtype), TypeError, "dtype must be one of");
  const layer = new Copy("float32", "float64"), x = zeros([2]);
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2])),
    TypeError,
    "Cannot run Copy.backward: gradOutput must be float64 like the output but is float32",
  );
});
