import { assertThrows } from "@std/assert";
import * as T from "./mod.ts";

Deno.test("functions that draw refuse what is no generator", () => {
  const options = { generator: { state: [] } as unknown as T.Generator };
  const draws: [string, () => unknown][] = [
    ["uniform", () => T.uniform(0, 1, options)],
    ["normal", () => T.randn([2], options)],
    ["bernoulli", () => T.zeros([2]).bernoulli(T.zeros([2]), options)],
    ["randperm", () => T.randperm(3, options)],
  ];
  for (const [name, draw] of draws) {
    assertThrows(draw, TypeError, `Cannot run ${name}: generator must be a Generator but is Object`);
  }
});
