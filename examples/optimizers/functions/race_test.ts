import { assert, assertEquals } from "@std/assert";
import { mul } from "@taimatsu/tensor";
import { FUNCTIONS } from "./all.ts";
import { ENTRANTS } from "./entrants.ts";
import { END, race, RATES } from "./race.ts";
import type { TestFunction } from "./test_function.ts";

const entrant = (name: string) => ENTRANTS.find((found) => found.name === name)!;

/** x², from 1. */
const parabola: TestFunction = {
  name: "parabola",
  start: [1],
  minimum: [0],
  evaluate: (x) => [x.dot(x), mul(x, 2)],
};

Deno.test("race() takes the step size that needs the fewest evaluations, and counts these", () => {
  // A step multiplies x by 1 − 2 rate, the value by its square: 0.16 for the rate 0.3, more in size for all others of the list.
  const { rate, evaluations, descent } = race(entrant("sgd"), parabola, 100, 1);
  assertEquals(rate, 0.3);
  assert(0.16 ** 7 > 1e-6 && 0.16 ** 8 < 1e-6);
  assertEquals(evaluations, 9);
  assertEquals(descent.slice(0, 3).map(([at, value]) => [at, Number(value.toFixed(12))]), [[1, 1], [2, 0.16], [
    3,
    0.0256,
  ]]);
});

Deno.test("race() ends after so many evaluations for each step size", () => {
  let calls = 0;
  const rough: TestFunction = {
    ...parabola,
    evaluate(x) {
      calls++;
      return [2 + Math.sin(1e3 * x.item()), mul(x, 2)];
    },
  };
  for (const { name, tuned } of ENTRANTS) {
    calls = 0;
    const { evaluations, best } = race(entrant(name), rough, 60, 1);
    assertEquals(calls, 60 * (tuned ? RATES.length : 1), name);
    assertEquals(evaluations, Infinity);
    assert(best >= 1);
  }
});

Deno.test("each method lowers each function, and some find each minimum", () => {
  for (const on of FUNCTIONS) {
    const results = ENTRANTS.map((entrant) => race(entrant, on, 1500, 1));
    for (const { method, best, descent } of results) assert(best < descent[0]![1], `${method} on ${on.name}`);
    const found = results.filter(({ evaluations }) => evaluations < 1500).map(({ method }) => method);
    assert(found.includes(on.name === "Rastrigin" ? "cmaes" : "lbfgs"), `${on.name}: ${found}`);
  }
});

Deno.test("a race begins at the start and ends far below the tolerance", () => {
  const { descent, best } = race(entrant("lbfgs"), parabola, 100, 1);
  assertEquals(descent[0], [1, 1]);
  assert(best <= END);
});
