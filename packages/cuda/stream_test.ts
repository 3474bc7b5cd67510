import "./testing_emulate.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { abs, div, NativeError, tensor } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

const numbers = () => tensor([-1, 2, -3], { device: cuda(0) });

Deno.test("withStream() sends work to a stream, and restores the former one", () => {
  using a = new cuda.Stream(), b = new cuda.Stream(0);
  const x = numbers();
  cuda.synchronize();
  const y = cuda.withStream(a, () => {
    assertStrictEquals(cuda.currentStream(), a);
    cuda.withStream(b, () => assertStrictEquals(cuda.currentStream(0), b));
    assertStrictEquals(cuda.currentStream(), a);
    return abs(x);
  });
  assertEquals(cuda.currentStream(), undefined);
  a.synchronize();
  assertEquals(y.toArray(), [1, 2, 3]);
  assertThrows(
    () =>
      cuda.withStream(a, () => {
        throw new Error("inside");
      }),
    Error,
    "inside",
  );
  assertEquals(cuda.currentStream(), undefined);
  assertThrows(
    () => cuda.withStream(a, async () => {}),
    TypeError,
    "Cannot run withStream: the function must not be async",
  );
});

Deno.test("setStream() stays until the default one is set", () => {
  using a = new cuda.Stream();
  cuda.setStream(a);
  assertStrictEquals(cuda.currentStream(), a);
  cuda.withDevice(0, () => assertStrictEquals(cuda.currentStream(), a));
  cuda.setStream(0);
  assertEquals(cuda.currentStream(), undefined);
});

Deno.test("streams wait for each other", () => {
  using a = new cuda.Stream(), b = new cuda.Stream();
  const x = numbers(), y = x.clone();
  a.waitFor(b);
  cuda.streamBarrier([a, b]);
  cuda.withStream(a, () => x.abs());
  b.waitFor(a);
  cuda.withStream(b, () => y.copy(x));
  b.synchronize();
  assertEquals(y.toArray(), [1, 2, 3]);
});

Deno.test("a stream reports what went wrong on it", () => {
  using a = new cuda.Stream();
  const x = tensor([1, 0], { dtype: "int32", device: cuda(0) });
  cuda.synchronize();
  assertThrows(
    () => {
      cuda.withStream(a, () => div(1, x));
      a.synchronize();
    },
    NativeError,
    "Cannot run div: x must not hold 0 for int32 but does at position 1",
  );
  a.synchronize();
});

Deno.test("a stream that was disposed is refused", () => {
  const a = new cuda.Stream();
  assert(a.number > 0);
  cuda.setStream(a);
  a[Symbol.dispose]();
  a[Symbol.dispose]();
  assertEquals(cuda.currentStream(), undefined);
  assertThrows(() => a.synchronize(), NativeError, "Cannot run Stream.synchronize: there is no stream 0");
  assertThrows(() => new cuda.Stream(64), RangeError, "Cannot use cuda:64");
});
