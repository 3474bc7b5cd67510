import "./testing_emulate.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { cuda } from "./mod.ts";

Deno.test("deviceProperties() tells model, capability and sizes", () => {
  const properties = cuda.deviceProperties(0);
  if (cuda.isEmulated()) assertEquals(properties.name, "emulated on the host");
  for (
    const name of [
      "major",
      "totalGlobalMem",
      "multiProcessorCount",
      "warpSize",
      "maxThreadsPerBlock",
      "sharedMemPerBlock",
    ]
  ) {
    assert(Number(properties[name]) > 0, name);
  }
  assertEquals(properties.warpSize, 32);
  assertEquals(typeof properties.minor, "number");
});

Deno.test("deviceProperties() refuses a GPU that is not there", () => {
  assertThrows(() => cuda.deviceProperties(64), RangeError, "Cannot use cuda:64");
});
