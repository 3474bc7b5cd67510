import { assertThrows } from "@std/assert";
import { cuda } from "./mod.ts";

Deno.test("cuda() says that it is not built yet", () => {
  assertThrows(() => cuda(1), Error, "Cannot use cuda:1: the CUDA library is not built yet");
});
