import { assert, assertEquals, assertThrows } from "@std/assert";
import { isSupported, supportedFiletypes } from "../mod.ts";
import { suffixOf } from "./format.ts";

Deno.test("isSupported() knows each supportedFiletypes, with a dot or without, in any letters", () => {
  for (const suffix of supportedFiletypes) assert(isSupported(suffix) && isSupported(`.${suffix.toUpperCase()}`));
  for (const suffix of ["", "gif", "bmp", "png.gz"]) assert(!isSupported(suffix));
  assertThrows(() => isSupported(3 as never), TypeError, "Cannot run isSupported: suffix must be a string but is 3");
});

Deno.test("suffixOf() is what follows the last dot of the name", () => {
  const names = { "a.PNG": "png", "/x.y/a": "", "a.tar.gz": "gz", ".jpg": "jpg", "a.": "" };
  for (const [name, suffix] of Object.entries(names)) assertEquals(suffixOf(name), suffix);
});
