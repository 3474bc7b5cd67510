import { assertEquals } from "@std/assert";
import { strayLines, unreachedFiles } from "./exports.ts";

Deno.test("unreachedFiles() names what no entry point leads to", () => {
  const files = new Map([
    ["mod.ts", 'export * from "./a.ts";'],
    ["a.ts", 'import { b } from "./b.ts";'],
    ["b.ts", ""],
    ["lost.ts", ""],
    ["lost_test.ts", 'import "./lost.ts";'],
  ]);
  assertEquals(unreachedFiles(files, ["mod.ts"]), ["lost.ts"]);
});

Deno.test("strayLines() finds code in a mod.ts", () => {
  assertEquals(strayLines('/** About. */\nexport * from "./a.ts";\nconst x = 1;\n'), ["const x = 1;"]);
});

Deno.test("what a Worker loads is reached", () => {
  const files = new Map([["mod.ts", 'new Worker(new URL("./w.ts", import.meta.url))'], ["w.ts", ""], ["x.ts", ""]]);
  assertEquals(unreachedFiles(files, ["mod.ts"]), ["x.ts"]);
});
