import "./testing_emulate.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { cpu, defaultDevice, setDefaultDevice } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

Deno.test("withDevice() returns what the function returns, and restores the device", () => {
  assertEquals(cuda.withDevice(0, () => cuda.device.name), "cuda:0");
  assertThrows(
    () =>
      cuda.withDevice(0, () => {
        throw new Error("inside");
      }),
    Error,
    "inside",
  );
  assertEquals(cuda.device.index, 0);
});

Deno.test("withDevice() refuses a GPU that is not there, and an async function", () => {
  assertThrows(() => cuda.withDevice(64, () => 1), RangeError, "Cannot use cuda:64");
  assertThrows(() => cuda.setDevice(64), RangeError, "Cannot use cuda:64");
  assertThrows(
    () => cuda.withDevice(0, async () => {}),
    TypeError,
    "Cannot run withDevice: the function must not be async",
  );
});

Deno.test("setDevice() moves the default device only if that is a GPU", () => {
  const before = defaultDevice();
  try {
    setDefaultDevice(cpu);
    cuda.setDevice(0);
    assertStrictEquals(defaultDevice(), cpu);
    setDefaultDevice(cuda(0));
    cuda.setDevice(0);
    assertStrictEquals(defaultDevice(), cuda(0));
  } finally {
    setDefaultDevice(before);
  }
});
