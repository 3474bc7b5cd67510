import { assert, assertEquals } from "@std/assert";
import { checkgrad } from "@taimatsu/optim";
import { Generator, randn } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { FUNCTIONS } from "./all.ts";
import { vector } from "./test_function.ts";

for (const { name, start, minimum, evaluate } of FUNCTIONS) {
  Deno.test(`${name}: the gradient is that of central differences`, () => {
    const generator = new Generator(1);
    for (let k = 0; k < 5; k++) {
      const x = vector(start).add(randn([start.length], { dtype: "float64", generator }));
      const [difference, gradient] = checkgrad(evaluate, x, 1e-6);
      assert(difference < 1e-6, `differs by ${difference} at ${x}`);
      assert(gradient.norm() > 0.01);
    }
  });

  Deno.test(`${name}: the minimum is 0 where it says, and higher elsewhere`, () => {
    const x = vector(minimum), [value, gradient] = evaluate(x), generator = new Generator(2);
    assertClose([value, gradient.norm()], [0, 0], { absolute: 1e-14 });
    assertEquals(start.length, minimum.length);
    for (const distance of [1e-3, 0.1, 1, 3]) {
      for (let k = 0; k < 20; k++) {
        const step = randn([start.length], { dtype: "float64", generator });
        assert(evaluate(x.clone().add(distance / step.norm(), step))[0] > 0);
      }
    }
  });
}

for (
  const [name, at, value] of [
    // Worked out by hand from the formulas.
    ["Rosenbrock", [-1.2, 1], 4.84 + 100 * 0.44 ** 2],
    ["Beale", [1, 1], 1.5 ** 2 + 2.25 ** 2 + 2.625 ** 2],
    ["Rastrigin", [1.5, 3], 0.25 + 20 + 1],
  ] as const
) {
  Deno.test(`${name} has its value at (${at})`, () => {
    assertClose(FUNCTIONS.find((f) => f.name === name)!.evaluate(vector(at))[0], value, { relative: 1e-12 });
  });
}
