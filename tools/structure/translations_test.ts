import { assertEquals } from "@std/assert";
import { unknownNames } from "./translations.ts";

const known = { exported: new Set(["add", "Tensor"]), members: new Set(["mul", "data", "start"]) };
const table = (right: string) => `| theirs | ours |\n| --- | --- |\n| \`none(a \\| b)\` | ${right} |\n`;

Deno.test("unknownNames() accepts what exists", () => {
  assertEquals(
    unknownNames(table('`add(x.mul(2), "f(x)")`, `new Tensor()` of `@a/b.c`, `x.data`, `{ out: r }`'), known),
    [],
  );
  assertEquals(unknownNames("text with `sub(x)`", known), []);
});

Deno.test("unknownNames() finds functions, methods and properties that do not exist", () => {
  assertEquals(unknownNames(table("`sub(x)`, `x.add(1)`, `x.dta`"), known), [
    "sub in `sub(x)` does not exist",
    "add in `x.add(1)` does not exist",
    "dta in `x.dta` does not exist",
  ]);
});
