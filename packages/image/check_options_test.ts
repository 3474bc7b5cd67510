import { assertThrows } from "@std/assert";
import { checkOptions, checkText, checkTexts } from "./check_options.ts";

Deno.test("checkOptions(), checkText() and checkTexts() take what is right or left out", () => {
  checkOptions("f", {}, ["a"]);
  checkOptions("f", { a: false, b: 3 }, ["a"]);
  checkText("f", "t", undefined);
  checkText("f", "t", "");
  checkTexts("f", "t", undefined);
  checkTexts("f", "t", ["x"]);
});

Deno.test("checkOptions(), checkText() and checkTexts() say what is wrong", () => {
  const wrong: [() => void, string][] = [
    [() => checkOptions("f", null), "Cannot run f: options must be an object but is null"],
    [() => checkOptions("f", 3), "Cannot run f: options must be an object but is 3"],
    [() => checkOptions("f", { a: 1 }, ["a"]), "Cannot run f: a must be true or false but is 1"],
    [() => checkText("f", "t", 3), "Cannot run f: t must be a string but is 3"],
    [() => checkTexts("f", "t", "xy"), 'Cannot run f: t must be a list of strings but is "xy"'],
    [() => checkTexts("f", "t", ["x", null]), "Cannot run f: t[1] must be a string but is null"],
    [() => checkTexts("f", "t", new Array(1)), "Cannot run f: t[0] must be a string but is undefined"],
  ];
  for (const [call, text] of wrong) assertThrows(call, TypeError, text);
});
