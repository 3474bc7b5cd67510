import "./testing_emulate.ts";
import { assert, assertEquals } from "@std/assert";
import { cuda } from "./mod.ts";

Deno.test("runtimeVersion() is the library's, driverVersion() the driver's", () => {
  assert(cuda.runtimeVersion() >= 13000);
  if (cuda.isEmulated()) assertEquals(cuda.driverVersion(), 0);
  else assert(cuda.driverVersion() >= cuda.runtimeVersion());
});
