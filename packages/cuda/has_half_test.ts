import "./testing_emulate.ts";
import { assertEquals } from "@std/assert";
import { cuda } from "./mod.ts";

Deno.test("hasHalf() follows from the compute capability", () => {
  const { major, minor } = cuda.deviceProperties();
  assertEquals(cuda.hasHalf(), major * 10 + minor >= 53);
});
