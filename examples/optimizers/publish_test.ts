import { assertEquals, assertThrows } from "@std/assert";
import { replaceSection } from "./publish.ts";
import { table } from "./table.ts";

Deno.test("replaceSection() puts a text between the markers of its name", () => {
  const document = "# A\n<!-- a -->\nold\n<!-- end of a -->\n<!-- b -->\nkept\n<!-- end of b -->\n";
  assertEquals(
    replaceSection(document, "a", "new"),
    "# A\n<!-- a -->\n\nnew\n\n<!-- end of a -->\n<!-- b -->\nkept\n<!-- end of b -->\n",
  );
  assertThrows(
    () => replaceSection(document, "c", "new"),
    Error,
    "Cannot write the tables: the README must hold <!-- c --> and <!-- end of c -->",
  );
});

Deno.test("table() makes columns as wide as they need to be", () => {
  assertEquals(
    table([["a", "method"], ["1.25", ""]]),
    "| a    | method |\n| ---- | ------ |\n| 1.25 |        |",
  );
});
