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
  const most = 200, before = cuda.memoryInfo().storages;
  let held = 0;
  // Whether the engine collects is its own affair; it does so sooner or later.
  for (let round = 0; round < 50; round++) {
    for (let k = 0; k < most; k++) zeros([1000], { device: cuda(0) });
    new ArrayBuffer(2 ** 26);
    await cuda.collect();
    held = cuda.memoryInfo().storages - before;
    if (held < most * round) return;
  }
  assert(false, `${held} storages are still held`);
});
