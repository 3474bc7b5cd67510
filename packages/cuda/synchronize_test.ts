import "./testing_emulate.ts";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { div, NativeError, tensor } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

/** Queues a division by 0, of which the GPU complains when it comes to it. */
function divideByZero(): void {
  const device = cuda(0);
  div(1, tensor([2, 0], { dtype: "int32", device }));
}

const COMPLAINT = "Cannot run div: x must not hold 0 for int32 but does at position 1";

Deno.test("synchronize() reports what went wrong meanwhile, once", () => {
  assertThrows(
    () => {
      divideByZero();
      cuda.synchronize();
    },
    NativeError,
    COMPLAINT,
  );
  cuda.synchronize(0);
  cuda.synchronizeAll();
});

Deno.test("synchronizeAsync() waits while the event loop goes on, and reports the same", async () => {
  await assertRejects(
    async () => {
      divideByZero();
      await cuda.synchronizeAsync();
    },
    NativeError,
    COMPLAINT,
  );
  await cuda.synchronizeAsync(0);
  assertEquals(tensor([1, 2], { device: cuda(0) }).toArray(), [1, 2]);
});
