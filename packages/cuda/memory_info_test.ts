import "./testing_emulate.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { NativeError, zeros } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

Deno.test("memoryInfo() counts the storages of tensors", () => {
  const before = cuda.memoryInfo(), x = zeros([1000], { device: cuda(0) }), during = cuda.memoryInfo(0);
  assertEquals([during.used - before.used, during.storages - before.storages], [4000, 1]);
  assert(during.peak >= during.used && during.total >= during.free && during.reserved >= 0);
  x.dispose();
  const after = cuda.memoryInfo();
  assertEquals([after.used, after.storages], [before.used, before.storages]);
});

Deno.test("a tensor that does not fit is refused with what was asked, held and free, and the program goes on", () => {
  const error = assertThrows(() => zeros([2 ** 43], { device: cuda(0) }), NativeError);
  assert(
    /Cannot make a tensor: 33554432\.0 MiB were asked for on cuda:0, where .* are free/.test(error.message),
    error.message,
  );
  assertEquals(zeros([3], { device: cuda(0) }).toArray(), [0, 0, 0]);
});
