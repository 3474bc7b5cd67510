import { assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { load, save } from "./mod.ts";

Deno.test("load() and save() say that they are not built yet", () => {
  assertThrows(() => load("a.jpg"), Error, 'Cannot load "a.jpg": reading images is not built yet');
  assertThrows(() => save("a.jpg", zeros([1])), Error, 'Cannot save "a.jpg": writing images is not built yet');
});
