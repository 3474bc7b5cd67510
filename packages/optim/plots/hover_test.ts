import { assertEquals } from "@std/assert";
import { fieldsOf, tipOf, withTitles } from "./hover.ts";

Deno.test("tipOf() puts fields into the text, and leaves out lines without theirs", () => {
  const fields = { x: 1.5, "how old": 3, name: "@x" };
  assertEquals(tipOf([["at", "(@x, @{how old})"], ["y", "@y"], ["who", "@name"]], fields), "at: (1.5, 3)\nwho: @x");
  assertEquals(tipOf([["mail", "a@"], ["constructor", "@constructor"]], fields), "mail: a@");
  assertEquals(fieldsOf([["a", "@x and @{how old}"], ["b", "none"]]), ["x", "how old"]);
});

Deno.test("withTitles() titles the marks that have descriptions, and no others", () => {
  const role = 'role="graphics-symbol" aria-roledescription="point"', text = "a&#xA;&lt;b&gt;";
  assertEquals(
    withTitles(
      `<g aria-label="axis" role="graphics-symbol"><path aria-label="${text}" ${role} d="M0,0"/><path d=""/></g>`,
    ),
    `<g aria-label="axis" role="graphics-symbol"><path aria-label="${text}" ${role} d="M0,0"><title>${text}</title></path>` +
      `<path d=""/></g>`,
  );
  assertEquals(
    withTitles(`<text aria-label="t" ${role}>hi</text>`),
    `<text aria-label="t" ${role}><title>t</title>hi</text>`,
  );
});
