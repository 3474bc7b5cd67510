import { assertEquals, assertThrows } from "@std/assert";
import { type Dtype, NativeError, tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { Index } from "./index.ts";

const positions = tensor([2, 0, -1, 0], { dtype: "int64" });

testLayer("Index", {
  make: () => new Index(-2),
  input: (dtype: Dtype) => [numbers([2, 3, 4], dtype), positions],
  samples: false,
  anyDtype: true,
});

Deno.test("Index adds up the gradients of an entry that is taken twice", () => {
  const layer = new Index(0), x = tensor([10, 20, 30]);
  assertEquals(layer.forward([x, positions]).toArray(), [30, 10, 30, 10]);
  const [g, none] = layer.backward([x, positions], tensor([1, 2, 3, 4]));
  assertEquals([g!.toArray(), none!.toArray(), none!.dtype], [[6, 0, 4], [0, 0, 0, 0], "int64"]);
});

Deno.test("Index refuses what does not fit, and works after it", () => {
  const layer = new Index(0), x = zeros([3, 2]);
  assertThrows(
    () => layer.forward([x, zeros([2])]),
    TypeError,
    "Cannot run Index.forward: input[1] must be int64 [positions] but is float32 [2]",
  );
  assertThrows(() => layer.forward([x, positions.view(2, 2)]), TypeError, "but is int64 [2, 2]");
  assertThrows(
    () => layer.forward([x]),
    TypeError,
    "Cannot run Index.forward: input must be a list of 2 but is a list of 1",
  );
  assertThrows(() => layer.forward([x, tensor([3], { dtype: "int64" })]), NativeError);
  assertThrows(() => new Index(2).forward([x, positions]), RangeError, "dimension must be from -2 to 1 but is 2");
  assertEquals(layer.forward([x, positions]).size(), [4, 2]);
  assertThrows(
    () => layer.backward([x, positions], zeros([3, 2])),
    TypeError,
    "gradOutput must be [4, 2] but is [3, 2]",
  );
});
