import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { CSubTable } from "./c_sub_table.ts";

testLayer("CSubTable", { make: () => new CSubTable(), size: [[4, 3], [4, 3]], large: [[300, 200], [300, 200]] });

Deno.test("CSubTable takes two tensors", () => {
  assertEquals(new CSubTable().forward([tensor([5]), tensor([3])]).item(), 2);
  assertThrows(
    () => new CSubTable().forward([zeros([1]), zeros([1]), zeros([1])]),
    TypeError,
    "Cannot run CSubTable.forward: input must be a list of 2 tensors but is a list of 3",
  );
});
