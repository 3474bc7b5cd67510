import { assertEquals } from "@std/assert";
import { importsOf, wrongImports } from "./deps.ts";

Deno.test("importsOf() finds values, types, exports and dynamic imports, not comments", () => {
  const source = `import a from "a"; import type { B } from 'b';\nexport * from "./c.ts"; await import("d"); import "e";
  // import "f"\n/** import x from "g" */`;
  assertEquals(importsOf(source), ["a", "b", "./c.ts", "d", "e"]);
});

Deno.test("wrongImports() allows the star", () => {
  assertEquals(
    wrongImports("nn", "packages/nn/a.ts", 'import { x } from "@taimatsu/tensor/native"; import "./b.ts";'),
    [],
  );
  assertEquals(wrongImports("nn", "packages/nn/a_test.ts", 'import { assert } from "@std/assert";'), []);
});

Deno.test("wrongImports() lets tests of optim train nets", () => {
  const source = 'import { Linear } from "@taimatsu/nn"; import { MSECriterion } from "@taimatsu/criterion";';
  assertEquals(wrongImports("optim", "packages/optim/a_test.ts", source), []);
  assertEquals(wrongImports("optim", "packages/optim/a.ts", source).length, 2);
  assertEquals(wrongImports("criterion", "packages/criterion/a_test.ts", source).length, 1);
});

Deno.test("wrongImports() refuses every other edge", () => {
  const refused = (name: string, source: string) => wrongImports(name, `packages/${name}/a.ts`, source).length;
  assertEquals(refused("nn", 'import type { sgd } from "@taimatsu/optim";'), 1);
  assertEquals(refused("tensor", 'import { Linear } from "@taimatsu/nn";'), 1);
  assertEquals(refused("nn", 'import { assert } from "@std/assert";'), 1);
  assertEquals(refused("nn", 'import { x } from "../tensor/mod.ts";'), 1);
  assertEquals(refused("optim", 'import _ from "npm:lodash";'), 1);
});

Deno.test("wrongImports() lets optim load what draws when it draws, and not before", () => {
  const found = (name: string, source: string) => wrongImports(name, `packages/${name}/a.ts`, source).length;
  assertEquals(found("optim", 'const vega = await import("vega");'), 0);
  assertEquals(found("optim", 'import * as vega from "vega"; await import("vega");'), 2);
  assertEquals(found("nn", 'await import("vega");'), 1);
});
