import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, maskedSelect, NativeError, tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { MaskedSelect } from "./masked_select.ts";

const mask = tensor([[1, 0, 1], [0, 1, 1]], { dtype: "uint8" });

testLayer("MaskedSelect", {
  make: () => new MaskedSelect(),
  input: (dtype: Dtype) => [numbers([2, 3], dtype), mask],
  samples: false,
  anyDtype: true,
});

Deno.test("MaskedSelect follows masks that take more or fewer elements", () => {
  const layer = new MaskedSelect(), x = numbers([40, 5], "float32");
  for (const limit of [0, -1, 1, 5, -5]) {
    const mask = x.gt(limit);
    assert(layer.forward([x, mask]).equal(maskedSelect(x, mask)));
    const [g] = layer.backward([x, mask], layer.output.clone().fill(2));
    assertEquals(g!.sum(), 2 * layer.output.nElement());
  }
});

Deno.test("MaskedSelect takes masks of bool, and x of any dtype", () => {
  const x = tensor([1, 2, 3], { dtype: "int32" }), bits = tensor([true, false, true], { dtype: "bool" });
  assertEquals(new MaskedSelect().forward([x, bits]).toArray(), [1, 3]);
});

Deno.test("MaskedSelect refuses what does not fit, and works after it", () => {
  const layer = new MaskedSelect(), x = numbers([2, 3], "float32");
  assertThrows(
    () => layer.forward([x, zeros([2, 3])]),
    TypeError,
    "Cannot run MaskedSelect.forward: input[1] must be uint8 or bool [2, 3] like input[0] but is float32 [2, 3]",
  );
  assertThrows(() => layer.forward([x, mask.t()]), TypeError, "but is uint8 [3, 2]");
  assertThrows(() => layer.forward([x, tensor([[1, 0, 2], [0, 0, 0]], { dtype: "uint8" })]), NativeError);
  assertEquals(layer.forward([x, mask]).size(), [4]);
  assertThrows(() => layer.backward([x, mask], zeros([3])), TypeError, "gradOutput must be [4] but is [3]");
});
