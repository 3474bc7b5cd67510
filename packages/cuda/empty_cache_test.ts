import "./testing_emulate.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

Deno.test("emptyCache() leaves what tensors hold", () => {
  const x = zeros([10], { device: cuda(0) }).fill(2);
  cuda.emptyCache();
  assertEquals(x.toArray(), Array(10).fill(2));
  assertThrows(() => cuda.emptyCache(64), RangeError, "Cannot use cuda:64");
});

Deno.test("collect() lets the memory of unreachable tensors go", async () => {
  const kept = zeros([1000], { device: cuda(0) }), before = cuda.memoryInfo().storages;
  for (let k = 0; k < 10; k++) zeros([1000], { device: cuda(0) });
  await cuda.collect();
  assert(cuda.memoryInfo().storages <= before);
  assertEquals(kept.sum(), 0);
});
