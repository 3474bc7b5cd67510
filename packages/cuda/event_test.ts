import "./testing_emulate.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { NativeError, zeros } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

Deno.test("an event happens when the work before it is done", () => {
  using before = new cuda.Event(), after = new cuda.Event(0);
  before.record();
  const x = zeros([10000], { device: cuda(0) }).exp();
  after.record();
  after.synchronize();
  assertEquals([before.query(), after.query()], [true, true]);
  assert(before.elapsedTime(after) >= 0);
  assertEquals(x.get(0), 1);
});

Deno.test("a stream waits for an event of another", () => {
  using event = new cuda.Event(), a = new cuda.Stream(), b = new cuda.Stream();
  const x = zeros([10], { device: cuda(0) });
  cuda.synchronize();
  cuda.withStream(a, () => {
    x.exp();
    event.record();
  });
  cuda.withStream(b, () => {
    event.wait();
    x.log();
  });
  b.synchronize();
  assertEquals(x.toArray(), Array(10).fill(0));
});

Deno.test("an event that was disposed is refused", () => {
  const event = new cuda.Event();
  event[Symbol.dispose]();
  assertThrows(() => event.record(), NativeError, "there is no event 0");
});
