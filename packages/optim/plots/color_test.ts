import { assertThrows } from "@std/assert";
import { checkColor } from "./color.ts";

Deno.test("checkColor() takes names of CSS and numbers", () => {
  for (const color of ["red", "rebeccapurple", "LightGrey", "lightgray", "yellowgreen", "#fff", "#0060Ff"]) {
    checkColor("f", "color", color);
  }
});

Deno.test("checkColor() refuses everything else", () => {
  for (const color of ["", "rot", " red", "red ", "#ff", "#ffff", "#0060fg", "rgb(0,0,0)", "url(#a)", "transparent"]) {
    assertThrows(
      () => checkColor("f", "color", color),
      TypeError,
      `Cannot run f: color must be a colour's name or #rrggbb but is "${color}"`,
    );
  }
  for (const color of [null, undefined, 1, ["red"], {}]) {
    assertThrows(() => checkColor("f", "color", color), TypeError, "Cannot run f: color must be");
  }
});
